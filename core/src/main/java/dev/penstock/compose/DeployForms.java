package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import java.util.List;
import java.util.Set;

/** Writes out {@code deploy} and {@code healthcheck} (Compose specification, deploy and 05-services). */
final class DeployForms {

    private static final Set<String> DEPLOY = Set.of(
            "endpoint_mode",
            "labels",
            "mode",
            "placement",
            "replicas",
            "resources",
            "restart_policy",
            "rollback_config",
            "update_config");
    private static final Set<String> HEALTHCHECK =
            Set.of("disable", "interval", "retries", "start_interval", "start_period", "test", "timeout");
    private static final Set<String> LIMITS = Set.of("cpus", "memory", "pids");
    private static final Set<String> RESERVATIONS = Set.of("cpus", "devices", "generic_resources", "memory");
    private static final Set<String> BLOCK_DEVICES = Set.of(
            "device_read_bps", "device_read_iops", "device_write_bps", "device_write_iops", "weight", "weight_device");

    /** How {@code count: all} is said as a number. */
    private static final int ALL_DEVICES = -1;

    private static final Set<String> DURATIONS =
            Set.of("interval", "start_interval", "start_period", "timeout", "delay", "monitor", "window");

    private final LongForms forms;

    DeployForms(LongForms forms) {
        this.forms = forms;
    }

    SourceNode deploy(SourceNode node, String path) {
        return forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return DEPLOY;
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return switch (name) {
                    case "labels" -> forms.keyValues(value, at);
                    case "replicas" -> forms.number(value, at);
                    case "resources" -> resources(value, at);
                    case "restart_policy", "rollback_config", "update_config" -> durations(value, at);
                    default -> value;
                };
            }
        });
    }

    private SourceNode resources(SourceNode node, String path) {
        return forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return Set.of("limits", "reservations");
            }

            @Override
            public SourceNode form(String group, SourceNode value, String at) {
                return forms.fields(value, at, amounts(group.equals("limits") ? LIMITS : RESERVATIONS));
            }
        });
    }

    private LongForms.Attributes amounts(Set<String> names) {
        return new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return names;
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return switch (name) {
                    case "memory" -> forms.bytes(forms.text(value, at), at);
                    case "cpus", "pids" -> forms.number(value, at);
                    case "devices" -> forms.list(value, at, (device, path) -> List.of(device(device, path)));
                    default -> value;
                };
            }
        };
    }

    private SourceNode device(SourceNode node, String path) {
        SourceNode device = forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return Set.of("capabilities", "count", "device_ids", "driver", "options");
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return switch (name) {
                    case "capabilities", "device_ids" -> forms.texts(value, at);
                    case "count" ->
                        value instanceof Scalar all && all.text().equals("all")
                                ? Nodes.number(all.span(), ALL_DEVICES)
                                : forms.number(value, at);
                    case "options" -> forms.keyValues(value, at);
                    default -> forms.text(value, at);
                };
            }
        });
        if (Nodes.child(device, "count").isPresent()
                && Nodes.child(device, "device_ids").isPresent()) {
            forms.wrong(node, path, "one of 'count' and 'device_ids'");
        }
        return device;
    }

    /** Limits of block devices, whose rates are sizes. */
    SourceNode blockDevices(SourceNode node, String path) {
        return forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return BLOCK_DEVICES;
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return name.equals("weight")
                        ? forms.number(value, at)
                        : forms.list(value, at, (device, path) -> List.of(blockDevice(device, path)));
            }
        });
    }

    private SourceNode blockDevice(SourceNode node, String path) {
        return forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return Set.of("path", "rate", "weight");
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return switch (name) {
                    case "rate" -> forms.bytes(value, at);
                    case "weight" -> forms.number(value, at);
                    default -> forms.text(value, at);
                };
            }
        });
    }

    private SourceNode durations(SourceNode node, String path) {
        return each(node, path, (value, at) -> {
            String name = at.substring(at.lastIndexOf('/') + 1);
            boolean number =
                    name.equals("parallelism") || name.equals("max_attempts") || name.equals("max_failure_ratio");
            return DURATIONS.contains(name) ? forms.duration(value, at) : number ? forms.number(value, at) : value;
        });
    }

    private SourceNode each(
            SourceNode node, String path, java.util.function.BiFunction<SourceNode, String, SourceNode> form) {
        if (!(node instanceof Mapping)) {
            forms.wrong(node, path, "a mapping");
            return node;
        }
        return forms.named(node, path, Nodes::nothing, (value, at) -> value.isNull() ? value : form.apply(value, at));
    }

    SourceNode healthcheck(SourceNode node, String path) {
        return forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return HEALTHCHECK;
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return switch (name) {
                    case "test" -> test(value, at);
                    case "retries" -> forms.number(value, at);
                    case "disable" -> forms.bool(value, at);
                    default -> forms.duration(value, at);
                };
            }
        });
    }

    /** A line is meant for the container's shell. */
    private SourceNode test(SourceNode node, String path) {
        if (node instanceof Scalar scalar && !scalar.isNull()) {
            return new Sequence(
                    scalar.span(),
                    List.of(Nodes.text(scalar.span(), "CMD-SHELL"), Nodes.text(scalar.span(), scalar.text())));
        }
        SourceNode words = forms.texts(node, path);
        Nodes.items(words).stream()
                .findFirst()
                .filter(first -> first instanceof Scalar word
                        && !List.of("CMD", "CMD-SHELL", "NONE").contains(word.text()))
                .ifPresent(first -> forms.wrong(first, path + "/0", "CMD, CMD-SHELL or NONE"));
        return words;
    }
}
