package dev.penstock.document;

/** Tells what a plain YAML scalar is, by YAML 1.2's core schema (specification 1.2.2, section 10.3.2). */
final class Scalars {

    private Scalars() {}

    static ScalarType resolve(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> ScalarType.NULL;
            case "true", "True", "TRUE", "false", "False", "FALSE" -> ScalarType.BOOLEAN;
            case ".nan", ".NaN", ".NAN" -> ScalarType.NUMBER;
            default -> {
                char first = text.charAt(0);
                boolean mayBeNumber = (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
                yield mayBeNumber ? number(text) : ScalarType.STRING;
            }
        };
    }

    private static ScalarType number(String text) {
        if (isRadix(text, "0o", 8) || isRadix(text, "0x", 16)) {
            return ScalarType.INTEGER;
        }
        int start = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        String unsigned = text.substring(start);
        if (unsigned.equals(".inf") || unsigned.equals(".Inf") || unsigned.equals(".INF")) {
            return ScalarType.NUMBER;
        }
        int digits = digits(unsigned, 0);
        if (digits == unsigned.length()) {
            return digits > 0 ? ScalarType.INTEGER : ScalarType.STRING;
        }
        return isFraction(unsigned, digits) ? ScalarType.NUMBER : ScalarType.STRING;
    }

    private static boolean isRadix(String text, String prefix, int radix) {
        if (!text.startsWith(prefix) || text.length() == prefix.length()) {
            return false;
        }
        return text.chars().skip(prefix.length()).allMatch(c -> Character.digit(c, radix) >= 0 && c < 128);
    }

    /** {@code 1.}, {@code 1.5}, {@code .5}, each with or without an exponent, after the whole part's digits. */
    private static boolean isFraction(String text, int wholeDigits) {
        int at = wholeDigits;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            if (wholeDigits == 0 && fraction == 0) {
                return false;
            }
            at += 1 + fraction;
        } else if (wholeDigits == 0) {
            return false;
        }
        if (at == text.length()) {
            return true;
        }
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return false;
        }
        at++;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        int exponent = digits(text, at);
        return exponent > 0 && at + exponent == text.length();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }

    /** The value of a text that {@link #resolve} calls an integer and that has at most 12 characters. */
    static long parseInteger(String text) {
        if (text.startsWith("0o")) {
            return Long.parseLong(text, 2, text.length(), 8);
        }
        if (text.startsWith("0x")) {
            return Long.parseLong(text, 2, text.length(), 16);
        }
        return Long.parseLong(text);
    }
}
