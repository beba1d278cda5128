package dev.penstock.convert;

import dev.penstock.dockerrun.Dockerrun.RegistryAuthentication;
import dev.penstock.problem.SourceSpan;
import dev.penstock.taskdefinition.ContainerDefinition;
import dev.penstock.taskdefinition.TaskVolume;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Containers that run together, in ECS's terms, wherever they were declared. Volumes of Elastic Beanstalk have its paths: the
 * bundle is at {@value #BUNDLE_FOLDER}, logs below {@value #LOG_FOLDER}.
 *
 * @param name what the whole is called
 * @param containers in their order
 * @param volumes what they mount
 * @param authentication credentials of registries
 * @param task what is said of the whole task, as ECS fields and their JSON
 * @param origin where it all was declared
 */
record ContainerGroup(
        String name,
        List<ContainerDefinition> containers,
        List<TaskVolume> volumes,
        Optional<RegistryAuthentication> authentication,
        Map<String, String> task,
        Origin origin) {

    /** Where instances have the bundle (Elastic Beanstalk Developer Guide, multicontainer Docker configuration). */
    static final String BUNDLE_FOLDER = "/var/app/current";

    /** Where the Docker platform with Compose keeps logs, each service in a folder of its name ({@code EB_LOG_BASE_DIR}). */
    static final String LOG_FOLDER = "/var/log/eb-docker/containers";

    ContainerGroup {
        Objects.requireNonNull(name, "name");
        containers = List.copyOf(containers);
        volumes = List.copyOf(volumes);
        Objects.requireNonNull(authentication, "authentication");
        task = Map.copyOf(task);
        Objects.requireNonNull(origin, "origin");
    }

    /** Knows the lines of a declaration. */
    interface Origin {

        /** The place of a container's field, by ECS's name; of the container when it has none. */
        SourceSpan ofContainer(int index, String field);

        /** The place of a field of the whole. */
        SourceSpan ofField(String field);
    }
}
