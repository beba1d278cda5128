package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.cloudformation.types.PropertyType.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the lines of one type; {@code simulator/src/data/cloudformation/README.md} describes them. */
final class SchemaReader {

    private static final String TAGS = "tags=";
    private static final String PATTERN = "pattern=";

    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, Map<String, PropertyShape>> structures = new HashMap<>();
    private final Map<String, Limits> limits = new HashMap<>();

    private SchemaReader() {}

    static RegistrySchema read(String type, String text) {
        SchemaReader reader = new SchemaReader();
        text.lines().skip(1).filter(line -> line.startsWith("l ")).forEach(reader::limit);
        text.lines().skip(1).filter(line -> !line.startsWith("l ")).forEach(reader::line);
        return reader.schema(type);
    }

    private void line(String line) {
        int space = line.indexOf(' ');
        String mark = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1);
        if (mark.equals("p")) {
            structures.put("", members("", rest));
        } else if (mark.startsWith(":")) {
            structures.put(mark.substring(1), members(mark.substring(1), rest));
        } else {
            lists.put(mark, List.of(rest.split(" ", -1)));
        }
    }

    /** {@code l STRUCTURE PROPERTY minLength=1 pattern=…}: a pattern may have spaces, and is the last. */
    private void limit(String line) {
        String[] parts = line.split(" ", 4);
        String words = " " + parts[3];
        int pattern = words.indexOf(" " + PATTERN);
        String before = pattern < 0 ? words : words.substring(0, pattern);
        limits.put(
                parts[1] + " " + parts[2],
                new Limits(
                        bounds(before, "minLength", "maxLength"),
                        bounds(before, "minimum", "maximum"),
                        bounds(before, "minItems", "maxItems"),
                        before.contains(" uniqueItems"),
                        pattern < 0 ? Optional.empty() : pattern(words.substring(pattern + 1 + PATTERN.length()))));
    }

    private static Limits.Bounds bounds(String words, String least, String most) {
        return new Limits.Bounds(bound(words, least), bound(words, most));
    }

    /** A bound beyond the numbers that are compared here bounds nothing. */
    private static OptionalInt bound(String words, String name) {
        int at = words.indexOf(" " + name + "=");
        if (at < 0) {
            return OptionalInt.empty();
        }
        String value = words.substring(at + name.length() + 2).split(" ", 2)[0];
        long number = Long.parseLong(value);
        return number == (int) number ? OptionalInt.of((int) number) : OptionalInt.empty();
    }

    /** Patterns are JavaScript's; the few that mean nothing in Java are left out. */
    private static Optional<Pattern> pattern(String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private RegistrySchema schema(String type) {
        List<String> flags = list("f");
        Map<String, UpdateBehaviour> updates = new HashMap<>();
        list("I").forEach(path -> updates.put(path, UpdateBehaviour.SOME_INTERRUPTIONS));
        list("C").forEach(path -> updates.put(path, UpdateBehaviour.CONDITIONAL));
        list("R").forEach(path -> updates.put(path, UpdateBehaviour.REPLACEMENT));
        return new RegistrySchema(
                type,
                Map.copyOf(structures),
                Map.copyOf(updates),
                set("a"),
                set("o"),
                set("w"),
                list("i"),
                list("n").stream().findFirst(),
                Set.copyOf(flags),
                tagProperty(flags));
    }

    private static Optional<String> tagProperty(List<String> flags) {
        return flags.stream()
                .filter(flag -> flag.startsWith(TAGS))
                .map(flag -> flag.substring(TAGS.length()))
                .findFirst();
    }

    private List<String> list(String mark) {
        return lists.getOrDefault(mark, List.of());
    }

    private Set<String> set(String mark) {
        return new LinkedHashSet<>(list(mark));
    }

    private Map<String, PropertyShape> members(String structure, String text) {
        Map<String, PropertyShape> members = new LinkedHashMap<>();
        if (text.isEmpty()) {
            return members;
        }
        for (String member : text.split(",", -1)) {
            int space = member.indexOf(' ');
            String name = member.substring(0, space);
            boolean required = name.endsWith("!");
            String bare = required ? name.substring(0, name.length() - 1) : name;
            String place = structure + " " + bare;
            members.put(
                    bare,
                    new PropertyShape(
                            kind(member.substring(space + 1)),
                            required,
                            limits.getOrDefault(place, Limits.NONE),
                            limits.getOrDefault(place + "*", Limits.NONE)));
        }
        return members;
    }

    private static PropertyType kind(String text) {
        String rest = text.substring(1);
        return switch (text.charAt(0)) {
            case '[' -> new PropertyType.Listing(kind(rest), true);
            case '{' -> new PropertyType.Listing(kind(rest), false);
            case '%' -> new PropertyType.Mapping(kind(rest));
            case ':' -> new PropertyType.Named(rest);
            case 'j' -> new PropertyType.Json();
            case 'i' -> scalar(Kind.INTEGER, rest);
            case 'n' -> scalar(Kind.NUMBER, rest);
            case 'b' -> scalar(Kind.TRUTH, rest);
            default -> scalar(Kind.TEXT, rest);
        };
    }

    private static PropertyType scalar(Kind kind, String choices) {
        List<String> words = choices.isEmpty()
                ? List.of()
                : new ArrayList<>(Arrays.asList(choices.substring(1).split("\\|", -1)));
        return new PropertyType.Scalar(kind, Set.copyOf(words));
    }
}
