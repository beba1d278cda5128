package dev.penstock.simulator.logs;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A filter pattern. Source: CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription filters,
 * filter log events".
 */
sealed interface FilterPattern {

    /** Whether a message satisfies the pattern. */
    boolean matches(String message);

    /** What a selector of the pattern ({@code $.field} or {@code $field}) picks out of a message. */
    Optional<String> select(String message, String selector);

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    static FilterPattern parse(String pattern) {
        String text = pattern.trim();
        if (text.startsWith("{")) {
            return new Structured(new ConditionParser(text.substring(1, end(text, '}')), true).parse());
        } else if (text.startsWith("[")) {
            return Columns.parse(text.substring(1, end(text, ']')));
        }
        return Terms.parse(text);
    }

    private static int end(String text, char closing) {
        if (text.charAt(text.length() - 1) != closing) {
            throw new IllegalArgumentException("Invalid filter pattern: '" + closing + "' is missing at its end");
        }
        return text.length() - 1;
    }

    /**
     * Words: all of the required, or any of the optional when nothing is required, and none of the excluded.
     */
    record Terms(List<Term> required, List<Term> optional, List<Term> excluded) implements FilterPattern {

        /** A word, or a regular expression between percent signs. */
        record Term(String text, Optional<Pattern> regex) {
            boolean isIn(String message) {
                return regex.map(r -> r.matcher(message).find()).orElseGet(() -> message.contains(text));
            }
        }

        private static final Pattern TERM = Pattern.compile("([?-]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|%([^%]*)%|(\\S+))");

        static Terms parse(String text) {
            List<Term> required = new ArrayList<>();
            List<Term> optional = new ArrayList<>();
            List<Term> excluded = new ArrayList<>();
            Matcher matcher = TERM.matcher(text);
            while (matcher.find()) {
                Term term = matcher.group(3) != null
                        ? new Term(matcher.group(3), Optional.of(compiled(matcher.group(3))))
                        : new Term(
                                matcher.group(2) != null
                                        ? matcher.group(2).replace("\\\"", "\"").replace("\\\\", "\\")
                                        : matcher.group(4),
                                Optional.empty());
                switch (matcher.group(1)) {
                    case "?" -> optional.add(term);
                    case "-" -> excluded.add(term);
                    default -> required.add(term);
                }
            }
            return new Terms(required, optional, excluded);
        }

        @Override
        public boolean matches(String message) {
            boolean onlyOptional = required.isEmpty() && !optional.isEmpty();
            boolean wanted = onlyOptional
                    ? optional.stream().anyMatch(t -> t.isIn(message))
                    : required.stream().allMatch(t -> t.isIn(message));
            return wanted && excluded.stream().noneMatch(t -> t.isIn(message));
        }

        @Override
        public Optional<String> select(String message, String selector) {
            return Optional.empty();
        }
    }

    /** Conditions on the members of a message that is JSON. */
    record Structured(Condition condition) implements FilterPattern {

        @Override
        public boolean matches(String message) {
            return JsonValue.parse(message)
                    .filter(JsonValue.Structure.class::isInstance)
                    .filter(json -> condition.holds(selector -> Selectors.select(json, selector)))
                    .isPresent();
        }

        @Override
        public Optional<String> select(String message, String selector) {
            return JsonValue.parse(message)
                    .flatMap(json -> Selectors.select(json, selector))
                    .flatMap(Selectors::text);
        }
    }

    /**
     * Conditions on the columns of a message, between blanks, quotation marks and square brackets.
     *
     * @param names of the columns, in order; {@code ...} stands for any number of them
     */
    record Columns(List<String> names, List<Condition> conditions) implements FilterPattern {

        private static final Pattern COLUMN = Pattern.compile("\\[([^\\]]*)\\]|\"([^\"]*)\"|(\\S+)");
        private static final Pattern NAME = Pattern.compile("[(\\s]*([A-Za-z_][A-Za-z0-9_.-]*)");

        static Columns parse(String text) {
            List<String> names = new ArrayList<>();
            List<Condition> conditions = new ArrayList<>();
            for (String part : text.trim().isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
                String column = part.trim();
                if (column.equals("...")) {
                    names.add(column);
                    continue;
                }
                Matcher name = NAME.matcher(column);
                names.add(name.lookingAt() ? name.group(1) : "");
                if (!column.matches("[A-Za-z0-9_.-]*")) {
                    conditions.add(new ConditionParser(column, false).parse());
                }
            }
            return new Columns(names, conditions);
        }

        @Override
        public boolean matches(String message) {
            Optional<Map<String, JsonValue>> columns = columns(message);
            return columns.filter(c -> conditions.stream()
                            .allMatch(condition -> condition.holds(name -> Optional.ofNullable(c.get(name)))))
                    .isPresent();
        }

        @Override
        public Optional<String> select(String message, String selector) {
            String name = selector.startsWith("$") ? selector.substring(1) : selector;
            return columns(message).map(c -> c.get(name)).flatMap(Selectors::text);
        }

        private Optional<Map<String, JsonValue>> columns(String message) {
            List<String> values = new ArrayList<>();
            Matcher matcher = COLUMN.matcher(message);
            while (matcher.find()) {
                String value = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
                values.add(value == null ? matcher.group(3) : value);
            }
            int gap = names.indexOf("...");
            int named = gap < 0 ? names.size() : names.size() - 1;
            boolean exact = gap < 0 && !names.isEmpty();
            if (values.size() < named || (exact && values.size() > named)) {
                return Optional.empty();
            }
            Map<String, JsonValue> columns = new LinkedHashMap<>();
            int skipped = values.size() - named;
            for (int i = 0; i < names.size(); i++) {
                if (i != gap) {
                    int at = gap >= 0 && i > gap ? i - 1 + skipped : i;
                    columns.put(names.get(i), new JsonValue.Text(values.get(at)));
                }
            }
            return Optional.of(columns);
        }
    }

    /** A regular expression of a pattern. */
    static Pattern compiled(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Invalid filter pattern: the regular expression cannot be read", e);
        }
    }
}
