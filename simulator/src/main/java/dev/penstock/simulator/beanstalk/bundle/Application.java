package dev.penstock.simulator.beanstalk.bundle;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an instance of a platform runs of a bundle. */
public sealed interface Application {

    /**
     * Containers.
     *
     * @param form how the bundle tells of them
     * @param containers in the order in which the file has them
     * @param port of the instance at which requests come in; the platform's proxy or the container itself listens there
     * @param authentication where registries' credentials are
     * @param remarks what of the bundle is left out, for the log
     */
    record Containers(
            Form form,
            List<PlannedContainer> containers,
            int port,
            Optional<Authentication> authentication,
            List<String> remarks)
            implements Application {
        public Containers {
            containers = List.copyOf(containers);
            remarks = List.copyOf(remarks);
        }
    }

    /** How a bundle tells of containers. */
    enum Form {
        /** Dockerrun version 1 or a Dockerfile alone. */
        SINGLE,
        /** A Compose file. */
        COMPOSE,
        /** Dockerrun version 2. */
        ECS_TASK
    }

    /**
     * Processes of a platform of a programming language.
     *
     * @param commands by name, as a Procfile has them; {@code web} gets the requests
     */
    record Processes(Map<String, String> commands) implements Application {
        public Processes {
            commands = Map.copyOf(commands);
        }
    }
}
