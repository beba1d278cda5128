package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import java.util.List;
import java.util.Set;

/** Writes out {@code build} (Compose specification, build). */
final class BuildForms implements LongForms.Attributes {

    private static final Set<String> NAMES = Set.of(
            "additional_contexts",
            "args",
            "cache_from",
            "cache_to",
            "context",
            "dockerfile",
            "dockerfile_inline",
            "entitlements",
            "extra_hosts",
            "isolation",
            "labels",
            "network",
            "no_cache",
            "no_cache_filter",
            "platforms",
            "privileged",
            "provenance",
            "pull",
            "sbom",
            "secrets",
            "shm_size",
            "ssh",
            "tags",
            "target",
            "ulimits");

    private final LongForms forms;
    private final Paths paths;

    BuildForms(LongForms forms, Paths paths) {
        this.forms = forms;
        this.paths = paths;
    }

    SourceNode build(SourceNode node, String path) {
        SourceNode written = node instanceof Scalar scalar
                ? new Mapping(scalar.span(), List.of(Nodes.entry("context", scalar)))
                : node;
        return forms.fields(written, path, this);
    }

    @Override
    public Set<String> names() {
        return NAMES;
    }

    @Override
    public SourceNode form(String name, SourceNode value, String path) {
        return switch (name) {
            case "args", "labels" -> forms.keyValues(value, path);
            case "additional_contexts" -> additionalContexts(forms.keyValues(value, path));
            case "extra_hosts" -> forms.extraHosts(value, path);
            case "secrets" -> forms.list(value, path, BuildForms::secret);
            case "cache_from", "cache_to", "tags", "platforms", "entitlements" -> forms.texts(value, path);
            case "no_cache", "pull", "privileged" -> forms.bool(value, path);
            case "shm_size" -> forms.bytes(value, path);
            case "context" -> context(forms.text(value, path));
            case "dockerfile", "dockerfile_inline", "network", "target", "isolation" -> forms.text(value, path);
            default -> value;
        };
    }

    private SourceNode additionalContexts(SourceNode node) {
        return forms.named(node, "", Nodes::nothing, (value, at) -> {
            boolean other =
                    value instanceof Scalar scalar && scalar.text().matches("(docker-image|oci-layout|service):.*");
            return other ? value : context(value);
        });
    }

    private static List<SourceNode> secret(SourceNode node, String path) {
        return List.of(
                node instanceof Scalar scalar
                        ? new Mapping(scalar.span(), List.of(Nodes.entry("source", scalar)))
                        : node);
    }

    /** What is watched for changes (Compose specification, develop). */
    SourceNode develop(SourceNode node, String path) {
        return forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return Set.of("watch");
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return forms.list(value, at, (item, where) -> {
                    boolean relative = item instanceof Mapping
                            && Nodes.childText(item, "path").isPresent();
                    return List.of(
                            relative && item instanceof Mapping watch
                                    ? Nodes.with(
                                            watch,
                                            "path",
                                            context(watch.get("path").orElse(watch)))
                                    : item);
                });
            }
        });
    }

    /** A folder; Git repositories and archives elsewhere stay as they are. */
    private SourceNode context(SourceNode node) {
        if (node instanceof Scalar scalar && !scalar.isNull()) {
            String text = scalar.text();
            boolean elsewhere = text.contains("://") || text.startsWith("git@") || text.startsWith("github.com/");
            return elsewhere ? scalar : Nodes.text(scalar.span(), paths.resolve(text));
        }
        return node;
    }
}
