package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parts of documents, leniently: what is missing or of another kind is empty. */
final class Values {

    private Values() {}

    /** A scalar as text; empty for null, lists and structures. */
    static Optional<String> text(JsonValue value) {
        return switch (value) {
            case JsonValue.Text(String text) -> Optional.of(text);
            case JsonValue.Number n -> Optional.of(n.value().toPlainString());
            case JsonValue.Truth(boolean truth) -> Optional.of(String.valueOf(truth));
            case JsonValue.Null n -> Optional.empty();
            case JsonValue.Array a -> Optional.empty();
            case JsonValue.Structure s -> Optional.empty();
        };
    }

    static Optional<JsonValue> member(JsonValue value, String name) {
        return value instanceof JsonValue.Structure(Map<String, JsonValue> members)
                ? Optional.ofNullable(members.get(name))
                : Optional.empty();
    }

    static Optional<String> text(JsonValue value, String name) {
        return member(value, name).flatMap(Values::text);
    }

    static boolean isTrue(JsonValue value, String name) {
        return text(value, name).filter("true"::equals).isPresent();
    }

    static Map<String, JsonValue> members(JsonValue value) {
        return value instanceof JsonValue.Structure(Map<String, JsonValue> members) ? members : Map.of();
    }

    static Map<String, JsonValue> members(JsonValue value, String name) {
        return member(value, name).map(Values::members).orElse(Map.of());
    }

    /** The elements of a list; a single value that is no list is one; none for null. */
    static List<JsonValue> elements(JsonValue value) {
        return switch (value) {
            case JsonValue.Array(List<JsonValue> elements) -> elements;
            case JsonValue.Null n -> List.of();
            default -> List.of(value);
        };
    }

    static List<JsonValue> elements(JsonValue value, String name) {
        return member(value, name).map(Values::elements).orElse(List.of());
    }

    static List<String> texts(JsonValue value, String name) {
        return elements(value, name).stream().flatMap(e -> text(e).stream()).toList();
    }

    /** Names with values: a structure of scalars, or a list of {@code NAME=value}; a name alone has no value. */
    static Map<String, Optional<String>> pairs(JsonValue value) {
        Map<String, Optional<String>> pairs = new LinkedHashMap<>();
        members(value).forEach((name, each) -> pairs.put(name, text(each)));
        if (value instanceof JsonValue.Array(List<JsonValue> elements)) {
            for (JsonValue element : elements) {
                text(element).ifPresent(text -> {
                    int equals = text.indexOf('=');
                    pairs.put(
                            equals < 0 ? text : text.substring(0, equals),
                            equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1)));
                });
            }
        }
        return pairs;
    }

    /**
     * Words of a command: a list's elements, or a text taken apart as a shell does.
     *
     * @return none for a quote that is not closed
     */
    static List<String> words(JsonValue value) {
        return value instanceof JsonValue.Array
                ? elements(value).stream().flatMap(e -> text(e).stream()).toList()
                : text(value).map(Values::words).orElse(List.of());
    }

    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (c == '\\'
                        && quote == '"'
                        && i + 1 < command.length()
                        && "\\\"$`".indexOf(command.charAt(i + 1)) >= 0) {
                    word.append(command.charAt(++i));
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (c == '\\' && i + 1 < command.length()) {
                word.append(command.charAt(++i));
                begun = true;
            } else if (Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return quote == 0 ? words : List.of();
    }
}
