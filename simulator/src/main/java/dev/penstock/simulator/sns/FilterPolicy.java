package dev.penstock.simulator.sns;

import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription wants to get. Source: SNS Developer Guide, "Amazon SNS subscription filter policies".
 *
 * @param rules what must hold for the members of these names
 * @param alternatives of each of these lists one must hold ({@code $or})
 */
record FilterPolicy(Map<String, Rule> rules, List<List<FilterPolicy>> alternatives) {

    private static final int DIGITS = 5;

    /** What is asked of a member. */
    sealed interface Rule {
        record AnyOf(List<Pattern> patterns) implements Rule {}

        record Within(FilterPolicy nested) implements Rule {}
    }

    /** One of the values that a member may have. */
    sealed interface Pattern {

        record Exactly(JsonValue value) implements Pattern {}

        record Prefix(String text) implements Pattern {}

        record Suffix(String text) implements Pattern {}

        record IgnoringCase(String text) implements Pattern {}

        record AnythingBut(List<JsonValue> values) implements Pattern {}

        record AnythingButPrefix(String text) implements Pattern {}

        record Exists(boolean there) implements Pattern {}

        record Between(
                BigDecimal low, boolean lowCounts, BigDecimal high, boolean highCounts, boolean lowIs, boolean highIs)
                implements Pattern {}

        record Cidr(AddressRange range) implements Pattern {}
    }

    /** Whether members satisfy all rules. */
    boolean accepts(Map<String, JsonValue> members) {
        return rules.entrySet().stream().allMatch(rule -> accepts(rule.getValue(), members, rule.getKey()))
                && alternatives.stream().allMatch(any -> any.stream().anyMatch(one -> one.accepts(members)));
    }

    private static boolean accepts(Rule rule, Map<String, JsonValue> members, String name) {
        JsonValue value = named(members, name);
        return switch (rule) {
            case Rule.Within within ->
                switch (value) {
                    case null -> within.nested().accepts(Map.of());
                    case JsonValue.Structure structure -> within.nested().accepts(structure.members());
                    case JsonValue.Array array ->
                        flat(array).stream()
                                .anyMatch(e -> e instanceof JsonValue.Structure s
                                        && within.nested().accepts(s.members()));
                    default -> within.nested().accepts(Map.of());
                };
            case Rule.AnyOf any -> any.patterns().stream().anyMatch(pattern -> accepts(pattern, value));
        };
    }

    /** Recorded: a dot in a name stands for itself, and for the way to a member within. */
    private static @Nullable JsonValue named(Map<String, JsonValue> members, String name) {
        JsonValue value = members.get(name);
        for (int dot = name.indexOf('.'); value == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (members.get(name.substring(0, dot)) instanceof JsonValue.Structure(Map<String, JsonValue> inner)) {
                value = named(inner, name.substring(dot + 1));
            }
        }
        return value;
    }

    private static boolean accepts(Pattern pattern, @Nullable JsonValue value) {
        if (pattern instanceof Pattern.Exists exists) {
            boolean there = value != null
                    && !(value instanceof JsonValue.Structure)
                    && !(value instanceof JsonValue.Array array
                            && array.elements().isEmpty());
            return exists.there() == there;
        }
        return switch (value) {
            case null -> false;
            case JsonValue.Array array -> flat(array).stream().anyMatch(e -> acceptsOne(pattern, e));
            default -> acceptsOne(pattern, value);
        };
    }

    private static boolean acceptsOne(Pattern pattern, JsonValue value) {
        return switch (pattern) {
            case Pattern.Exactly exactly -> same(exactly.value(), value);
            case Pattern.Prefix prefix ->
                value instanceof JsonValue.Text t && t.value().startsWith(prefix.text());
            case Pattern.Suffix suffix ->
                value instanceof JsonValue.Text t && t.value().endsWith(suffix.text());
            case Pattern.IgnoringCase other ->
                value instanceof JsonValue.Text t
                        && t.value()
                                .toLowerCase(Locale.ROOT)
                                .equals(other.text().toLowerCase(Locale.ROOT));
            case Pattern.AnythingBut but -> but.values().stream().noneMatch(v -> same(v, value));
            case Pattern.AnythingButPrefix but ->
                value instanceof JsonValue.Text t && !t.value().startsWith(but.text());
            case Pattern.Between range -> value instanceof JsonValue.Number n && isWithin(range, n.value());
            case Pattern.Cidr cidr ->
                value instanceof JsonValue.Text t && cidr.range().contains(t.value());
            case Pattern.Exists exists -> exists.there();
        };
    }

    private static boolean same(JsonValue wanted, JsonValue value) {
        if (wanted instanceof JsonValue.Number a && value instanceof JsonValue.Number b) {
            return compare(a.value(), b.value()) == 0;
        }
        return wanted.equals(value);
    }

    /** Numbers are told apart by five digits behind the point. Source: SNS Developer Guide, "Numeric value matching". */
    private static int compare(BigDecimal value, BigDecimal other) {
        return value.setScale(DIGITS, RoundingMode.HALF_UP).compareTo(other.setScale(DIGITS, RoundingMode.HALF_UP));
    }

    private static boolean isWithin(Pattern.Between range, BigDecimal value) {
        int low = range.lowIs() ? compare(value, range.low()) : 1;
        int high = range.highIs() ? compare(value, range.high()) : -1;
        return (low > 0 || (low == 0 && range.lowCounts())) && (high < 0 || (high == 0 && range.highCounts()));
    }

    private static List<JsonValue> flat(JsonValue.Array array) {
        return array.elements().stream()
                .flatMap(e -> e instanceof JsonValue.Array inner ? flat(inner).stream() : Stream.of(e))
                .toList();
    }
}
