package dev.penstock.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people read and write them, the same in every language of the machine. */
public final class Texts {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern PERCENT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?%");

    private Texts() {}

    /** The share that a percentage such as {@code 0.5 %} is; empty when it is none. */
    public static OptionalDouble percent(String text) {
        Matcher matcher = PERCENT.matcher(text);
        return matcher.matches()
                ? OptionalDouble.of(Double.parseDouble(matcher.group(1)) / 100)
                : OptionalDouble.empty();
    }

    /** The span of time that a text such as {@code 90s} is; empty when it is none. */
    public static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }

    /** {@code 1 look}, {@code 12 looks}, {@code 1,200 looks}. */
    public static String count(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    /** A whole number with its thousands apart. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A share of 0 to 1 as percent, with three digits that count at most. */
    public static String percent(double share) {
        return significant(share * 100, 3) + " %";
    }

    /** A number with that many digits that count, without an exponent and without zeros at the end. */
    public static String significant(double number, int digits) {
        BigDecimal rounded =
                new BigDecimal(number).round(new MathContext(digits)).stripTrailingZeros();
        return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
    }

    /** {@code 40 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        long minutes = seconds / 60;
        return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }

    /**
     * What an e-value means: {@code 131 to 1}.
     *
     * @param logarithm its natural logarithm
     */
    public static String odds(double logarithm) {
        if (logarithm > 20) {
            return "more than 100,000,000 to 1";
        }
        if (logarithm < -4.6) {
            return "less than 0.01 to 1";
        }
        double value = StrictMath.exp(logarithm);
        return (value >= 10 ? number((long) value) : significant(value, 2)) + " to 1";
    }
}
