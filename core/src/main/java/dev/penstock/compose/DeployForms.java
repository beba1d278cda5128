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
        return each(
                node,
                path,
                (group, at) -> each(group, at, (value, field) -> {
                    String name = field.substring(field.lastIndexOf('/') + 1);
                    return switch (name) {
                        case "memory" -> forms.bytes(value, field);
                        case "cpus", "pids" -> forms.number(value, field);
                        default -> value;
                    };
                }));
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
        return forms.texts(node, path);
    }
}
