package dev.penstock.rollout;

import java.time.Duration;

/** Values as people write them. */
public final class Words {

    private Words() {}

    /** Such as {@code 1 h 30 min} or {@code 45 s}. */
    public static String of(Duration time) {
        StringBuilder words = new StringBuilder();
        part(words, time.toHours(), "h");
        part(words, time.toMinutesPart(), "min");
        part(words, time.toSecondsPart(), "s");
        return words.isEmpty() ? "0 s" : words.toString();
    }

    private static void part(StringBuilder words, long amount, String unit) {
        if (amount > 0) {
            words.append(words.isEmpty() ? "" : " ").append(amount).append(' ').append(unit);
        }
    }
}
