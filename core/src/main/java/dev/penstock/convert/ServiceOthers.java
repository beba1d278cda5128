package dev.penstock.convert;

import dev.penstock.compose.ComposeService;
import dev.penstock.problem.SourceSpan;
import dev.penstock.taskdefinition.ContainerDefinition.VolumeFrom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a service that have no component of their own: those that ECS has under another name, and the rest. */
final class ServiceOthers {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ComposeService service;
    private final Losses losses;
    private final BiFunction<String, String, SourceSpan> place;
    private final Map<String, JsonNode> left = new LinkedHashMap<>();

    ServiceOthers(ComposeService service, Losses losses, BiFunction<String, String, SourceSpan> place) {
        this.service = service;
        this.losses = losses;
        this.place = place;
        service.others().forEach((name, json) -> left.put(name, MAPPER.readTree(json)));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(left.remove(name)).map(JsonNode::asString);
    }

    boolean flag(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }

    OptionalInt number(String name) {
        return text(name).map(text -> OptionalInt.of(Integer.parseInt(text))).orElse(OptionalInt.empty());
    }

    List<VolumeFrom> volumesFrom() {
        List<VolumeFrom> from = new ArrayList<>();
        take("volumes_from").forEach(item -> {
            String text = item.asString();
            int colon = text.indexOf(':');
            String name = colon < 0 ? text : text.substring(0, colon);
            from.add(new VolumeFrom(name, text.endsWith(":ro")));
        });
        return from;
    }

    private ArrayNode take(String name) {
        return left.remove(name) instanceof ArrayNode array ? array : NODES.arrayNode();
    }

    /** Fields of the container definition, as JSON; what ECS has no field for is told as a loss. */
    Map<String, String> rest() {
        Map<String, String> rest = new LinkedHashMap<>();
        copy("labels", "dockerLabels", rest);
        copy("dns", "dnsServers", rest);
        copy("dns_search", "dnsSearchDomains", rest);
        copy("security_opt", "dockerSecurityOptions", rest);
        copy("stdin_open", "interactive", rest);
        copy("tty", "pseudoTerminal", rest);
        put(rest, "extraHosts", extraHosts());
        put(rest, "systemControls", systemControls());
        put(rest, "ulimits", ulimits());
        text("stop_grace_period")
                .ifPresent(text -> seconds(text)
                        .ifPresentOrElse(
                                seconds -> rest.put("stopTimeout", Long.toString(seconds)),
                                () -> lost("stop_grace_period")));
        ObjectNode linux = linuxParameters();
        if (!linux.isEmpty()) {
            rest.put("linuxParameters", linux.toString());
        }
        boolean onlyResources = left.get("deploy") instanceof ObjectNode deploy
                && deploy.propertyNames().stream()
                        .allMatch(name -> name.equals("resources") || name.equals("replicas"));
        if (onlyResources) {
            left.remove("deploy");
        }
        left.keySet().stream().filter(name -> !name.startsWith("x-")).forEach(this::lost);
        return rest;
    }

    private void lost(String name) {
        losses.add(
                place.apply(service.name(), name),
                "'" + name + "' of '" + service.name()
                        + "' is not carried over: container definitions have no such field.");
    }

    private void copy(String name, String ecs, Map<String, String> rest) {
        Optional.ofNullable(left.remove(name)).ifPresent(node -> rest.put(ecs, node.toString()));
    }

    private static void put(Map<String, String> rest, String name, ArrayNode items) {
        if (!items.isEmpty()) {
            rest.put(name, items.toString());
        }
    }

    private ArrayNode extraHosts() {
        ArrayNode hosts = NODES.arrayNode();
        take("extra_hosts").forEach(item -> {
            String[] parts = item.asString().split("=", 2);
            hosts.addObject().put("hostname", parts[0]).put("ipAddress", parts[parts.length - 1]);
        });
        return hosts;
    }

    private ArrayNode systemControls() {
        ArrayNode controls = NODES.arrayNode();
        if (left.remove("sysctls") instanceof ObjectNode sysctls) {
            sysctls.properties()
                    .forEach(entry -> controls.addObject()
                            .put("namespace", entry.getKey())
                            .put("value", entry.getValue().asString()));
        }
        return controls;
    }

    private ArrayNode ulimits() {
        ArrayNode limits = NODES.arrayNode();
        if (left.remove("ulimits") instanceof ObjectNode ulimits) {
            ulimits.properties().forEach(entry -> {
                JsonNode limit = entry.getValue();
                long soft = limit.isObject() ? limit.path("soft").asLong() : limit.asLong();
                long hard = limit.isObject() ? limit.path("hard").asLong() : limit.asLong();
                limits.addObject()
                        .put("name", entry.getKey())
                        .put("softLimit", soft)
                        .put("hardLimit", hard);
            });
        }
        return limits;
    }

    private ObjectNode linuxParameters() {
        ObjectNode linux = NODES.objectNode();
        ArrayNode add = take("cap_add");
        ArrayNode drop = take("cap_drop");
        if (!add.isEmpty() || !drop.isEmpty()) {
            ObjectNode capabilities = linux.putObject("capabilities");
            if (!add.isEmpty()) {
                capabilities.set("add", add);
            }
            if (!drop.isEmpty()) {
                capabilities.set("drop", drop);
            }
        }
        if (flag("init")) {
            linux.put("initProcessEnabled", true);
        }
        text("shm_size")
                .ifPresent(bytes -> linux.put("sharedMemorySize", Math.ceilDiv(Long.parseLong(bytes), 1L << 20)));
        return linux;
    }

    /** Whole seconds of a duration such as {@code 1m30s}, from 0 to 120, which is what ECS takes. */
    private static Optional<Long> seconds(String text) {
        var parts = java.util.regex.Pattern.compile("(?:(\\d+)m)?(?:(\\d+)s)?").matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        long minutes = parts.group(1) == null ? 0 : Long.parseLong(parts.group(1));
        long seconds = minutes * 60 + (parts.group(2) == null ? 0 : Long.parseLong(parts.group(2)));
        return seconds <= 120 ? Optional.of(seconds) : Optional.empty();
    }
}
