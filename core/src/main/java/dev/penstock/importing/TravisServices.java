package dev.penstock.importing;

import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code services}: what Travis starts on the machine before the build (its documentation, "Setting up Databases and Services"). */
final class TravisServices {

    private static final String LIBRARY = "public.ecr.aws/docker/library/";
    private static final String POSTGRES =
            "docker run --detach --publish 5432:5432 --env POSTGRES_HOST_AUTH_METHOD=trust " + LIBRARY + "postgres:16";
    private static final String REDIS = "docker run --detach --publish 6379:6379 " + LIBRARY + "redis:7";

    private static final Map<String, String> CONTAINERS = Map.of(
            "postgresql",
            POSTGRES,
            "postgres",
            POSTGRES,
            "redis",
            REDIS,
            "redis-server",
            REDIS,
            "mysql",
            "docker run --detach --publish 3306:3306 --env MYSQL_ALLOW_EMPTY_PASSWORD=yes " + LIBRARY + "mysql:8",
            "mongodb",
            "docker run --detach --publish 27017:27017 " + LIBRARY + "mongo:7",
            "memcached",
            "docker run --detach --publish 11211:11211 " + LIBRARY + "memcached:1",
            "rabbitmq",
            "docker run --detach --publish 5672:5672 " + LIBRARY + "rabbitmq:3");

    private final List<String> commands = new ArrayList<>();
    private boolean docker;

    TravisServices(Mapping root, Notes notes) {
        List<Scalar> names = Nodes.present(root, "services").map(Nodes::scalars).orElse(List.of());
        for (Scalar name : names) {
            String command = CONTAINERS.get(name.text());
            docker = docker || name.text().equals("docker") || command != null;
            if (command != null) {
                commands.add(command);
                notes.note(
                        name.span(),
                        "'" + name.text() + "' is started as a container, on its usual port of this machine.");
            } else if (!name.text().equals("docker")) {
                notes.loss(
                        name.span(),
                        "The service '" + name.text() + "' is not started.",
                        "Start it in the buildspec's install phase, such as with docker run.");
            }
        }
    }

    /** Whether the build needs a container engine. */
    boolean needDocker() {
        return docker;
    }

    /** What starts them. */
    List<String> commands() {
        return commands;
    }
}
