package dev.penstock.simulator.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads metric math. Source of the grammar: CloudWatch User Guide, "Using math expressions with metrics". */
final class MathParser {

    private static final List<List<String>> LEVELS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("<=", ">=", "==", "!=", "<", ">"),
            List.of("+", "-"),
            List.of("*", "/"),
            List.of("^"));

    private final String text;
    private int at;

    private MathParser(String text) {
        this.text = text;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException with a sentence that says where it goes wrong
     */
    static MathExpression parse(String text) {
        MathParser parser = new MathParser(text);
        MathExpression whole = parser.level(0, 0);
        parser.skipBlanks();
        if (parser.at < text.length()) {
            throw parser.unexpected();
        }
        return whole;
    }

    private MathExpression level(int level, int depth) {
        if (depth > 100) {
            throw new IllegalArgumentException("The expression is nested too deeply");
        }
        if (level == LEVELS.size()) {
            return unary(depth);
        }
        MathExpression left = level(level + 1, depth);
        while (true) {
            String operator = accept(LEVELS.get(level));
            if (operator.isEmpty()) {
                return left;
            }
            left = new MathExpression.Operation(operator, left, level(level + 1, depth));
        }
    }

    private MathExpression unary(int depth) {
        if (!accept(List.of("-")).isEmpty()) {
            return new MathExpression.Negation(unary(depth + 1));
        }
        skipBlanks();
        if (at >= text.length()) {
            throw new IllegalArgumentException("The expression ends too early");
        }
        char c = text.charAt(at);
        if (c == '(') {
            at++;
            MathExpression inner = level(0, depth + 1);
            expect(')');
            return inner;
        } else if (c == '[') {
            at++;
            return new MathExpression.Array(list(']', () -> level(0, depth + 1)));
        } else if (c == '"' || c == '\'') {
            return string(c);
        } else if (Character.isDigit(c) || c == '.') {
            return number();
        } else if (Character.isLetter(c) || c == '_') {
            return name(depth);
        }
        throw unexpected();
    }

    private MathExpression name(int depth) {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        String name = text.substring(from, at);
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '(') {
            at++;
            return new MathExpression.Function(name, list(')', () -> level(0, depth + 1)));
        }
        return new MathExpression.Name(name);
    }

    private List<MathExpression> list(char end, Supplier<MathExpression> element) {
        List<MathExpression> elements = new ArrayList<>();
        skipBlanks();
        if (at < text.length() && text.charAt(at) == end) {
            at++;
            return elements;
        }
        do {
            elements.add(element.get());
        } while (!accept(List.of(",")).isEmpty());
        expect(end);
        return elements;
    }

    private MathExpression string(char quote) {
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw new IllegalArgumentException("The string that begins at character " + (at + 1) + " does not end");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return new MathExpression.Text(value);
    }

    private MathExpression number() {
        int from = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
                at++;
            }
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
        }
        try {
            return new MathExpression.Number(Double.parseDouble(text.substring(from, at)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text.substring(from, at) + "' is no number", e);
        }
    }

    private String accept(List<String> symbols) {
        skipBlanks();
        for (String symbol : symbols) {
            if (text.startsWith(symbol, at)) {
                at += symbol.length();
                return symbol;
            }
        }
        return "";
    }

    private void expect(char wanted) {
        skipBlanks();
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw at >= text.length()
                    ? new IllegalArgumentException("The expression ends where '" + wanted + "' is expected")
                    : unexpected();
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("Unexpected character '" + text.charAt(at) + "' at position " + (at + 1));
    }
}
