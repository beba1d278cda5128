package dev.penstock.convert;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what of a service's fields a container definition has no word for, although it has the field. */
final class ServiceDetails {

    /** MiB (ECS API, ContainerDefinition: "The Docker daemon reserves a minimum", of which ECS takes no less). */
    static final int LEAST_MEMORY = 4;

    private static final long MEBIBYTE = 1L << 20;

    private final String name;
    private final SourceNode service;
    private final Losses losses;

    ServiceDetails(Mapping document, String name, Losses losses) {
        this.name = name;
        this.service = child(child(document, "services"), name);
        this.losses = losses;
    }

    void tell() {
        present(
                service,
                "expose",
                "'expose' of '%s' is not carried over: containers reach every port of those linked.");
        present(service, "profiles", "The profiles of '%s' are not carried over: it always runs.");
        SourceNode health = child(service, "healthcheck");
        present(health, "start_interval", "'start_interval' of '%s' is not carried over: ECS has no such field.");
        for (Entry dependency : entries(child(service, "depends_on"))) {
            dependency(dependency);
        }
        for (Entry network : entries(child(service, "networks"))) {
            if (!entries(network.value()).isEmpty()) {
                lost(network.value(), "What '%s' is in the network '" + network.name() + "' is not carried over.");
            }
        }
        items(child(service, "ports")).forEach(this::port);
        items(child(service, "volumes")).forEach(this::mount);
        SourceNode resources = child(child(service, "deploy"), "resources");
        present(child(resources, "limits"), "pids", "The limit of processes of '%s' is not carried over.");
        for (String field : List.of("devices", "generic_resources")) {
            present(child(resources, "reservations"), field, "'" + field + "' of '%s' is not carried over.");
        }
        memory();
        text(service, "restart")
                .filter(word -> word.startsWith("on-failure") || word.equals("unless-stopped"))
                .ifPresent(word -> lost(
                        child(service, "restart"),
                        "'%s' restarts " + word + "; as an essential container it is started again by its service,"
                                + " whatever it ended with."));
    }

    private void dependency(Entry dependency) {
        if (text(dependency.value(), "restart").filter("true"::equals).isPresent()) {
            lost(dependency.value(), "That '%s' restarts with '" + dependency.name() + "' is not carried over.");
        }
        if (text(dependency.value(), "required").filter("false"::equals).isPresent()) {
            lost(dependency.value(), "That '%s' can do without '" + dependency.name() + "' is not carried over.");
        }
    }

    private void port(SourceNode port) {
        for (String field : List.of("name", "app_protocol")) {
            present(port, field, "'" + field + "' of a port of '%s' is not carried over.");
        }
        if (text(port, "mode").filter("host"::equals).isPresent()) {
            lost(port, "The mode of a port of '%s' is not carried over.");
        }
    }

    private void mount(SourceNode mount) {
        String type = text(mount, "type").orElse("");
        boolean more = entries(child(mount, type)).stream()
                .anyMatch(option -> !(option.name().equals("create_host_path")
                        && option.value() instanceof Scalar made
                        && made.text().equals("true")));
        boolean carried = Set.of("bind", "volume").contains(type);
        if (carried && (more || !child(mount, "consistency").isNull())) {
            lost(mount, "How '%s' mounts " + text(mount, "target").orElse("a volume") + " is not carried over.");
        }
    }

    /** ECS counts in MiB, of which a container has at least four. */
    private void memory() {
        SourceNode resources = child(child(service, "deploy"), "resources");
        rounded(service, "mem_limit");
        rounded(service, "mem_reservation");
        rounded(child(resources, "limits"), "memory");
        rounded(child(resources, "reservations"), "memory");
        rounded(service, "shm_size");
    }

    private void rounded(SourceNode node, String field) {
        Optional<Long> bytes =
                text(node, field).filter(text -> text.matches("[0-9]{1,18}")).map(Long::valueOf);
        boolean least = field.equals("shm_size") || bytes.orElse(0L) >= LEAST_MEMORY * MEBIBYTE;
        if (bytes.isPresent() && (bytes.get() % MEBIBYTE != 0 || !least)) {
            lost(
                    child(node, field),
                    "'" + field + "' of '%s' is " + bytes.get() + " bytes; ECS takes whole MiB, "
                            + (least ? "to which it is rounded up." : "at least " + LEAST_MEMORY + "."));
        }
    }

    private void present(SourceNode node, String field, String message) {
        SourceNode value = child(node, field);
        boolean empty = value instanceof Sequence list && list.items().isEmpty();
        if (!value.isNull() && !empty) {
            lost(value, message);
        }
    }

    private void lost(SourceNode place, String message) {
        losses.add(place.span(), message.replace("%s", name));
    }

    /** The value of a field; null as YAML has it when there is none. */
    private static SourceNode child(SourceNode node, String field) {
        SourceNode none = new Scalar(node.span(), ScalarType.NULL, "");
        return node instanceof Mapping mapping ? mapping.get(field).orElse(none) : none;
    }

    private static Optional<String> text(SourceNode node, String field) {
        return child(node, field) instanceof Scalar scalar && !scalar.isNull()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    private static List<Entry> entries(SourceNode node) {
        return node instanceof Mapping mapping ? mapping.entries() : List.of();
    }

    private static List<SourceNode> items(SourceNode node) {
        return node instanceof Sequence list ? list.items() : List.of();
    }
}
