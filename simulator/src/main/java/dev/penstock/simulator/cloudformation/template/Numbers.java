package dev.penstock.simulator.cloudformation.template;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/** Numbers in text. */
final class Numbers {

    private static final int MOST_CHARACTERS = 64;

    private Numbers() {}

    /** Any number of reasonable length. */
    static Optional<BigDecimal> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(trimmed);
            return Math.abs((long) number.scale()) > 400 ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A whole number that is not negative, like an index. */
    static OptionalInt index(String text) {
        String trimmed = text.strip();
        boolean digits =
                !trimmed.isEmpty() && trimmed.length() < 10 && trimmed.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalInt.of(Integer.parseInt(trimmed)) : OptionalInt.empty();
    }
}
