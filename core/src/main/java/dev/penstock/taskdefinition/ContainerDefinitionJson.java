package dev.penstock.taskdefinition;

import dev.penstock.taskdefinition.ContainerDefinition.HealthCheck;
import dev.penstock.taskdefinition.ContainerDefinition.LogConfiguration;
import dev.penstock.taskdefinition.ContainerDefinition.PortMapping;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Container definitions and volumes as JSON, as {@link ContainerDefinitionReader} reads them; what is unsaid is left out. */
public final class ContainerDefinitionJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ContainerDefinitionJson() {}

    /** A container definition. */
    public static ObjectNode of(ContainerDefinition container) {
        ObjectNode json = NODES.objectNode();
        json.put("name", container.name()).put("image", container.image());
        container.hostname().ifPresent(name -> json.put("hostname", name));
        container.essential().ifPresent(essential -> json.put("essential", essential));
        number(json, "cpu", container.resources().cpu());
        number(json, "memory", container.resources().memory());
        number(json, "memoryReservation", container.resources().memoryReservation());
        array(
                json,
                "portMappings",
                container.portMappings().stream()
                        .map(ContainerDefinitionJson::port)
                        .toList());
        texts(json, "links", container.links());
        process(json, container);
        array(json, "environment", pairs(container.environment(), "value"));
        array(
                json,
                "environmentFiles",
                container.environmentFiles().stream()
                        .map(file -> NODES.objectNode().put("value", file).put("type", "s3"))
                        .toList());
        array(json, "secrets", pairs(container.secrets(), "valueFrom"));
        array(
                json,
                "mountPoints",
                container.mountPoints().stream()
                        .map(ContainerDefinitionJson::mount)
                        .toList());
        array(
                json,
                "volumesFrom",
                container.volumesFrom().stream()
                        .map(ContainerDefinitionJson::volumeFrom)
                        .toList());
        array(
                json,
                "dependsOn",
                container.dependsOn().stream()
                        .map(dependency -> NODES.objectNode()
                                .put("containerName", dependency.containerName())
                                .put("condition", dependency.condition().name()))
                        .toList());
        container.healthCheck().ifPresent(check -> json.set("healthCheck", healthCheck(check)));
        container.logConfiguration().ifPresent(log -> json.set("logConfiguration", log(log)));
        others(json, container.others());
        return json;
    }

    /** A volume. */
    public static ObjectNode of(TaskVolume volume) {
        ObjectNode json = NODES.objectNode().put("name", volume.name());
        volume.sourcePath().ifPresent(path -> json.putObject("host").put("sourcePath", path));
        others(json, volume.others());
        return json;
    }

    private static void process(ObjectNode json, ContainerDefinition container) {
        texts(json, "entryPoint", container.process().entryPoint());
        texts(json, "command", container.process().command());
        container.process().workingDirectory().ifPresent(folder -> json.put("workingDirectory", folder));
        container.process().user().ifPresent(user -> json.put("user", user));
        if (container.process().privileged()) {
            json.put("privileged", true);
        }
        if (container.process().readonlyRootFilesystem()) {
            json.put("readonlyRootFilesystem", true);
        }
    }

    private static ObjectNode port(PortMapping mapping) {
        ObjectNode json = NODES.objectNode();
        if (mapping.containerPort() > 0) {
            json.put("containerPort", mapping.containerPort());
        }
        number(json, "hostPort", mapping.hostPort());
        if (!mapping.protocol().equals("tcp")) {
            json.put("protocol", mapping.protocol());
        }
        others(json, mapping.others());
        return json;
    }

    private static ObjectNode mount(ContainerDefinition.MountPoint mount) {
        ObjectNode json = NODES.objectNode()
                .put("sourceVolume", mount.sourceVolume())
                .put("containerPath", mount.containerPath());
        return mount.readOnly() ? json.put("readOnly", true) : json;
    }

    private static ObjectNode volumeFrom(ContainerDefinition.VolumeFrom from) {
        ObjectNode json = NODES.objectNode().put("sourceContainer", from.sourceContainer());
        return from.readOnly() ? json.put("readOnly", true) : json;
    }

    private static ObjectNode healthCheck(HealthCheck check) {
        ObjectNode json = NODES.objectNode();
        texts(json, "command", check.command());
        number(json, "interval", check.interval());
        number(json, "timeout", check.timeout());
        number(json, "retries", check.retries());
        number(json, "startPeriod", check.startPeriod());
        return json;
    }

    private static ObjectNode log(LogConfiguration log) {
        ObjectNode json = NODES.objectNode().put("logDriver", log.logDriver());
        if (!log.options().isEmpty()) {
            ObjectNode options = json.putObject("options");
            log.options().forEach(options::put);
        }
        array(json, "secretOptions", pairs(log.secretOptions(), "valueFrom"));
        return json;
    }

    private static List<ObjectNode> pairs(Map<String, String> values, String field) {
        return values.entrySet().stream()
                .map(entry -> NODES.objectNode().put("name", entry.getKey()).put(field, entry.getValue()))
                .toList();
    }

    private static void number(ObjectNode json, String name, OptionalInt number) {
        number.ifPresent(present -> json.put(name, present));
    }

    private static void texts(ObjectNode json, String name, List<String> texts) {
        array(json, name, texts.stream().map(NODES::stringNode).toList());
    }

    private static void array(ObjectNode json, String name, List<? extends JsonNode> items) {
        if (!items.isEmpty()) {
            ArrayNode array = json.putArray(name);
            items.forEach(array::add);
        }
    }

    private static void others(ObjectNode json, Map<String, String> others) {
        others.forEach((name, text) -> json.set(name, MAPPER.readTree(text)));
    }
}
