package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Merges documents of long forms (Compose specification, 13-merge): mappings by their names, lists one behind the other with
 * what is unique counted once, anything else by the later one; {@code !reset} takes away and {@code !override} takes the place.
 */
final class Merge {

    /** Lists of text in which each name counts once: what stands before an equals sign is the name. */
    private static final Set<String> UNIQUE_TEXTS = Set.of(
            "cap_add",
            "cap_drop",
            "dns",
            "dns_opt",
            "dns_search",
            "expose",
            "links",
            "profiles",
            "tmpfs",
            "tags",
            "aliases",
            "extra_hosts");

    private Merge() {}

    static Mapping merge(Mapping base, Mapping over) {
        return mappings(base, over, "");
    }

    private static Mapping mappings(Mapping base, Mapping over, String name) {
        if (name.equals("logging") && otherDriver(base, over)) {
            return over;
        }
        Mapping merged = base;
        for (Entry entry : over.entries()) {
            Optional<SourceNode> earlier = base.get(entry.name());
            if (Nodes.isMarked(entry.value(), Nodes.RESET)) {
                merged = Nodes.without(merged, entry.name());
            } else {
                SourceNode value =
                        earlier.isEmpty() ? entry.value() : value(earlier.get(), entry.value(), entry.name());
                merged = Nodes.with(merged, entry.name(), value);
            }
        }
        return merged;
    }

    private static boolean otherDriver(Mapping base, Mapping over) {
        Optional<String> left = Nodes.childText(base, "driver");
        Optional<String> right = Nodes.childText(over, "driver");
        return left.isPresent() && right.isPresent() && !left.equals(right);
    }

    private static SourceNode value(SourceNode base, SourceNode over, String name) {
        boolean whole = name.equals("command") || name.equals("entrypoint") || name.equals("test");
        if (Nodes.isMarked(over, Nodes.OVERRIDE) || whole) {
            return over;
        }
        if (over.isNull()) {
            return base;
        }
        if (base instanceof Mapping left && over instanceof Mapping right) {
            return mappings(left, right, name);
        }
        if (base instanceof Sequence left && over instanceof Sequence right) {
            List<SourceNode> items = new ArrayList<>(left.items());
            items.addAll(right.items());
            return new Sequence(right.span(), items);
        }
        return over;
    }

    /** Takes the marks away, and what is named twice in a list that names things once. */
    static SourceNode settled(SourceNode node, String name) {
        if (Nodes.isMarked(node, Nodes.OVERRIDE) && node instanceof Mapping marked) {
            return settled(marked.entries().getFirst().value(), name);
        }
        return switch (node) {
            case Mapping mapping ->
                new Mapping(
                        mapping.span(),
                        mapping.entries().stream()
                                .filter(entry -> !Nodes.isMarked(entry.value(), Nodes.RESET))
                                .map(entry -> new Entry(entry.key(), settled(entry.value(), entry.name())))
                                .toList());
            case Sequence sequence -> unique(sequence, name);
            case Scalar scalar -> scalar;
        };
    }

    private static SourceNode unique(Sequence sequence, String name) {
        Map<String, SourceNode> seen = new LinkedHashMap<>();
        int number = 0;
        for (SourceNode item : sequence.items()) {
            if (!Nodes.isMarked(item, Nodes.RESET)) {
                seen.put(key(item, name).orElse("\0" + number++), settled(item, ""));
            }
        }
        return new Sequence(sequence.span(), List.copyOf(seen.values()));
    }

    /** What makes an element the same as another; empty when all of them count. */
    private static Optional<String> key(SourceNode item, String name) {
        return switch (name) {
            case "ports" ->
                Optional.of(Nodes.childText(item, "host_ip").orElse("") + ":"
                        + Nodes.childText(item, "published").orElse("") + ":"
                        + Nodes.childText(item, "target").orElse("") + "/"
                        + Nodes.childText(item, "protocol").orElse("tcp"));
            case "volumes", "devices" -> Nodes.childText(item, "target");
            case "env_file" -> Nodes.childText(item, "path");
            case "secrets", "configs" ->
                Nodes.childText(item, "target")
                        .or(() -> Nodes.childText(item, "source").map(source -> "/" + source));
            default ->
                UNIQUE_TEXTS.contains(name) && item instanceof Scalar scalar
                        ? Optional.of(
                                name.equals("extra_hosts")
                                        ? scalar.text()
                                        : scalar.text().split("=", 2)[0])
                        : Optional.empty();
        };
    }
}
