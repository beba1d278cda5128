package dev.penstock.compose;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Volumes of services, {@code [SOURCE:]TARGET[:MODE]} and the long form, and secrets and configs (Compose specification,
 * 05-services). Relative sources are made to start at the project's folder.
 */
final class MountForms {

    private static final Set<String> FIELDS =
            Set.of("type", "source", "target", "read_only", "bind", "volume", "tmpfs", "image", "consistency");
    private static final Set<String> PROPAGATIONS =
            Set.of("rprivate", "private", "rshared", "shared", "rslave", "slave");

    private final Problems problems;
    private final LongForms forms;
    private final Paths paths;

    MountForms(Problems problems, LongForms forms, Paths paths) {
        this.problems = problems;
        this.forms = forms;
        this.paths = paths;
    }

    List<SourceNode> volumes(SourceNode node, String path) {
        return forms.shortOrLong(node, path, "a volume", this::longForm, this::shortForm);
    }

    private SourceNode longForm(Mapping mapping, String path) {
        SourceNode mount = forms.fields(mapping, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return FIELDS;
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return switch (name) {
                    case "read_only" -> forms.bool(value, at);
                    case "target" ->
                        forms.text(value, at) instanceof Scalar target
                                ? Nodes.text(target.span(), Paths.inContainer(target.text()))
                                : value;
                    case "tmpfs" -> temporary(value, at);
                    case "bind", "volume", "image" -> value;
                    default -> forms.text(value, at);
                };
            }
        });
        for (String name : List.of("type", "target")) {
            boolean missing = Nodes.child(mount, name).isEmpty() && (name.equals("type") || !(mount instanceof Scalar));
            if (missing) {
                problems.report(
                        ProblemType.COMPOSE_FIELD_MISSING,
                        mapping.span(),
                        path + "/" + name,
                        "'" + name + "' is missing here.");
            }
        }
        boolean bind = Nodes.childText(mount, "type").orElse("").equals("bind");
        if (bind && Nodes.childText(mount, "source").isEmpty()) {
            forms.missing(mapping, path, "source", "Name the folder.");
        }
        if (bind
                && mount instanceof Mapping fields
                && Nodes.child(fields, "source").orElse(fields) instanceof Scalar source) {
            return Nodes.with(fields, "source", Nodes.text(source.span(), paths.resolve(source.text())));
        }
        return mount;
    }

    private SourceNode temporary(SourceNode node, String path) {
        return forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return Set.of("size", "mode");
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return name.equals("size") ? forms.bytes(value, at) : forms.number(value, at);
            }
        });
    }

    private List<SourceNode> shortForm(Scalar written, String path) {
        if (!(forms.text(written, path) instanceof Scalar scalar) || scalar.isNull()) {
            return List.of();
        }
        List<String> parts = split(scalar.text());
        if (parts.size() > 3 || parts.stream().anyMatch(String::isEmpty)) {
            problems.report(
                    ProblemType.COMPOSE_VOLUME,
                    scalar.span(),
                    path,
                    "'" + scalar.text() + "' is not a volume.",
                    "Write NAME:/path/in/container or ./folder:/path/in/container, with :ro behind it for read-only.");
            return List.of();
        }
        String source = parts.size() == 1 ? "" : parts.getFirst();
        String target = parts.size() == 1 ? parts.getFirst() : parts.get(1);
        boolean bind = !source.isEmpty() && (".~/\\".indexOf(source.charAt(0)) >= 0 || source.matches("[A-Za-z]:.*"));
        List<Entry> entries = new ArrayList<>();
        entries.add(text("type", bind ? "bind" : "volume", scalar));
        if (!source.isEmpty()) {
            entries.add(text("source", bind ? paths.resolve(source) : source, scalar));
        }
        entries.add(text("target", Paths.inContainer(target), scalar));
        List<Entry> options = new ArrayList<>();
        for (String option : parts.size() == 3 ? List.of(parts.get(2).split(",", -1)) : List.<String>of()) {
            if (option.equals("ro")) {
                entries.add(Nodes.entry("read_only", Nodes.bool(scalar.span(), true)));
            } else if (option.equals("nocopy")) {
                options.add(Nodes.entry("nocopy", Nodes.bool(scalar.span(), true)));
            } else if (option.equals("z") || option.equals("Z")) {
                options.add(text("selinux", option, scalar));
            } else if (PROPAGATIONS.contains(option)) {
                options.add(text("propagation", option, scalar));
            }
        }
        if (bind) {
            options.add(Nodes.entry("create_host_path", Nodes.bool(scalar.span(), true)));
        }
        entries.add(Nodes.entry(bind ? "bind" : "volume", new Mapping(scalar.span(), options)));
        return List.of(new Mapping(scalar.span(), entries));
    }

    private static Entry text(String name, String value, Scalar place) {
        return Nodes.entry(name, Nodes.text(place.span(), value));
    }

    /** Splits at colons, except for that of a Windows drive. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean drive = i == start + 1
                    && Character.isLetter(text.charAt(start))
                    && i + 1 < text.length()
                    && "\\/".indexOf(text.charAt(i + 1)) >= 0
                    && text.length() > 2
                    && parts.isEmpty();
            if (text.charAt(i) == ':' && !drive) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** A secret or config of a service. */
    List<SourceNode> files(SourceNode node, String path, boolean secret) {
        if (node instanceof Scalar scalar && !scalar.isNull()) {
            List<Entry> entries = new ArrayList<>();
            entries.add(text("source", scalar.text(), scalar));
            if (secret) {
                entries.add(text("target", "/run/secrets/" + scalar.text(), scalar));
            }
            return List.of(new Mapping(scalar.span(), entries));
        }
        SourceNode file = forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return Set.of("source", "target", "uid", "gid", "mode");
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return name.equals("mode") ? mode(value, at) : forms.text(value, at);
            }
        });
        Optional<String> source = Nodes.childText(file, "source");
        return List.of(
                secret && source.isPresent() && file instanceof Mapping mapping
                        ? Nodes.withDefault(
                                mapping, "target", Nodes.text(mapping.span(), "/run/secrets/" + source.get()))
                        : file);
    }

    /** Permissions; as text they are octal (Compose specification, 05-services, "configs"). */
    private SourceNode mode(SourceNode node, String path) {
        boolean octal = node instanceof Scalar scalar
                && scalar.type() == ScalarType.STRING
                && scalar.text().matches("0?[0-7]{1,4}");
        return octal && node instanceof Scalar scalar
                ? Nodes.number(scalar.span(), Long.parseLong(scalar.text(), 8))
                : forms.number(node, path);
    }
}
