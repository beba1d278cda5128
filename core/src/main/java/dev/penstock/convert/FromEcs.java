package dev.penstock.convert;

import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.document.Places;
import dev.penstock.problem.SourceSpan;
import dev.penstock.taskdefinition.ContainerDefinition;
import dev.penstock.taskdefinition.ContainerDefinition.MountPoint;
import dev.penstock.taskdefinition.ContainerDefinition.PortMapping;
import dev.penstock.taskdefinition.ContainerDefinition.ProcessSettings;
import dev.penstock.taskdefinition.ContainerDefinition.Resources;
import dev.penstock.taskdefinition.TaskDefinition;
import dev.penstock.taskdefinition.TaskVolume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads Dockerruns and task definitions, which are in ECS's terms already, as groups of containers. */
final class FromEcs {

    /** What the container of version 1 is called, which has no name. */
    static final String ONLY_CONTAINER = "app";

    private FromEcs() {}

    static ContainerGroup of(Dockerrun.MultiContainer dockerrun, Places places, String file) {
        return new ContainerGroup(
                "app",
                dockerrun.containers(),
                dockerrun.volumes(),
                dockerrun.authentication(),
                dockerrun
                        .executionRoleArn()
                        .map(role -> Map.of(
                                "executionRoleArn",
                                JsonNodeFactory.instance.stringNode(role).toString()))
                        .orElse(Map.of()),
                new EcsOrigin(places, file));
    }

    static ContainerGroup of(TaskDefinition task, Places places, String file) {
        Map<String, String> fields = new LinkedHashMap<>(task.others());
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        task.networkMode()
                .ifPresent(
                        mode -> fields.put("networkMode", nodes.stringNode(mode).toString()));
        task.cpu().ifPresent(cpu -> fields.put("cpu", nodes.stringNode(cpu).toString()));
        task.memory()
                .ifPresent(
                        memory -> fields.put("memory", nodes.stringNode(memory).toString()));
        task.taskRoleArn()
                .ifPresent(
                        role -> fields.put("taskRoleArn", nodes.stringNode(role).toString()));
        task.executionRoleArn()
                .ifPresent(role ->
                        fields.put("executionRoleArn", nodes.stringNode(role).toString()));
        if (!task.requiresCompatibilities().isEmpty()) {
            var types = nodes.arrayNode();
            task.requiresCompatibilities().forEach(types::add);
            fields.put("requiresCompatibilities", types.toString());
        }
        return new ContainerGroup(
                task.family(),
                task.containers(),
                task.volumes(),
                Optional.empty(),
                fields,
                new EcsOrigin(places, file));
    }

    /** Version 1: requests that reach the instance's port 80 go to the first port (Docker configuration, "Ports"). */
    static ContainerGroup of(Dockerrun.SingleContainer dockerrun, Places places, String file, Losses losses) {
        var origin = new SingleOrigin(places, file);
        List<TaskVolume> volumes = new ArrayList<>();
        List<MountPoint> mounts = new ArrayList<>();
        for (Dockerrun.Volume volume : dockerrun.volumes()) {
            String name = "volume-" + (volumes.size() + 1);
            volumes.add(new TaskVolume(name, volume.hostDirectory(), Map.of()));
            mounts.add(new MountPoint(name, volume.containerDirectory(), false));
        }
        dockerrun
                .logging()
                .ifPresent(folder ->
                        mounts.add(new MountPoint(Dockerrun.LOG_VOLUME_PREFIX + ONLY_CONTAINER, folder, false)));
        if (dockerrun.image().isEmpty()) {
            losses.add(
                    origin.ofField(""),
                    "The file names no image: the Dockerfile of the bundle is built. '" + ONLY_CONTAINER
                            + "' stands in the place of the image.",
                    "Build and push it, and name it by its digest.");
        }
        boolean fixed = dockerrun.image().flatMap(Dockerrun.Image::update).equals(Optional.of(false));
        if (fixed) {
            losses.add(
                    origin.ofField("Image"),
                    "'Update' is false; other forms have no word for it.",
                    "Name the image by its digest.");
        }
        var container = new ContainerDefinition(
                ONLY_CONTAINER,
                dockerrun.image().map(Dockerrun.Image::name).orElse(ONLY_CONTAINER),
                Resources.NONE,
                new ProcessSettings(
                        Words.split(dockerrun.entrypoint()),
                        Words.split(dockerrun.command()),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false),
                Map.of(),
                List.of(),
                Map.of(),
                ports(dockerrun.ports()),
                mounts,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(true),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return new ContainerGroup("app", List.of(container), volumes, dockerrun.authentication(), Map.of(), origin);
    }

    private static List<PortMapping> ports(List<Dockerrun.Port> ports) {
        List<PortMapping> mappings = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            OptionalInt host = i == 0 && ports.get(i).hostPort().isEmpty()
                    ? OptionalInt.of(80)
                    : ports.get(i).hostPort();
            mappings.add(new PortMapping(ports.get(i).containerPort(), host, "tcp", Map.of()));
        }
        return mappings;
    }

    private record EcsOrigin(Places places, String file) implements ContainerGroup.Origin {

        @Override
        public SourceSpan ofContainer(int index, String field) {
            return places.at("/containerDefinitions/" + index + "/" + field).orElseGet(() -> SourceSpan.ofFile(file));
        }

        @Override
        public SourceSpan ofField(String field) {
            return places.at("/" + field).orElseGet(() -> SourceSpan.ofFile(file));
        }
    }

    private record SingleOrigin(Places places, String file) implements ContainerGroup.Origin {

        private static final Map<String, String> NAMES = Map.of(
                "authentication",
                "Authentication",
                "image",
                "Image",
                "portMappings",
                "Ports",
                "mountPoints",
                "Volumes",
                "command",
                "Command",
                "entryPoint",
                "Entrypoint");

        @Override
        public SourceSpan ofContainer(int index, String field) {
            return ofField(NAMES.getOrDefault(field, ""));
        }

        @Override
        public SourceSpan ofField(String field) {
            return places.at("/" + NAMES.getOrDefault(field, field)).orElseGet(() -> SourceSpan.ofFile(file));
        }
    }
}
