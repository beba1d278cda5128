package dev.penstock.convert;

import dev.penstock.taskdefinition.ContainerDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the fields of a container definition that are kept as JSON as Compose has them, where it has them. */
final class ContainerOthers {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ObjectNode service;
    private final Consumer<String> lost;
    private final Map<String, JsonNode> left = new LinkedHashMap<>();

    ContainerOthers(ContainerDefinition container, ObjectNode service, Consumer<String> lost) {
        this.service = service;
        this.lost = lost;
        container.others().forEach((name, json) -> left.put(name, MAPPER.readTree(json)));
        left.values().removeIf(node -> node.isEmpty() && node.isContainer());
    }

    void write() {
        copy("dockerLabels", "labels");
        copy("dnsServers", "dns");
        copy("dnsSearchDomains", "dns_search");
        copy("dockerSecurityOptions", "security_opt");
        copy("interactive", "stdin_open");
        copy("pseudoTerminal", "tty");
        take("stopTimeout").ifPresent(seconds -> service.put("stop_grace_period", seconds.asString() + "s"));
        take("extraHosts").ifPresent(hosts -> {
            ArrayNode array = service.putArray("extra_hosts");
            hosts.forEach(host -> array.add(host.path("hostname").asString() + "="
                    + host.path("ipAddress").asString()));
        });
        take("systemControls").ifPresent(controls -> {
            ObjectNode sysctls = service.putObject("sysctls");
            controls.forEach(control -> sysctls.put(
                    control.path("namespace").asString(), control.path("value").asString()));
        });
        take("ulimits").ifPresent(limits -> {
            ObjectNode ulimits = service.putObject("ulimits");
            limits.forEach(limit -> ulimits.putObject(limit.path("name").asString())
                    .put("soft", limit.path("softLimit").asLong())
                    .put("hard", limit.path("hardLimit").asLong()));
        });
        take("linuxParameters").ifPresent(this::linuxParameters);
        left.keySet().forEach(lost);
    }

    private Optional<JsonNode> take(String name) {
        return Optional.ofNullable(left.remove(name));
    }

    private void copy(String name, String compose) {
        take(name).ifPresent(node -> service.set(compose, escaped(node)));
    }

    private static JsonNode escaped(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = MAPPER.createObjectNode();
                object.properties().forEach(entry -> copy.set(entry.getKey(), escaped(entry.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = MAPPER.createArrayNode();
                array.forEach(item -> copy.add(escaped(item)));
                yield copy;
            }
            default -> node.isString() ? MAPPER.getNodeFactory().stringNode(ToCompose.escaped(node.asString())) : node;
        };
    }

    private void linuxParameters(JsonNode linux) {
        for (Map.Entry<String, JsonNode> entry : linux.properties()) {
            JsonNode value = entry.getValue();
            switch (entry.getKey()) {
                case "initProcessEnabled" -> service.put("init", value.asBoolean());
                case "sharedMemorySize" -> service.put("shm_size", value.asString() + "m");
                case "capabilities" -> {
                    copyList(value, "add", "cap_add");
                    copyList(value, "drop", "cap_drop");
                }
                default -> lost.accept("linuxParameters");
            }
        }
    }

    private void copyList(JsonNode from, String name, String compose) {
        if (from.path(name) instanceof ArrayNode array && !array.isEmpty()) {
            service.set(compose, array);
        }
    }
}
