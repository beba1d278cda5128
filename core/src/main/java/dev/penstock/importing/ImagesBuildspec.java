package dev.penstock.importing;

import dev.penstock.compose.ComposeService;
import dev.penstock.convert.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A buildspec that builds images, pushes them to ECR, and says in {@code imagedefinitions.json} by which digests they are there.
 *
 * @param project what repositories begin with
 * @param services those that are built
 * @param first commands before all others
 */
record ImagesBuildspec(String project, List<ComposeService> services, List<String> first) {

    ImagesBuildspec {
        services = List.copyOf(services);
        first = List.copyOf(first);
    }

    /** The name of the ECR repository for a service. */
    String repository(ComposeService service) {
        String name = service.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return project.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "") + "/" + name;
    }

    String text(String file) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", 0.2);
        root.putObject("env").put("shell", "bash");
        ObjectNode phases = root.putObject("phases");
        ArrayNode before = phases.putObject("pre_build").putArray("commands");
        first.forEach(before::add);
        before.add("export REGISTRY=\"$(aws sts get-caller-identity --query Account --output text)"
                + ".dkr.ecr.${AWS_REGION:-$AWS_DEFAULT_REGION}.amazonaws.com\"");
        before.add("aws ecr get-login-password | docker login --username AWS --password-stdin \"$REGISTRY\"");
        before.add("export TAG=\"${CODEBUILD_RESOLVED_SOURCE_VERSION:-latest}\"");
        ObjectNode build = phases.putObject("build");
        ArrayNode images = build.putArray("commands");
        services.forEach(service -> images.add(build(service)));
        build.put("on-failure", "ABORT");
        ArrayNode after = phases.putObject("post_build").putArray("commands");
        services.forEach(service -> after.add("docker push \"" + image(service) + ":$TAG\""));
        for (int i = 0; i < services.size(); i++) {
            after.add(digest(services.get(i), i + 1));
        }
        after.add(definitions());
        root.putObject("artifacts").putArray("files").add("**/*");
        return "# Made of " + file + ". The ECR repositories have to be there: "
                + services.stream().map(this::repository).collect(Collectors.joining(", ")) + ".\n"
                + YamlText.of(root);
    }

    private String image(ComposeService service) {
        return "$REGISTRY/" + repository(service);
    }

    private String build(ComposeService service) {
        ComposeService.Build build = service.build().orElseThrow();
        List<String> words = new ArrayList<>(List.of("docker build --tag \"" + image(service) + ":$TAG\""));
        build.dockerfile()
                .filter(dockerfile -> !dockerfile.equals("Dockerfile"))
                .ifPresent(dockerfile -> words.add("--file " + quoted(inContext(build.context(), dockerfile))));
        build.target().ifPresent(target -> words.add("--target " + quoted(target)));
        for (Map.Entry<String, String> arg : build.args().entrySet()) {
            // Docker takes the value of an argument without one from the environment.
            boolean secret = SecretNames.matches(arg.getKey());
            words.add("--build-arg " + quoted(secret ? arg.getKey() : arg.getKey() + "=" + arg.getValue()));
        }
        words.add(quoted(build.context()));
        return String.join(" ", words);
    }

    private static String inContext(String context, String dockerfile) {
        return dockerfile.startsWith("/") ? dockerfile : context.replaceAll("/$", "") + "/" + dockerfile;
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:@%+,=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** An image has a digest in each repository that it was pushed to; the one of this repository is taken. */
    private String digest(ComposeService service, int number) {
        return "IMAGE_" + number + "=\"$(docker inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' \"" + image(service)
                + ":$TAG\" | grep -m1 \"^" + image(service) + "@\")\"";
    }

    private String definitions() {
        String form = services.stream()
                .map(service -> "{\"name\":\"" + service.name() + "\",\"imageUri\":\"%s\"}")
                .collect(Collectors.joining(",", "[", "]"));
        StringBuilder values = new StringBuilder();
        for (int i = 1; i <= services.size(); i++) {
            values.append(" \"$IMAGE_").append(i).append('"');
        }
        return "printf '" + form + "'" + values + " > imagedefinitions.json";
    }
}
