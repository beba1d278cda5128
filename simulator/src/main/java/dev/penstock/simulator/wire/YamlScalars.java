package dev.penstock.simulator.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plain scalar means in YAML 1.1, which CloudFormation reads (User Guide, "CloudFormation template formats"), and
 * Elastic Beanstalk (Developer Guide, "ebextensions"). Dates stay text.
 */
public final class YamlScalars {

    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "no", "off");
    private static final Set<String> NULL = Set.of("", "~", "null");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9_]*)");
    private static final Pattern OCTAL = Pattern.compile("[-+]?0[0-7_]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("[-+]?0x[0-9a-fA-F_]+");
    private static final Pattern BINARY = Pattern.compile("[-+]?0b[01_]+");
    private static final Pattern SEXAGESIMAL = Pattern.compile("[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?([0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]{1,3})?|\\.[0-9][0-9_]*([eE][-+][0-9]{1,3})?)");

    private YamlScalars() {}

    /** The value of a scalar that is written without quotes. */
    public static JsonValue resolve(String text) {
        if (text.length() > 100) {
            return new JsonValue.Text(text);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (NULL.contains(lower) && isOneCase(text, lower)) {
            return new JsonValue.Null();
        }
        if (TRUE.contains(lower) && isOneCase(text, lower)) {
            return new JsonValue.Truth(true);
        }
        if (FALSE.contains(lower) && isOneCase(text, lower)) {
            return new JsonValue.Truth(false);
        }
        return number(text);
    }

    /** {@code true}, {@code True} and {@code TRUE}, but not {@code tRUE}. */
    private static boolean isOneCase(String text, String lower) {
        return text.equals(lower)
                || text.equals(text.toUpperCase(Locale.ROOT))
                || text.equals(text.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
    }

    private static JsonValue number(String text) {
        String digits = text.replace("_", "");
        String unsigned = digits.startsWith("-") || digits.startsWith("+") ? digits.substring(1) : digits;
        boolean negative = digits.startsWith("-");
        if (OCTAL.matcher(text).matches() && unsigned.length() > 1) {
            return whole(new BigInteger(unsigned, 8), negative);
        }
        if (DECIMAL.matcher(text).matches()) {
            return whole(new BigInteger(unsigned), negative);
        }
        if (HEXADECIMAL.matcher(text).matches() && unsigned.length() > 2) {
            return whole(new BigInteger(unsigned.substring(2), 16), negative);
        }
        if (BINARY.matcher(text).matches() && unsigned.length() > 2) {
            return whole(new BigInteger(unsigned.substring(2), 2), negative);
        }
        if (SEXAGESIMAL.matcher(text).matches()) {
            return whole(sexagesimal(unsigned), negative);
        }
        if (FLOAT.matcher(text).matches()) {
            return new JsonValue.Number(new BigDecimal(digits.startsWith("+") ? unsigned : digits));
        }
        return new JsonValue.Text(text);
    }

    private static BigInteger sexagesimal(String text) {
        BigInteger sum = BigInteger.ZERO;
        for (String part : text.split(":", -1)) {
            sum = sum.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
        }
        return sum;
    }

    private static JsonValue whole(BigInteger value, boolean negative) {
        return new JsonValue.Number(new BigDecimal(negative ? value.negate() : value));
    }
}
