package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts variables into values: {@code $NAME}, {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME-default}}, {@code
 * ${NAME:?message}}, {@code ${NAME?message}}, {@code ${NAME:+other}}, {@code ${NAME+other}}, each nested in the other, and
 * {@code $$} for a dollar sign (Compose specification, 12-interpolation). Keys are left alone.
 */
final class Interpolator {

    private static final List<String> OPERATORS = List.of(":-", ":?", ":+", "-", "?", "+");

    private final Map<String, String> variables;
    private final Problems problems;
    private final Set<String> missing = new HashSet<>();

    Interpolator(Map<String, String> variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    SourceNode apply(SourceNode node) {
        return switch (node) {
            case Mapping mapping ->
                new Mapping(
                        mapping.span(),
                        mapping.entries().stream()
                                .map(entry -> new Entry(entry.key(), apply(entry.value())))
                                .toList());
            case Sequence sequence ->
                new Sequence(
                        sequence.span(),
                        sequence.items().stream().map(this::apply).toList());
            case Scalar scalar -> scalar.text().indexOf('$') < 0 ? scalar : substituted(scalar);
        };
    }

    private Scalar substituted(Scalar scalar) {
        return new Scalar(scalar.span(), scalar.type(), substitute(scalar.text(), scalar));
    }

    /** A text with its variables put in; problems have that place. */
    String substitute(String text, Scalar place) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '$') {
                out.append(c);
                at++;
            } else if (text.startsWith("$$", at)) {
                out.append('$');
                at += 2;
            } else if (text.startsWith("${", at)) {
                int end = closingBrace(text, at + 2);
                if (end < 0) {
                    return malformed(text, place);
                }
                Optional<String> value = braced(text.substring(at + 2, end), place);
                if (value.isEmpty()) {
                    return malformed(text, place);
                }
                out.append(value.get());
                at = end + 1;
            } else {
                int end = nameEnd(text, at + 1);
                if (end == at + 1) {
                    // No name: Docker Compose takes the dollar sign for itself.
                    out.append(c);
                    at++;
                    continue;
                }
                out.append(plain(text.substring(at + 1, end), place));
                at = end;
            }
        }
        return out.toString();
    }

    /** Where the brace closes that was opened before; braces inside belong to nested variables. */
    private static int closingBrace(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                depth++;
                i++;
            } else if (text.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static int nameEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isNamePart(text.charAt(at), at == from)) {
            at++;
        }
        return at;
    }

    private static boolean isNamePart(char c, boolean first) {
        boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (!first && c >= '0' && c <= '9');
    }

    /** What stands between braces; empty when it is no form that there is. */
    private Optional<String> braced(String inner, Scalar place) {
        int end = nameEnd(inner, 0);
        String name = inner.substring(0, end);
        String rest = inner.substring(end);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (rest.isEmpty()) {
            return Optional.of(plain(name, place));
        }
        return OPERATORS.stream()
                .filter(rest::startsWith)
                .findFirst()
                .map(operator -> operate(name, operator, rest.substring(operator.length()), place));
    }

    private String operate(String name, String operator, String word, Scalar place) {
        String value = variables.get(name);
        boolean there = value != null && !(operator.startsWith(":") && value.isEmpty());
        return switch (operator.charAt(operator.length() - 1)) {
            case '-' -> there ? String.valueOf(value) : substitute(word, place);
            case '+' -> there ? substitute(word, place) : "";
            default -> there ? String.valueOf(value) : required(name, substitute(word, place), place);
        };
    }

    private String required(String name, String message, Scalar place) {
        problems.report(
                ProblemType.COMPOSE_VARIABLE_REQUIRED,
                place.span(),
                "",
                "The variable '" + name + "' is required and has no value"
                        + (message.isEmpty() ? "." : ": " + message + "."),
                "Set it in the environment or in the .env file beside the Compose file.");
        return "";
    }

    private String plain(String name, Scalar place) {
        String value = variables.get(name);
        if (value == null && missing.add(name)) {
            problems.report(
                    ProblemType.COMPOSE_VARIABLE_UNSET,
                    place.span(),
                    "",
                    "The variable '" + name + "' has no value, so that nothing stands in its place.",
                    "Set it in the environment or in the .env file, or write ${" + name + ":-default}.");
        }
        return value == null ? "" : value;
    }

    private String malformed(String text, Scalar place) {
        problems.report(
                ProblemType.COMPOSE_VARIABLE_SYNTAX,
                place.span(),
                "",
                "There is no reference to a variable of the form that stands in '" + text + "'.",
                "Write $NAME, ${NAME} or ${NAME:-default}, and $$ for a dollar sign.");
        return text;
    }
}
