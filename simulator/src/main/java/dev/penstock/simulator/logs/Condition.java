package dev.penstock.simulator.logs;

import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A condition of a filter pattern on what selectors pick. */
sealed interface Condition {

    /** Whether it holds of what selectors pick. */
    boolean holds(Function<String, Optional<JsonValue>> values);

    record All(List<Condition> of) implements Condition {
        @Override
        public boolean holds(Function<String, Optional<JsonValue>> values) {
            return of.stream().allMatch(c -> c.holds(values));
        }
    }

    record Any(List<Condition> of) implements Condition {
        @Override
        public boolean holds(Function<String, Optional<JsonValue>> values) {
            return of.stream().anyMatch(c -> c.holds(values));
        }
    }

    /** What a value is asked to be by a word: {@code IS NULL}, {@code IS TRUE}, {@code NOT EXISTS} and so on. */
    enum Being {
        NULL,
        TRUE,
        FALSE,
        ABSENT,
        PRESENT
    }

    record Is(String selector, Being being) implements Condition {
        @Override
        public boolean holds(Function<String, Optional<JsonValue>> values) {
            Optional<JsonValue> value = values.apply(selector);
            return switch (being) {
                case NULL -> value.filter(JsonValue.Null.class::isInstance).isPresent();
                case TRUE -> value.filter(new JsonValue.Truth(true)::equals).isPresent();
                case FALSE -> value.filter(new JsonValue.Truth(false)::equals).isPresent();
                case ABSENT -> value.isEmpty();
                case PRESENT -> value.isPresent();
            };
        }
    }

    /** A number: values that are none do not satisfy any comparison but the unequal one. */
    record Compared(String selector, String operator, BigDecimal number) implements Condition {
        @Override
        public boolean holds(Function<String, Optional<JsonValue>> values) {
            Optional<BigDecimal> value = values.apply(selector).flatMap(Compared::number);
            if (value.isEmpty()) {
                return operator.equals("!=") && values.apply(selector).isPresent();
            }
            int order = value.get().compareTo(number);
            return switch (operator) {
                case "=" -> order == 0;
                case "!=" -> order != 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        }

        private static Optional<BigDecimal> number(JsonValue value) {
            return Selectors.text(value)
                    .filter(t -> t.matches("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?"))
                    .map(BigDecimal::new);
        }
    }

    /** Text, in which stars stand for anything, or a regular expression. */
    record Like(String selector, boolean equal, Pattern pattern, boolean whole) implements Condition {
        @Override
        public boolean holds(Function<String, Optional<JsonValue>> values) {
            Optional<String> text = values.apply(selector).flatMap(Selectors::text);
            boolean like = text.filter(t -> whole
                            ? pattern.matcher(t).matches()
                            : pattern.matcher(t).find())
                    .isPresent();
            return equal ? like : !like && values.apply(selector).isPresent();
        }
    }
}
