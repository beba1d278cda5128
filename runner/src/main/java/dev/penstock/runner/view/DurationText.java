package dev.penstock.runner.view;

import java.time.Duration;
import java.util.Locale;

/** Durations for people: {@code 0.4 s}, {@code 12 s}, {@code 1 min 05 s}, {@code 2 h 03 min}, {@code 3 d 04 h}. */
public final class DurationText {

    private DurationText() {}

    /** A duration, as exact as anybody wants to know; negative ones count as none. */
    public static String of(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 9_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = Math.round(millis / 1000.0);
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return twoParts(seconds / 60, "min", seconds % 60, "s");
        }
        long minutes = seconds / 60;
        if (minutes < 24 * 60) {
            return twoParts(minutes / 60, "h", minutes % 60, "min");
        }
        return twoParts(minutes / (24 * 60), "d", minutes / 60 % 24, "h");
    }

    /** A duration that goes on: in whole seconds, so that the last digit does not race. */
    public static String running(Duration duration) {
        return duration.compareTo(Duration.ofSeconds(10)) < 0 ? Math.max(0, duration.toSeconds()) + " s" : of(duration);
    }

    /** A duration in its largest unit: {@code 5 min}, {@code 3 days}. */
    public static String coarse(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        long hours = seconds / 3600;
        return hours < 48 ? hours + " h" : hours / 24 + " days";
    }

    private static String twoParts(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + " " + (small < 10 ? "0" : "") + small + " " + smallUnit;
    }
}
