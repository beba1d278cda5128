package dev.penstock.dockerrun;

import dev.penstock.taskdefinition.ContainerDefinition;
import dev.penstock.taskdefinition.TaskVolume;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a Dockerrun says, a line for each thing that happens on an instance; values of variables are left out. */
final class DockerrunText {

    private DockerrunText() {}

    static String of(Dockerrun dockerrun) {
        Stream<String> lines = switch (dockerrun) {
            case Dockerrun.SingleContainer single -> single(single);
            case Dockerrun.MultiContainer several -> several(several);
            case Dockerrun.ComposeCredentials credentials ->
                Stream.of(
                        "the containers are those of the Compose file beside it", login(credentials.authentication()));
        };
        StringBuilder text = new StringBuilder();
        lines.filter(line -> !line.isEmpty()).forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static Stream<String> single(Dockerrun.SingleContainer single) {
        return Stream.of(
                        Stream.of(single.image()
                                .map(image -> "pulls " + image.name()
                                        + (image.update().orElse(true) ? " on each deployment" : " unless it is there"))
                                .orElse("builds the Dockerfile of the bundle")),
                        single.ports().stream()
                                .limit(1)
                                .map(port -> "the proxy leads port 80 to " + port.containerPort()
                                        + number(", and the instance's port ", port.hostPort())),
                        single.ports().stream()
                                .skip(1)
                                .map(port -> "port " + port.hostPort().orElse(port.containerPort())
                                        + " of the instance leads to " + port.containerPort()),
                        single.volumes().stream()
                                .map(volume ->
                                        "mounts " + volume.hostDirectory().orElse("a folder of Docker's") + " at "
                                                + volume.containerDirectory()),
                        single.logging().stream().map(folder -> "logs are in " + folder),
                        single.entrypoint().stream().map(line -> "entry point " + line),
                        single.command().stream().map(line -> "command " + line),
                        Stream.of(login(single.authentication())))
                .flatMap(lines -> lines);
    }

    private static Stream<String> several(Dockerrun.MultiContainer several) {
        return Stream.of(
                        several.containers().stream().flatMap(DockerrunText::container),
                        several.volumes().stream().map(DockerrunText::volume),
                        several.executionRoleArn().stream().map(role -> "execution role " + role),
                        Stream.of(login(several.authentication())))
                .flatMap(lines -> lines);
    }

    private static Stream<String> container(ContainerDefinition container) {
        return Stream.of(
                        Stream.of(container.name() + " runs " + container.image()
                                + (container.isEssential() ? ", and all end with it" : "")
                                + number(", at most ", container.resources().memory(), " MiB")
                                + number(", at least ", container.resources().memoryReservation(), " MiB")
                                + number(", shares ", container.resources().cpu())),
                        container.hostname().stream().map(name -> "  is called " + name),
                        container.portMappings().stream()
                                .map(port -> "  port "
                                        + number("", port.hostPort()).replaceFirst("^$", "any")
                                        + " of the instance leads to " + port.containerPort() + "/" + port.protocol()),
                        list("  variables ", List.copyOf(container.environment().keySet())),
                        list("  reaches ", container.links()),
                        container.mountPoints().stream()
                                .map(mount -> "  mounts " + mount.sourceVolume() + " at " + mount.containerPath()
                                        + (mount.readOnly() ? ", to read" : "")),
                        container.volumesFrom().stream().map(from -> "  mounts all of " + from.sourceContainer()),
                        list("  entry point ", container.process().entryPoint()),
                        list("  command ", container.process().command()),
                        container.process().workingDirectory().stream().map(folder -> "  works in " + folder),
                        container.process().user().stream().map(user -> "  runs as " + user),
                        container.process().privileged() ? Stream.of("  privileged") : Stream.<String>of(),
                        container.logConfiguration().stream().map(log -> "  logs by " + log.logDriver()),
                        list("  and ", List.copyOf(container.others().keySet())))
                .flatMap(lines -> lines);
    }

    private static String volume(TaskVolume volume) {
        return "volume " + volume.name() + " is " + volume.sourcePath().orElse("a folder of Docker's");
    }

    private static Stream<String> list(String words, List<String> items) {
        return items.isEmpty() ? Stream.of() : Stream.of(words + String.join(" | ", items));
    }

    private static String login(java.util.Optional<Dockerrun.RegistryAuthentication> authentication) {
        return authentication
                .map(where -> "credentials of the registry are s3://" + where.bucket() + "/" + where.key())
                .orElse("");
    }

    private static String number(String before, OptionalInt number, String... after) {
        return number.isPresent() ? before + number.getAsInt() + String.join("", after) : "";
    }
}
