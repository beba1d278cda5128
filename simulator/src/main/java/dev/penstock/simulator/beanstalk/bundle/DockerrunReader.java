package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Reads {@code Dockerrun.aws.json} as the platforms do.
 *
 * <p>The Docker platform asks for version 1 without and for version 3 with a Compose file, as text or number; the ECS
 * platform for version 2 (awsdocs/elastic-beanstalk-samples issue 58: text is taken as well). Comments and commas at the
 * end are no JSON. Keys count as they are spelt: version 1 has {@code Authentication} with {@code Bucket} and {@code Key},
 * version 2 {@code authentication} with {@code bucket} and {@code key}, version 3 {@code Authentication} with
 * {@code bucket} and {@code key}; a key in another case is one that is not known, and left out.
 */
final class DockerrunReader {

    private static final String VERSION = "AWSEBDockerrunVersion";
    private static final String BUILD = "Docker Specific Build Application";
    private static final String ECS = "ECS Application sourcebundle validation error: ";

    private DockerrunReader() {}

    /** On the Docker platform, without a Compose file. */
    static Dockerrun.SingleContainer single(String text) throws BundleRefused {
        JsonValue file = onDocker(text, "1");
        Optional<Dockerrun.Image> image = Values.text(file("Image", file), "Name")
                .filter(name -> !name.isEmpty())
                .map(name -> new Dockerrun.Image(
                        name,
                        !Values.text(file("Image", file), "Update")
                                .filter("false"::equals)
                                .isPresent()));
        List<Dockerrun.Port> ports = Values.elements(file, "Ports").stream()
                .flatMap(port -> Values.text(port, "ContainerPort")
                        .map(number -> new Dockerrun.Port(number, Values.text(port, "HostPort")))
                        .stream())
                .toList();
        List<Dockerrun.Volume> volumes = Values.elements(file, "Volumes").stream()
                .map(volume -> new Dockerrun.Volume(
                        Values.text(volume, "HostDirectory"), Values.text(volume, "ContainerDirectory")))
                .toList();
        return new Dockerrun.SingleContainer(
                image,
                ports,
                volumes,
                Values.text(file, "Logging").filter(folder -> !folder.isEmpty()),
                Values.text(file, "Entrypoint").filter(entry -> !entry.isEmpty()),
                Values.text(file, "Command").filter(command -> !command.isEmpty()),
                authentication(file("Authentication", file), "Bucket", "Key"));
    }

    /** On the Docker platform, beside a Compose file. */
    static Dockerrun.ForCompose forCompose(String text) throws BundleRefused {
        JsonValue file = onDocker(text, "3");
        return new Dockerrun.ForCompose(authentication(file("Authentication", file), "bucket", "key"));
    }

    /** On the ECS platform. */
    static Dockerrun.Containers containers(String text) throws BundleRefused {
        JsonValue file = JsonValue.parse(text).orElse(null);
        if (file == null) {
            throw BundleRefused.byService(ECS + fault(text));
        }
        if (!(file instanceof JsonValue.Structure)) {
            throw BundleRefused.byService(ECS + "AWSEBDockerrunVersion is missing.");
        }
        Optional<JsonValue> version = Values.member(file, VERSION);
        if (version.isEmpty()) {
            throw BundleRefused.byService(ECS + "AWSEBDockerrunVersion is missing.");
        }
        String number = Values.text(version.get()).orElse("");
        if (!number.equals("2")) {
            throw BundleRefused.byService(ECS + "Unsupported AWSEBDockerrunVersion: " + number);
        }
        JsonValue definitions = file("containerDefinitions", file);
        if (definitions instanceof JsonValue.Structure) {
            throw BundleRefused.byService(ECS + "We expected a VALUE token but got: START_OBJECT");
        }
        Dockerrun.Containers containers = new Dockerrun.Containers(
                Values.elements(definitions),
                Values.elements(file, "volumes"),
                authentication(file("authentication", file), "bucket", "key"));
        EcsRules.check(containers);
        return containers;
    }

    private static JsonValue onDocker(String text, String wanted) throws BundleRefused {
        JsonValue file = JsonValue.parse(text)
                .filter(JsonValue.Structure.class::isInstance)
                .orElse(null);
        if (file == null) {
            String said = fault(text);
            throw BundleRefused.onInstance(
                    BUILD,
                    "Failed to parse Dockerrun.aws.json file, abort deployment",
                    "parsing Dockerrun.aws.json failed with error " + said);
        }
        if (!Values.text(file, VERSION).filter(wanted::equals).isPresent()) {
            throw BundleRefused.onInstance(
                    BUILD,
                    "Instance deployment: 'Dockerrun.aws.json' in your source bundle specifies an unsupported version."
                            + " Elastic Beanstalk only supports version 1 for non compose app and version 3 for compose"
                            + " app. The deployment failed.",
                    "unsupported " + VERSION + " " + Values.text(file, VERSION).orElse("(none)"));
        }
        return file;
    }

    private static Optional<Authentication> authentication(JsonValue written, String bucket, String key) {
        return Values.text(written, bucket)
                .flatMap(name -> Values.text(written, key).map(object -> new Authentication(name, object)));
    }

    private static JsonValue file(String name, JsonValue file) {
        return Values.member(file, name).orElseGet(JsonValue.Null::new);
    }

    private static String fault(String text) {
        try (JsonParser parser = Json.parser(text)) {
            while (parser.nextToken() != null) {
                parser.currentToken();
            }
            return "a JSON object is expected";
        } catch (JacksonException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            return e.getOriginalMessage() + where;
        }
    }
}
