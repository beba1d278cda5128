package dev.penstock.engine;

import java.time.Duration;

/** Durations in words. */
final class Durations {

    private Durations() {}

    static String inWords(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0 && seconds > 0) {
            return count(seconds / 86_400, "day");
        }
        if (seconds % 3_600 == 0 && seconds > 0) {
            return count(seconds / 3_600, "hour");
        }
        if (seconds % 60 == 0 && seconds > 0) {
            return count(seconds / 60, "minute");
        }
        return count(seconds, "second");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
