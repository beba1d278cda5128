package dev.penstock.convert;

import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.taskdefinition.ContainerDefinition;
import dev.penstock.taskdefinition.ContainerDefinition.MountPoint;
import dev.penstock.taskdefinition.ContainerDefinitionJson;
import dev.penstock.taskdefinition.TaskVolume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes containers as a Dockerrun or a task definition. */
final class ToEcs {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String LOGS_OF_ECS_PLATFORM = "/var/log/containers/";

    /** MiB, as in the examples of the Elastic Beanstalk Developer Guide. */
    private static final int MEMORY_WHERE_NONE_IS_SAID = 128;

    private final ContainerGroup group;
    private final Losses losses;

    ToEcs(ContainerGroup group, Losses losses) {
        this.group = group;
        this.losses = losses;
    }

    ObjectNode dockerrunV2() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("AWSEBDockerrunVersion", 2);
        volumes(root, group.volumes());
        containers(root, false);
        Optional.ofNullable(group.task().get("executionRoleArn"))
                .ifPresent(role -> root.set("executionRoleArn", MAPPER.readTree(role)));
        group.authentication()
                .ifPresent(where -> root.putObject("authentication")
                        .put("bucket", where.bucket())
                        .put("key", where.key()));
        group.task().keySet().stream()
                .filter(field -> !field.equals("executionRoleArn"))
                .sorted()
                .forEach(field -> losses.add(
                        group.origin().ofField(field),
                        "'" + field
                                + "' of the task is not carried over: Elastic Beanstalk decides it for all containers of the"
                                + " instance."));
        return root;
    }

    ObjectNode taskDefinition() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("family", group.name());
        root.put("networkMode", "bridge");
        root.putArray("requiresCompatibilities").add("EC2");
        group.task().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(field -> root.set(field.getKey(), MAPPER.readTree(field.getValue())));
        Stream<TaskVolume> logs = group.containers().stream()
                .flatMap(container -> container.mountPoints().stream())
                .map(MountPoint::sourceVolume)
                .filter(name -> name.startsWith(Dockerrun.LOG_VOLUME_PREFIX))
                .distinct()
                .filter(name -> group.volumes().stream()
                        .noneMatch(volume -> volume.name().equals(name)))
                .map(name -> new TaskVolume(
                        name,
                        Optional.of(LOGS_OF_ECS_PLATFORM + name.substring(Dockerrun.LOG_VOLUME_PREFIX.length())),
                        Map.of()));
        volumes(root, Stream.concat(group.volumes().stream(), logs).toList());
        containers(root, root.has("memory"));
        bundleFolders();
        group.authentication()
                .ifPresent(
                        where -> losses.add(
                                group.origin().ofField("authentication"),
                                "The registry's credentials in s3://" + where.bucket() + "/" + where.key()
                                        + " are not carried over.",
                                "Put them into Secrets Manager, and name the secret in 'repositoryCredentials' of the containers."));
        return root;
    }

    private void bundleFolders() {
        for (TaskVolume volume : group.volumes()) {
            boolean bundle = volume.sourcePath()
                    .filter(path -> path.startsWith(ContainerGroup.BUNDLE_FOLDER))
                    .isPresent();
            if (bundle) {
                losses.add(
                        group.origin().ofField("volumes"),
                        "The volume '" + volume.name() + "' is a folder of the bundle, "
                                + volume.sourcePath().orElse("") + ", which is on instances of Elastic Beanstalk only.",
                        "Put its files into the image.");
            }
        }
    }

    private static void volumes(ObjectNode root, List<TaskVolume> volumes) {
        if (!volumes.isEmpty()) {
            ArrayNode array = root.putArray("volumes");
            volumes.forEach(volume -> array.add(ContainerDefinitionJson.of(volume)));
        }
    }

    /** Containers that can be registered: each needs memory unless the task has it, and one of them must be essential. */
    private void containers(ObjectNode root, boolean taskHasMemory) {
        ArrayNode array = root.putArray("containerDefinitions");
        boolean noneIsEssential = group.containers().stream().noneMatch(ContainerDefinition::isEssential);
        for (int i = 0; i < group.containers().size(); i++) {
            ContainerDefinition container = group.containers().get(i);
            ObjectNode json = ContainerDefinitionJson.of(container);
            boolean noMemory = container.resources().memory().isEmpty()
                    && container.resources().memoryReservation().isEmpty();
            if (noMemory && !taskHasMemory) {
                json.put("memoryReservation", MEMORY_WHERE_NONE_IS_SAID);
                losses.add(
                        group.origin().ofContainer(i, "memory"),
                        "Nothing says how much memory '" + container.name() + "' needs, and ECS wants to know: "
                                + MEMORY_WHERE_NONE_IS_SAID + " MiB are reserved for it.",
                        "Correct 'memoryReservation', or write 'memory' for a hard limit.");
            }
            if (noneIsEssential && i == 0) {
                json.put("essential", true);
                losses.add(
                        group.origin().ofContainer(i, "essential"),
                        "No container is essential, and ECS wants one: '" + container.name() + "' is now.",
                        "Make essential the one without which the application is down.");
            }
            array.add(json);
        }
    }

    /** Empty when there are several containers, of which version 1 can say one only. */
    Optional<ObjectNode> dockerrunV1() {
        if (group.containers().size() != 1) {
            return Optional.empty();
        }
        ContainerDefinition container = group.containers().getFirst();
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("AWSEBDockerrunVersion", "1");
        root.putObject("Image").put("Name", container.image()).put("Update", "true");
        ArrayNode ports = root.putArray("Ports");
        for (int i = 0; i < container.portMappings().size(); i++) {
            var mapping = container.portMappings().get(i);
            ObjectNode port = ports.addObject().put("ContainerPort", Integer.toString(mapping.containerPort()));
            boolean standard = i == 0 && mapping.hostPort().orElse(80) == 80;
            if (!standard && mapping.hostPort().orElse(0) > 0) {
                port.put("HostPort", Integer.toString(mapping.hostPort().getAsInt()));
            }
            if (!mapping.protocol().equals("tcp") || !mapping.others().isEmpty()) {
                losses.add(
                        group.origin().ofContainer(0, "portMappings"),
                        "Of the port " + mapping.containerPort() + ", version 1 says the number only.");
            }
        }
        mounts(root, container);
        Words.join(container.process().entryPoint()).ifPresent(line -> root.put("Entrypoint", line));
        Words.join(container.process().command()).ifPresent(line -> root.put("Command", line));
        group.authentication()
                .ifPresent(where -> root.putObject("Authentication")
                        .put("Bucket", where.bucket())
                        .put("Key", where.key()));
        if (!container.isEssential()) {
            losses.add(
                    group.origin().ofContainer(0, "essential"),
                    "That '" + container.name() + "' may end is not carried over: version 1 starts it again.");
        }
        told(ContainerDefinitionJson.of(container), container);
        return Optional.of(root);
    }

    private void mounts(ObjectNode root, ContainerDefinition container) {
        ArrayNode volumes = JsonNodeFactory.instance.arrayNode();
        for (MountPoint mount : container.mountPoints()) {
            if (mount.sourceVolume().startsWith(Dockerrun.LOG_VOLUME_PREFIX)) {
                root.put("Logging", mount.containerPath());
                continue;
            }
            ObjectNode volume = volumes.addObject();
            group.volumes().stream()
                    .filter(each -> each.name().equals(mount.sourceVolume()))
                    .findFirst()
                    .flatMap(TaskVolume::sourcePath)
                    .ifPresent(path -> volume.put("HostDirectory", path));
            volume.put("ContainerDirectory", mount.containerPath());
            if (mount.readOnly()) {
                losses.add(
                        group.origin().ofContainer(0, "mountPoints"),
                        "That " + mount.containerPath() + " is read-only is not carried over.");
            }
        }
        if (!volumes.isEmpty()) {
            root.set("Volumes", volumes);
        }
    }

    private void told(ObjectNode json, ContainerDefinition container) {
        Set<String> said = Set.of("name", "image", "portMappings", "mountPoints", "entryPoint", "command", "essential");
        for (String field : json.propertyNames()) {
            if (!said.contains(field)) {
                losses.add(
                        group.origin().ofContainer(0, field),
                        "'" + field + "' of '" + container.name()
                                + "' is not carried over: version 1 has no such field.",
                        field.equals("environment")
                                ? "Set the variables as properties of the environment."
                                : "Do without it, or use Compose.");
            }
        }
        group.task().keySet().stream()
                .sorted()
                .forEach(field ->
                        losses.add(group.origin().ofField(field), "'" + field + "' of the task is not carried over."));
    }
}
