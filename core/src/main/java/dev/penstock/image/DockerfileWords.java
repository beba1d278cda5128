package dev.penstock.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes the arguments of Dockerfile instructions apart into words, as Docker does it: quotes, escapes, and {@code $NAME},
 * {@code ${NAME}}, {@code ${NAME:-default}} and {@code ${NAME:+other}} replaced.
 */
public final class DockerfileWords {

    private final char escape;
    private final Function<String, Optional<String>> variables;

    /**
     * Words in one place of a Dockerfile.
     *
     * @param escape the Dockerfile's escape character
     * @param variables values by name at that place; what is not known is replaced by nothing
     */
    public DockerfileWords(char escape, Function<String, Optional<String>> variables) {
        this.escape = escape;
        this.variables = variables;
    }

    /** The words between white space, each processed. */
    public List<String> words(String text) {
        return split(text).stream().map(this::process).toList();
    }

    /**
     * {@code name=value …}, or the old form {@code name value}, in which the value is the rest of the line.
     *
     * @return empty if it is neither
     */
    public Optional<Map<String, String>> pairs(String text) {
        List<String> parts = split(text);
        Map<String, String> pairs = new LinkedHashMap<>();
        if (!parts.isEmpty() && !parts.getFirst().contains("=")) {
            String value = text.strip().substring(parts.getFirst().length()).strip();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            pairs.put(process(parts.getFirst()), process(value));
            return Optional.of(pairs);
        }
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                return Optional.empty();
            }
            pairs.put(process(part.substring(0, equals)), process(part.substring(equals + 1)));
        }
        return Optional.of(pairs);
    }

    private List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(character)) {
                if (!part.isEmpty()) {
                    parts.add(part.toString());
                    part.setLength(0);
                }
                continue;
            }
            part.append(character);
            if (character == escape && quote != '\'' && i + 1 < text.length()) {
                part.append(text.charAt(++i));
            } else if (quote == 0 && (character == '"' || character == '\'')) {
                quote = character;
            } else if (character == quote) {
                quote = 0;
            }
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }

    /** One word without its quotes and escapes, its variables replaced. */
    public String process(String word) {
        var result = new StringBuilder();
        char quote = 0;
        int i = 0;
        while (i < word.length()) {
            char character = word.charAt(i);
            if (quote == '\'') {
                quote = character == '\'' ? 0 : quote;
                if (quote != 0) {
                    result.append(character);
                }
                i++;
            } else if (character == escape && i + 1 < word.length()) {
                char escaped = word.charAt(i + 1);
                if (quote == '"' && escaped != '"' && escaped != '$' && escaped != escape) {
                    result.append(character);
                }
                result.append(escaped);
                i += 2;
            } else if (character == '"' || (character == '\'' && quote == 0)) {
                quote = quote == character ? 0 : character;
                i++;
            } else if (character == '$') {
                i = variable(word, i, result);
            } else {
                result.append(character);
                i++;
            }
        }
        return result.toString();
    }

    /** Appends the value of the variable that begins at a dollar sign, and says where it ends. */
    private int variable(String word, int dollar, StringBuilder result) {
        if (dollar + 1 < word.length() && word.charAt(dollar + 1) == '{') {
            int end = closingBrace(word, dollar + 2);
            if (end < 0) {
                result.append(word, dollar, word.length());
                return word.length();
            }
            result.append(braced(word.substring(dollar + 2, end)));
            return end + 1;
        }
        int end = endOfName(word, dollar + 1);
        if (end == dollar + 1) {
            result.append('$');
            return end;
        }
        result.append(variables.apply(word.substring(dollar + 1, end)).orElse(""));
        return end;
    }

    private String braced(String inside) {
        int end = endOfName(inside, 0);
        String name = inside.substring(0, end);
        String modifier = inside.substring(end);
        boolean emptyCounts = modifier.startsWith(":");
        String operator = emptyCounts ? modifier.substring(1) : modifier;
        if (operator.startsWith("-")) {
            Optional<String> value = variables.apply(name).filter(found -> !emptyCounts || !found.isEmpty());
            return value.orElseGet(() -> process(operator.substring(1)));
        }
        Optional<String> value = variables.apply(name);
        if (operator.startsWith("+")) {
            boolean set =
                    value.filter(found -> !emptyCounts || !found.isEmpty()).isPresent();
            return set ? process(operator.substring(1)) : "";
        }
        return value.orElse("");
    }

    private static int closingBrace(String word, int from) {
        int depth = 1;
        for (int i = from; i < word.length(); i++) {
            if (word.charAt(i) == '{') {
                depth++;
            } else if (word.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static int endOfName(String text, int from) {
        int end = from;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }
}
