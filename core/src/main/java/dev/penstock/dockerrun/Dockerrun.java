package dev.penstock.dockerrun;

import dev.penstock.taskdefinition.ContainerDefinition;
import dev.penstock.taskdefinition.TaskVolume;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** What a {@code Dockerrun.aws.json} says. */
public sealed interface Dockerrun {

    /** The file's name in a bundle; Elastic Beanstalk looks for no other. */
    String FILE_NAME = "Dockerrun.aws.json";

    /** How volumes begin that Elastic Beanstalk makes by itself in version 2, one for each container. */
    String LOG_VOLUME_PREFIX = "awseb-logs-";

    /** Which version it is: 1, 2 or 3. */
    int version();

    /** Where the credentials of a private registry are. */
    Optional<RegistryAuthentication> authentication();

    /**
     * A file in S3 with credentials of registries. The bucket must be in the environment's region.
     *
     * @param bucket the bucket
     * @param key the file in it, in the form of {@code .dockercfg} or {@code config.json}
     */
    record RegistryAuthentication(String bucket, String key) {

        public RegistryAuthentication {
            Objects.requireNonNull(bucket, "bucket");
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * Version 1: one container, on the platform "Docker".
     *
     * @param image what is run; empty when the bundle's Dockerfile is built
     * @param ports what the container listens on; requests go to the first
     * @param volumes folders of the instance in the container
     * @param logging the folder in the container whose files are logs
     * @param entrypoint in place of the image's own
     * @param command arguments in place of the image's own
     */
    record SingleContainer(
            Optional<Image> image,
            List<Port> ports,
            List<Volume> volumes,
            Optional<String> logging,
            Optional<String> entrypoint,
            Optional<String> command,
            Optional<RegistryAuthentication> authentication)
            implements Dockerrun {

        public SingleContainer {
            Objects.requireNonNull(image, "image");
            ports = List.copyOf(ports);
            volumes = List.copyOf(volumes);
            Objects.requireNonNull(logging, "logging");
            Objects.requireNonNull(entrypoint, "entrypoint");
            Objects.requireNonNull(command, "command");
            Objects.requireNonNull(authentication, "authentication");
        }

        @Override
        public int version() {
            return 1;
        }
    }

    /**
     * The image of version 1.
     *
     * @param name its reference
     * @param update whether each instance asks the registry for a newer image of that name; Elastic Beanstalk does when nothing
     *     is said
     */
    record Image(String name, Optional<Boolean> update) {

        public Image {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(update, "update");
        }
    }

    /**
     * A port of version 1.
     *
     * @param containerPort what the container listens on
     * @param hostPort the instance's port for it, when there is to be one
     */
    record Port(int containerPort, OptionalInt hostPort) {

        public Port {
            Objects.requireNonNull(hostPort, "hostPort");
        }
    }

    /**
     * A folder of the instance in the container, of version 1.
     *
     * @param hostDirectory empty for one that Docker makes
     * @param containerDirectory where it is in the container
     */
    record Volume(Optional<String> hostDirectory, String containerDirectory) {

        public Volume {
            Objects.requireNonNull(hostDirectory, "hostDirectory");
            Objects.requireNonNull(containerDirectory, "containerDirectory");
        }
    }

    /**
     * Version 2: several containers, run by ECS on each instance; the platform "ECS running on 64bit Amazon Linux", before
     * that "Multi-container Docker", which is retired.
     *
     * @param containers at least one
     * @param volumes what they mount; {@code awseb-logs-CONTAINER} exists besides for each of them
     * @param executionRoleArn the role with which secrets are read (Developer Guide, "Execution Role ARN format")
     */
    record MultiContainer(
            List<ContainerDefinition> containers,
            List<TaskVolume> volumes,
            Optional<RegistryAuthentication> authentication,
            Optional<String> executionRoleArn)
            implements Dockerrun {

        public MultiContainer {
            containers = List.copyOf(containers);
            volumes = List.copyOf(volumes);
            Objects.requireNonNull(authentication, "authentication");
            Objects.requireNonNull(executionRoleArn, "executionRoleArn");
        }

        @Override
        public int version() {
            return 2;
        }
    }

    /** Version 3: nothing but the credentials for the images of the {@code docker-compose.yml} beside it. */
    record ComposeCredentials(Optional<RegistryAuthentication> authentication) implements Dockerrun {

        public ComposeCredentials {
            Objects.requireNonNull(authentication, "authentication");
        }

        @Override
        public int version() {
            return 3;
        }
    }
}
