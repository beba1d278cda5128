package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Optional;

/** A {@code Dockerrun.aws.json}. Sources: Developer Guide, "Docker configuration" and "ECS managed Docker configuration". */
public sealed interface Dockerrun {

    /** Where registries' credentials are; empty for public images and those of ECR. */
    Optional<Authentication> authentication();

    /**
     * Version 1: a container of an image or of the bundle's Dockerfile.
     *
     * @param image to pull; a Dockerfile beside it takes its place
     * @param ports as they are written, numbers or not; requests go to the first
     * @param volumes folders of the instance
     * @param logging the folder in the container whose files are collected
     * @param entrypoint in place of the image's
     * @param command in place of the image's
     */
    record SingleContainer(
            Optional<Image> image,
            List<Port> ports,
            List<Volume> volumes,
            Optional<String> logging,
            Optional<String> entrypoint,
            Optional<String> command,
            Optional<Authentication> authentication)
            implements Dockerrun {
        public SingleContainer {
            ports = List.copyOf(ports);
            volumes = List.copyOf(volumes);
        }
    }

    /**
     * An image to pull.
     *
     * @param name with its tag or digest
     * @param update whether the registry is asked again for an image that is there
     */
    record Image(String name, boolean update) {}

    /** A port of the container, and the port of the instance that leads to it if one is named. */
    record Port(String container, Optional<String> host) {}

    /** A folder of the instance, and where the container sees it. */
    record Volume(Optional<String> hostDirectory, Optional<String> containerDirectory) {}

    /**
     * Version 2: containers of an ECS task.
     *
     * @param containerDefinitions as ECS takes them
     * @param volumes as ECS takes them
     */
    record Containers(
            List<JsonValue> containerDefinitions, List<JsonValue> volumes, Optional<Authentication> authentication)
            implements Dockerrun {
        public Containers {
            containerDefinitions = List.copyOf(containerDefinitions);
            volumes = List.copyOf(volumes);
        }
    }

    /** Version 3: the registry's credentials for a Compose file. */
    record ForCompose(Optional<Authentication> authentication) implements Dockerrun {}
}
