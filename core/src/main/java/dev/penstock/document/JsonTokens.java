package dev.penstock.document;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;

/** JSON's strings, numbers, words and white space. */
final class JsonTokens {

    private static final int LONGEST_WORD = 40;

    private final TextCursor cursor;
    private final Problems problems;

    JsonTokens(TextCursor cursor, Problems problems) {
        this.cursor = cursor;
        this.problems = problems;
    }

    /** Skips white space, and comments after reporting them. */
    void skipSpace() {
        while (!cursor.atEnd()) {
            char c = cursor.peek();
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                cursor.step();
            } else if (c == '#' || (c == '/' && (cursor.peek(1) == '/' || cursor.peek(1) == '*'))) {
                comment();
            } else {
                return;
            }
        }
    }

    private void comment() {
        problems.report(
                ProblemType.JSON_COMMENT,
                cursor.span(),
                "",
                "This is a comment, and JSON has none.",
                "Remove it, or write the file as YAML, where # starts a comment.");
        boolean block = cursor.peek(1) == '*' && cursor.peek() == '/';
        if (block) {
            cursor.step(2);
            while (!cursor.atEnd() && !(cursor.peek() == '*' && cursor.peek(1) == '/')) {
                cursor.step();
            }
            cursor.step(cursor.atEnd() ? 0 : 2);
        } else {
            while (!cursor.atEnd() && cursor.peek() != '\n' && cursor.peek() != '\r') {
                cursor.step();
            }
        }
    }

    /** A string; the cursor stands on its first quote. */
    String string() {
        SourceSpan start = cursor.span();
        cursor.step();
        StringBuilder text = new StringBuilder();
        while (true) {
            char c = cursor.peek();
            if (cursor.atEnd()) {
                throw stop(
                        ProblemType.JSON_STRING,
                        "The file ends inside the string that starts at line " + start.line() + ", column "
                                + start.column() + ": expected its closing double quote.");
            }
            if (c == '"') {
                cursor.step();
                return text.toString();
            }
            if (c == '\n' || c == '\r') {
                throw stop(
                        ProblemType.JSON_STRING,
                        "The string that starts at line " + start.line() + ", column " + start.column()
                                + " is not closed on its line: expected a double quote, or \\n for a line end.");
            }
            if (c == '\\') {
                text.append(escape());
            } else {
                checkCharacter(c);
                text.append(c);
                cursor.step();
            }
        }
    }

    private void checkCharacter(char c) {
        if (c < 0x20) {
            problems.report(
                    ProblemType.JSON_STRING,
                    cursor.span(),
                    "",
                    String.format("The control character U+%04X stands in a string.", (int) c),
                    c == '\t' ? "Write \\t for a tab." : String.format("Write \\u%04x.", (int) c));
        }
    }

    private String escape() {
        char kind = cursor.peek(1);
        int plain = "\"\\/bfnrt".indexOf(kind);
        if (plain >= 0) {
            cursor.step(2);
            return String.valueOf("\"\\/\b\f\n\r\t".charAt(plain));
        }
        if (kind != 'u') {
            String shown = kind == TextCursor.END ? "the end of the file" : "\\" + kind;
            throw stop(
                    ProblemType.JSON_STRING,
                    "This is no escape that JSON knows: " + shown
                            + "; expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX.");
        }
        SourceSpan span = cursor.span();
        char first = hex();
        if (!Character.isSurrogate(first)) {
            return String.valueOf(first);
        }
        if (Character.isHighSurrogate(first) && cursor.peek() == '\\' && cursor.peek(1) == 'u') {
            char second = hex();
            if (Character.isLowSurrogate(second)) {
                return new String(new char[] {first, second});
            }
        }
        problems.report(
                ProblemType.JSON_STRING,
                span,
                "",
                String.format("The escape \\u%04x is one half of a surrogate pair.", (int) first),
                "Write the character itself, or both halves.");
        return "\uFFFD";
    }

    /** The character of a {@code \}{@code uXXXX} that the cursor stands on. */
    private char hex() {
        int value = 0;
        for (int i = 2; i < 6; i++) {
            int digit = cursor.peek(i) < 128 ? Character.digit(cursor.peek(i), 16) : -1;
            if (digit < 0) {
                throw stop(ProblemType.JSON_STRING, "The escape \\u is not followed by four hexadecimal digits.");
            }
            value = value * 16 + digit;
        }
        cursor.step(6);
        return (char) value;
    }

    /** A number, {@code true}, {@code false} or {@code null}; anything else is reported. */
    SourceNode.Scalar literal() {
        SourceSpan span = cursor.span();
        int start = cursor.offset();
        while (isWordPart(cursor.peek())) {
            cursor.step();
        }
        String word = cursor.since(start);
        return switch (word) {
            case "true", "false" -> new SourceNode.Scalar(span, ScalarType.BOOLEAN, word);
            case "null" -> new SourceNode.Scalar(span, ScalarType.NULL, word);
            case "" -> throw expected("a value");
            default -> numberOrMistake(span, word);
        };
    }

    private SourceNode.Scalar numberOrMistake(SourceSpan span, String word) {
        ScalarType type = Scalars.resolve(word);
        char first = word.charAt(0);
        boolean numeric = type == ScalarType.INTEGER || type == ScalarType.NUMBER;
        if (numeric && isJsonNumber(word)) {
            return new SourceNode.Scalar(span, type, word);
        }
        if (numeric || isDigit(first) || first == '-' || first == '+' || isNotFinite(word)) {
            problems.report(
                    ProblemType.JSON_NUMBER,
                    span,
                    "",
                    "JSON does not write numbers like this: " + Words.shorten(word) + ".",
                    "A number has digits without leading zeros, and NaN and Infinity do not exist; text stands in double"
                            + " quotes.");
            return new SourceNode.Scalar(span, numeric ? type : ScalarType.STRING, word);
        }
        String lower = word.toLowerCase(java.util.Locale.ROOT);
        String hint = switch (lower) {
            case "true", "false", "null" -> "JSON writes it in lower case: " + lower + ".";
            case "none", "nil", "undefined" -> "JSON writes null.";
            default -> "Text stands in double quotes.";
        };
        problems.report(ProblemType.JSON_SYNTAX, span, "", "This is no JSON value: " + Words.shorten(word) + ".", hint);
        return new SourceNode.Scalar(span, ScalarType.STRING, word);
    }

    private static boolean isNotFinite(String word) {
        return word.equals("NaN") || word.equals("Infinity");
    }

    /** RFC 8259: no plus sign, no leading zero, digits on both sides of a point. The text is already some number. */
    private static boolean isJsonNumber(String word) {
        int at = word.charAt(0) == '-' ? 1 : 0;
        if (at == word.length() || !isDigit(word.charAt(at))) {
            return false;
        }
        if (word.charAt(at) == '0' && at + 1 < word.length() && ".eE".indexOf(word.charAt(at + 1)) < 0) {
            return false;
        }
        int point = word.indexOf('.');
        return point < 0 || (point + 1 < word.length() && isDigit(word.charAt(point + 1)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '+' || c == '.' || c == '_');
    }

    /** Whether a value can start where the cursor stands. */
    boolean startsValue() {
        char c = cursor.peek();
        return c == '"' || c == '{' || c == '[' || isWordPart(c);
    }

    /** What stands at the cursor, for messages. */
    String found() {
        if (cursor.atEnd()) {
            return "the end of the file";
        }
        char c = cursor.peek();
        if (c == '\'') {
            return "a single quote (JSON has double quotes only)";
        }
        if (c < 0x20 || Character.isSurrogate(c)) {
            return String.format("the character U+%04X", (int) c);
        }
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < LONGEST_WORD && isWordPart(cursor.peek(i)); i++) {
            word.append(cursor.peek(i));
        }
        return word.isEmpty() ? "'" + c + "'" : "'" + word + "'";
    }

    /** Reports that something else was expected here. */
    StopReading expected(String what) {
        return stop(ProblemType.JSON_SYNTAX, "Expected " + what + "; found " + found() + ".");
    }

    /** Reports a mistake here after which reading cannot go on. */
    StopReading stop(ProblemType type, String message) {
        problems.report(type, cursor.span(), "", message);
        return new StopReading();
    }
}
