package dev.penstock.simulator.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** Requests of the Query protocol: a form whose names are paths, like {@code Tags.member.1.Key}. */
public final class QueryShapes {

    private static final int DEEPEST = 32;

    private QueryShapes() {}

    /**
     * Fills a request's builder from a form.
     *
     * @throws ServiceError as AWS answers values of the wrong kind
     */
    public static void read(Map<String, String> form, SdkPojo builder) {
        read(form, builder, QueryNames.AS_MODELLED);
    }

    /**
     * The same for a service whose model is not the Query protocol's.
     *
     * @param names of its lists and maps
     */
    public static void read(Map<String, String> form, SdkPojo builder, QueryNames names) {
        Node root = new Node();
        form.forEach((name, value) -> root.put(name, value));
        try {
            read(root, builder, names);
        } catch (IllegalArgumentException | ClassCastException e) {
            throw ServiceError.client("MalformedInput", String.valueOf(e.getMessage()));
        }
    }

    private static final class Node {
        private @Nullable String value;
        private final Map<String, Node> children = new TreeMap<>();

        void put(String path, String text) {
            Node node = this;
            String[] steps = path.split("\\.", DEEPEST + 1);
            if (steps.length > DEEPEST) {
                throw ServiceError.client("MalformedInput", "the parameter " + path + " is nested too deeply");
            }
            for (String step : steps) {
                node = node.children.computeIfAbsent(step, s -> new Node());
            }
            node.value = text;
        }

        /** The children whose names are numbers, in their order. */
        List<Node> numbered() {
            Map<Integer, Node> ordered = new TreeMap<>();
            children.forEach((name, child) -> {
                if (name.matches("[1-9][0-9]{0,6}")) {
                    ordered.put(Integer.valueOf(name), child);
                }
            });
            return new ArrayList<>(ordered.values());
        }
    }

    private static void read(Node node, SdkPojo builder, QueryNames names) {
        for (Member member : Shape.of(builder).members()) {
            Optional<QueryNames.Flat> flat = names.of(member.name());
            Node child = node.children.get(flat.map(QueryNames.Flat::entry).orElse(member.name()));
            if (child != null) {
                Object value =
                        flat.isPresent() ? readFlat(child, member, flat.get(), names) : readValue(child, member, names);
                member.field().set(builder, value);
            }
        }
    }

    private static Object readFlat(Node node, Member member, QueryNames.Flat flat, QueryNames names) {
        return flat.key().isEmpty()
                ? readItems(node, member, names)
                : readEntries(node, member, flat.key(), QueryNames.Flat.VALUE, names);
    }

    private static Object readValue(Node node, Member member, QueryNames names) {
        return switch (member.kind()) {
            case STRUCTURE -> {
                SdkPojo builder = member.field().constructor().get();
                read(node, builder, names);
                yield Shape.build(builder);
            }
            case LIST -> readList(node, member, names);
            case MAP -> readMap(node, member, names);
            default -> Scalars.read(member, node.value == null ? "" : node.value);
        };
    }

    private static List<Object> readList(Node node, Member member, QueryNames names) {
        ListTrait trait = Objects.requireNonNull(member.list());
        Node parent = node;
        if (!trait.isFlattened()) {
            String name = trait.memberLocationName() == null ? "member" : trait.memberLocationName();
            parent = node.children.getOrDefault(name, new Node());
        }
        return readItems(parent, member, names);
    }

    private static List<Object> readItems(Node parent, Member member, QueryNames names) {
        List<Object> values = new ArrayList<>();
        for (Node child : parent.numbered()) {
            values.add(readValue(child, member.element(), names));
        }
        return values;
    }

    private static Map<String, Object> readMap(Node node, Member member, QueryNames names) {
        MapTrait trait = Objects.requireNonNull(member.map());
        Node parent = trait.isFlattened() ? node : node.children.getOrDefault("entry", new Node());
        return readEntries(parent, member, trait.keyLocationName(), trait.valueLocationName(), names);
    }

    private static Map<String, Object> readEntries(
            Node parent, Member member, String keyName, String valueName, QueryNames names) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Node entry : parent.numbered()) {
            Node key = entry.children.get(keyName);
            Node value = entry.children.get(valueName);
            if (key != null && key.value != null && value != null) {
                values.put(key.value, readValue(value, member.valueOfMap(), names));
            }
        }
        return values;
    }
}
