package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Variables in the values of a Compose file. Source: Compose Specification, 12 "Interpolation". */
final class Interpolation {

    private final Map<String, String> variables;

    Interpolation(Map<String, String> variables) {
        this.variables = variables;
    }

    /** A required variable is not there, or a form is not known. The message is Compose's. */
    static final class Unresolved extends Exception {

        private static final long serialVersionUID = 1L;

        Unresolved(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            String message = super.getMessage();
            return message == null ? "" : message;
        }
    }

    /** All texts of a value, but for the names of members. */
    JsonValue resolve(JsonValue value) throws Unresolved {
        switch (value) {
            case JsonValue.Text(String text) -> {
                return new JsonValue.Text(resolve(text));
            }
            case JsonValue.Array(List<JsonValue> elements) -> {
                List<JsonValue> resolved = new ArrayList<>();
                for (JsonValue element : elements) {
                    resolved.add(resolve(element));
                }
                return new JsonValue.Array(resolved);
            }
            case JsonValue.Structure(Map<String, JsonValue> members) -> {
                Map<String, JsonValue> resolved = new LinkedHashMap<>();
                for (Map.Entry<String, JsonValue> member : members.entrySet()) {
                    resolved.put(member.getKey(), resolve(member.getValue()));
                }
                return new JsonValue.Structure(resolved);
            }
            case JsonValue.Number n -> {
                return n;
            }
            case JsonValue.Truth t -> {
                return t;
            }
            case JsonValue.Null n -> {
                return n;
            }
        }
    }

    String resolve(String text) throws Unresolved {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0 || dollar == text.length() - 1) {
                return out.append(text, at, text.length()).toString();
            }
            out.append(text, at, dollar);
            char next = text.charAt(dollar + 1);
            if (next == '$') {
                out.append('$');
                at = dollar + 2;
            } else if (next == '{') {
                int end = closing(text, dollar + 2);
                out.append(braced(text.substring(dollar + 2, end)));
                at = end + 1;
            } else if (isFirst(next)) {
                int end = nameEnd(text, dollar + 1);
                out.append(variables.getOrDefault(text.substring(dollar + 1, end), ""));
                at = end;
            } else {
                throw invalid(text);
            }
        }
        return out.toString();
    }

    private String braced(String inside) throws Unresolved {
        int end = nameEnd(inside, 0);
        String name = inside.substring(0, end);
        String rest = inside.substring(end);
        if (name.isEmpty() || !isFirst(name.charAt(0))) {
            throw invalid("${" + inside + "}");
        }
        String value = variables.get(name);
        boolean alsoEmpty = rest.startsWith(":");
        boolean there = value != null && !(alsoEmpty && value.isEmpty());
        String form = alsoEmpty ? rest.substring(1) : rest;
        String operand = form.isEmpty() ? "" : form.substring(1);
        if (rest.isEmpty()) {
            return value == null ? "" : value;
        }
        return switch (form.isEmpty() ? ' ' : form.charAt(0)) {
            case '-' -> value != null && there ? value : resolve(operand);
            case '+' -> there ? resolve(operand) : "";
            case '?' -> {
                if (value == null || !there) {
                    throw new Unresolved("required variable " + name + " is missing a value: " + resolve(operand));
                }
                yield value;
            }
            default -> throw invalid("${" + inside + "}");
        };
    }

    private static int closing(String text, int from) throws Unresolved {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '}') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            } else if (text.charAt(i) == '$' && i + 1 < text.length() && text.charAt(i + 1) == '{') {
                depth++;
            }
        }
        throw invalid(text);
    }

    private static int nameEnd(String text, int from) {
        int end = from;
        while (end < text.length() && (isFirst(text.charAt(end)) || Character.isDigit(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    private static boolean isFirst(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static Unresolved invalid(String text) {
        return new Unresolved(
                "invalid interpolation format: \"" + text + "\". You may need to escape any $ with another $");
    }
}
