package dev.penstock.simulator.recordings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares a whole recorded response with ours: every member, those that only one of them has too. */
final class Comparison {

    private static final Set<String> MASKED_TIMES =
            Set.of("date", "datetime", "timestamp", "<datetime>", "<timestamp>", "<date>");

    /** What recorders put in place of some values, whatever the member's name. */
    private static final Set<String> MASKS = Set.of("owner-id", "id-2", "request-id", "dest-bucket");

    private final Placeholders placeholders;
    private final Map<String, String> sorted;
    private final List<String> differences = new ArrayList<>();

    /**
     * @param placeholders what is known of the test's masked values; learns
     * @param sorted lists, by member name, whose items have no order, and the member of the items to sort by
     */
    Comparison(Placeholders placeholders, Map<String, String> sorted) {
        this.placeholders = placeholders;
        this.sorted = sorted;
    }

    /** The differences, each with the JSON path where it is; empty when the responses agree. */
    List<String> differences(Tree recorded, Tree ours) {
        Tree arranged = arranged("", ours);
        learn(recorded, arranged);
        compare("$", recorded, arranged);
        return List.copyOf(differences);
    }

    private Tree arranged(String name, Tree tree) {
        return switch (tree) {
            case Tree.Structure(var members) -> {
                Map<String, Tree> all = new LinkedHashMap<>();
                members.forEach((member, value) -> all.put(member, arranged(member, value)));
                yield new Tree.Structure(all);
            }
            case Tree.Sequence(var items) -> {
                List<Tree> all = new ArrayList<>();
                items.forEach(item -> all.add(arranged("", item)));
                String by = sorted.get(name);
                if (by != null) {
                    all.sort(Comparator.comparing(item -> key(item, by)));
                }
                yield new Tree.Sequence(all);
            }
            case Tree.Text t -> t;
            case Tree.Number n -> n;
            case Tree.Truth t -> t;
            case Tree.Time t -> t;
            case Tree.Nothing n -> n;
        };
    }

    private static String key(Tree item, String by) {
        return item instanceof Tree.Structure structure
                ? structure.member(by).map(Comparison::text).orElse("")
                : text(item);
    }

    private static String text(Tree tree) {
        return tree instanceof Tree.Text(String value) ? value : tree.toString();
    }

    /** First the places that hold a masked value and nothing else: what they say is sure. */
    private void learn(Tree recorded, Tree ours) {
        switch (recorded) {
            case Tree.Structure structure
            when expanded(recorded, ours) instanceof Tree.Structure other ->
                structure.members().forEach((name, value) -> other.member(name).ifPresent(o -> learn(value, o)));
            case Tree.Sequence(var items)
            when expanded(recorded, ours) instanceof Tree.Sequence(var others) -> {
                for (int i = 0; i < Math.min(items.size(), others.size()); i++) {
                    learn(items.get(i), others.get(i));
                }
            }
            case Tree.Text(String text)
            when ours instanceof Tree.Text(String value) && Placeholders.isPlaceholder(text) ->
                placeholders.learn(text, value);
            default -> {}
        }
    }

    private void compare(String path, Tree recorded, Tree ours) {
        switch (recorded) {
            case Tree.Structure structure
            when expanded(recorded, ours) instanceof Tree.Structure other -> compareMembers(path, structure, other);
            case Tree.Sequence(var items)
            when expanded(recorded, ours) instanceof Tree.Sequence(var others) -> {
                if (items.size() != others.size()) {
                    differ(path, items.size() + " items recorded, ours has " + others.size());
                }
                for (int i = 0; i < Math.min(items.size(), others.size()); i++) {
                    compare(path + "[" + i + "]", items.get(i), others.get(i));
                }
            }
            case Tree.Text(String text) -> compareText(path, text, ours);
            case Tree.Number(var number) -> {
                if (!(ours instanceof Tree.Number(var other)) || number.compareTo(other) != 0) {
                    differ(path, recorded, ours);
                }
            }
            case Tree.Nothing() when ours instanceof Tree.Text(String text) && text.isEmpty() -> {}
            default -> {
                if (!recorded.equals(ours)) {
                    differ(path, recorded, ours);
                }
            }
        }
    }

    private void compareMembers(String path, Tree.Structure recorded, Tree.Structure ours) {
        boolean headers = path.endsWith(".HTTPHeaders") || path.endsWith(".Headers");
        boolean error = recorded.member("Error").isPresent() && path.equals("$");
        boolean lenient = headers || error || path.equals("$.Error") || path.equals("$.ResponseMetadata");
        Map<String, Tree> spoken = new LinkedHashMap<>();
        recorded.members().forEach((name, value) -> {
            String ourName = headers ? name.toLowerCase(Locale.ROOT) : placeholders.spoken(name);
            boolean masked = value instanceof Tree.Text(String text)
                    && (text.equals(mask(name)) || MASKS.contains(text) || placeholders.isByChance(name));
            spoken.put(ourName, masked ? ours.member(ourName).orElse(value) : value);
        });
        Set<String> names = new TreeSet<>(spoken.keySet());
        names.addAll(ours.members().keySet());
        for (String name : names) {
            Optional<Tree> theirs = Optional.ofNullable(spoken.get(name));
            Optional<Tree> own = ours.member(name);
            String at = path + "." + name;
            if (theirs.isPresent() && own.isPresent()) {
                compare(at, theirs.get(), own.get());
            } else if (theirs.isPresent() && !(theirs.get() instanceof Tree.Nothing)) {
                differ(at, "recorded " + shown(theirs.get()) + ", ours has none");
            } else if (own.isPresent() && !lenient && !(path.equals("$") && name.equals("ResponseMetadata"))) {
                differ(at, "ours is " + shown(own.get()) + ", none recorded");
            }
        }
    }

    /** What recorders put in place of values that they mask by the member's name: {@code host-id} for {@code HostId}. */
    private static String mask(String name) {
        return name.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private void compareText(String path, String recorded, Tree ours) {
        if (MASKED_TIMES.contains(recorded) && isTime(ours)) {
            return;
        }
        switch (ours) {
            case Tree.Text(String value) ->
                placeholders.mismatch(recorded, value).ifPresent(wrong -> differ(path, wrong));
            case Tree.Number(var value) ->
                placeholders.mismatch(recorded, value.toPlainString()).ifPresent(wrong -> differ(path, wrong));
            case Tree.Time(var value) -> {
                boolean masked = Placeholders.isPlaceholder(recorded);
                String spoken = recorded.replace(' ', 'T').replace("+00:00", "Z");
                if (!masked && !value.toString().equals(spoken)) {
                    differ(path, new Tree.Text(recorded), ours);
                }
            }
            default -> {
                if (!Placeholders.isPlaceholder(recorded)) {
                    differ(path, new Tree.Text(recorded), ours);
                }
            }
        }
    }

    private static boolean isTime(Tree ours) {
        return ours instanceof Tree.Time
                || ours instanceof Tree.Number
                || (ours instanceof Tree.Text(String text) && text.matches(".*[0-9].*"));
    }

    /** Ours, read as JSON when the recording has a structure where we have a text, as recorders do with documents. */
    private static Tree expanded(Tree recorded, Tree ours) {
        if (recorded instanceof Tree.Text || !(ours instanceof Tree.Text(String text))) {
            return ours;
        }
        String json = text.startsWith("%7B") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
        return Tree.parse(json).orElse(ours);
    }

    private void differ(String path, Tree recorded, Tree ours) {
        differ(path, "recorded " + shown(recorded) + ", ours " + shown(ours));
    }

    private void differ(String path, String what) {
        differences.add(path + ": " + what);
    }

    private static String shown(Tree tree) {
        return switch (tree) {
            case Tree.Structure(var members) -> "{" + String.join(", ", members.keySet()) + "}";
            case Tree.Sequence(var items) -> "a list of " + items.size();
            case Tree.Text(String value) -> Placeholders.quoted(value);
            case Tree.Number(var value) -> value.toPlainString();
            case Tree.Truth(boolean value) -> Boolean.toString(value);
            case Tree.Time(var value) -> value.toString();
            case Tree.Nothing() -> "null";
        };
    }
}
