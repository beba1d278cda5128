package dev.penstock.simulator.states;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition of a {@code Choice} state. Source: Amazon States Language, "Choice State". */
sealed interface ChoiceRule {

    /** All hold. */
    record And(List<ChoiceRule> all) implements ChoiceRule {}

    /** One holds at least. */
    record Or(List<ChoiceRule> any) implements ChoiceRule {}

    /** It does not hold. */
    record Not(ChoiceRule rule) implements ChoiceRule {}

    /**
     * A place is compared.
     *
     * @param variable its path
     * @param operator such as {@code NumericGreaterThan}
     * @param value what it is compared with, or the path of that where {@code byPath}
     */
    record Comparison(String variable, String operator, JsonValue value, boolean byPath) implements ChoiceRule {}

    /** What is compared, and how. */
    Pattern COMPARED = Pattern.compile(
            "(?<type>String|Numeric|Timestamp|Boolean)(?<how>Equals|LessThan|GreaterThan|LessThanEquals|GreaterThanEquals)"
                    + "(?<path>Path)?");

    /** What is asked of one place. */
    Set<String> TESTS =
            Set.of("IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp", "StringMatches");

    /**
     * Reads a rule; its {@code Next} is left to the reader of states.
     *
     * @throws dev.penstock.simulator.wire.ServiceError if it is none
     */
    static ChoiceRule read(JsonValue.Structure rule, String place) {
        Map<String, JsonValue> members = rule.members();
        if (members.get("And") instanceof JsonValue.Array(List<JsonValue> all)) {
            return new And(rules(all, place + "/And"));
        }
        if (members.get("Or") instanceof JsonValue.Array(List<JsonValue> any)) {
            return new Or(rules(any, place + "/Or"));
        }
        if (members.get("Not") instanceof JsonValue.Structure one) {
            return new Not(read(one, place + "/Not"));
        }
        if (!(members.get("Variable") instanceof JsonValue.Text(String variable))) {
            throw StatesErrors.invalidDefinition(
                    "SCHEMA_VALIDATION_FAILED", "Choice rule must have a Variable, And, Or or Not", place);
        }
        for (Map.Entry<String, JsonValue> each : members.entrySet()) {
            Matcher compared = COMPARED.matcher(each.getKey());
            if (TESTS.contains(each.getKey()) || compared.matches()) {
                boolean byPath = compared.matches() && compared.group("path") != null;
                checkPath(variable, place + "/Variable");
                if (byPath) {
                    checkPath(JsonTexts.scalar(each.getValue()), place + "/" + each.getKey());
                }
                String operator =
                        byPath ? each.getKey().substring(0, each.getKey().length() - 4) : each.getKey();
                return new Comparison(variable, operator, each.getValue(), byPath);
            }
        }
        throw StatesErrors.invalidDefinition(
                "SCHEMA_VALIDATION_FAILED", "Choice rule has no comparison operator", place);
    }

    private static List<ChoiceRule> rules(List<JsonValue> all, String place) {
        List<ChoiceRule> rules = new ArrayList<>();
        for (JsonValue each : all) {
            if (!(each instanceof JsonValue.Structure rule)) {
                throw StatesErrors.invalidDefinition(
                        "SCHEMA_VALIDATION_FAILED", "Choice rule must be an object", place);
            }
            rules.add(read(rule, place));
        }
        return rules;
    }

    private static void checkPath(String path, String place) {
        if (ReferencePath.of(path).isEmpty()) {
            throw StatesErrors.notSimulated("The path '" + path + "' at " + place);
        }
    }

    /**
     * Whether it holds.
     *
     * @throws StateFailure if a place that is compared is not there
     */
    default boolean holds(JsonValue data, JsonValue context) {
        return switch (this) {
            case And(List<ChoiceRule> all) -> all.stream().allMatch(rule -> rule.holds(data, context));
            case Or(List<ChoiceRule> any) -> any.stream().anyMatch(rule -> rule.holds(data, context));
            case Not(ChoiceRule rule) -> !rule.holds(data, context);
            case Comparison comparison -> compare(comparison, data, context);
        };
    }

    private static boolean compare(Comparison comparison, JsonValue data, JsonValue context) {
        if (comparison.operator().equals("IsPresent")) {
            ReferencePath path = ReferencePath.of(comparison.variable()).orElseThrow();
            return path.in(path.context() ? context : data).isPresent() == isTrue(comparison.value());
        }
        JsonValue found = PayloadTemplate.named(comparison.variable(), data, context);
        JsonValue with = comparison.byPath()
                ? PayloadTemplate.named(JsonTexts.scalar(comparison.value()), data, context)
                : comparison.value();
        return switch (comparison.operator()) {
            case "IsNull" -> found instanceof JsonValue.Null == isTrue(with);
            case "IsNumeric" -> found instanceof JsonValue.Number == isTrue(with);
            case "IsString" -> found instanceof JsonValue.Text == isTrue(with);
            case "IsBoolean" -> found instanceof JsonValue.Truth == isTrue(with);
            case "IsTimestamp" -> timestamp(found).isPresent() == isTrue(with);
            case "StringMatches" ->
                found instanceof JsonValue.Text(String text)
                        && with instanceof JsonValue.Text(String wanted)
                        && matches(text, wanted);
            default -> holds(comparison.operator(), found, with);
        };
    }

    /** Values of other types are not equal, less or greater. */
    private static boolean holds(String operator, JsonValue found, JsonValue with) {
        Matcher compared = COMPARED.matcher(operator);
        if (!compared.matches()) {
            return false;
        }
        Optional<Integer> order = switch (compared.group("type")) {
            case "String" ->
                found instanceof JsonValue.Text(String a) && with instanceof JsonValue.Text(String b)
                        ? Optional.of(a.compareTo(b))
                        : Optional.empty();
            case "Numeric" ->
                found instanceof JsonValue.Number a && with instanceof JsonValue.Number b
                        ? Optional.of(a.value().compareTo(b.value()))
                        : Optional.empty();
            case "Boolean" ->
                found instanceof JsonValue.Truth a && with instanceof JsonValue.Truth b
                        ? Optional.of(Boolean.compare(a.value(), b.value()))
                        : Optional.empty();
            default -> timestamp(found).flatMap(a -> timestamp(with).map(a::compareTo));
        };
        return order.filter(value -> switch (compared.group("how")) {
                    case "Equals" -> value == 0;
                    case "LessThan" -> value < 0;
                    case "GreaterThan" -> value > 0;
                    case "LessThanEquals" -> value <= 0;
                    default -> value >= 0;
                })
                .isPresent();
    }

    /** {@code *} stands for anything, a backslash takes that from it. */
    private static boolean matches(String text, String wanted) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < wanted.length(); i++) {
            char c = wanted.charAt(i);
            if (c == '\\' && i + 1 < wanted.length()) {
                form.append(Pattern.quote(String.valueOf(wanted.charAt(++i))));
            } else {
                form.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(form.toString(), Pattern.DOTALL).matcher(text).matches();
    }

    private static Optional<java.time.Instant> timestamp(JsonValue value) {
        if (!(value instanceof JsonValue.Text(String text))) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static boolean isTrue(JsonValue value) {
        return value instanceof JsonValue.Truth truth && truth.value();
    }
}
