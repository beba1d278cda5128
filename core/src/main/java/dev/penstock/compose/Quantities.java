package dev.penstock.compose;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and durations (Compose specification, 11-extension, "Specifying byte values" and "Specifying durations"). */
final class Quantities {

    private static final Pattern BYTES = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kmgtp]?)i?b?");
    private static final Pattern DURATION_PART =
            Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h|d|w)");

    private Quantities() {}

    /** The number of bytes; {@code k} is 1024. Empty when it is no size. */
    static Optional<Long> bytes(String text) {
        Matcher matcher = BYTES.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int power = 1
                + "kmgtp"
                        .indexOf(
                                matcher.group(2).isEmpty()
                                        ? ' '
                                        : matcher.group(2).charAt(0));
        return Optional.of(new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(1L << (10 * power)))
                .longValue());
    }

    /** The number of nanoseconds; empty when it is no duration. */
    static Optional<Long> nanoseconds(String text) {
        if (text.equals("0")) {
            return Optional.of(0L);
        }
        Matcher part = DURATION_PART.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        int at = 0;
        while (part.find() && part.start() == at) {
            String digits = part.group(1).endsWith(".") ? part.group(1) + "0" : part.group(1);
            sum = sum.add(new BigDecimal(digits).multiply(BigDecimal.valueOf(unit(part.group(2)))));
            at = part.end();
        }
        return at == text.length() && at > 0 ? Optional.of(sum.longValue()) : Optional.empty();
    }

    private static long unit(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> 604_800_000_000_000L;
        };
    }

    /** As Docker Compose prints it: {@code 1m30s}, {@code 1h0m0s}, {@code 1.5s}, {@code 500ms}. */
    static String duration(long nanoseconds) {
        if (nanoseconds == 0) {
            return "0s";
        }
        if (nanoseconds < 1_000_000_000L) {
            long unit = nanoseconds >= 1_000_000 ? 1_000_000 : nanoseconds >= 1_000 ? 1_000 : 1;
            String name = unit == 1_000_000 ? "ms" : unit == 1_000 ? "µs" : "ns";
            return decimal(nanoseconds, unit) + name;
        }
        long minutes = nanoseconds / 60_000_000_000L;
        String seconds = decimal(nanoseconds % 60_000_000_000L, 1_000_000_000L) + "s";
        if (minutes == 0) {
            return seconds;
        }
        return minutes < 60 ? minutes + "m" + seconds : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }

    private static String decimal(long value, long unit) {
        BigDecimal quotient =
                BigDecimal.valueOf(value).divide(BigDecimal.valueOf(unit)).stripTrailingZeros();
        return quotient.signum() == 0 ? "0" : quotient.toPlainString();
    }
}
