package dev.penstock.simulator.cloudwatch;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Units of measurement. Nothing is converted: data of one unit and of another are apart. */
final class Units {

    /**
     * All units, in the order in which CloudWatch prefers them when a request names none (observed; recorded in
     * {@code GetMetricData} over data of several units).
     */
    private static final List<String> PREFERRED = List.of(
            "Megabits",
            "Terabits",
            "Gigabits",
            "Count",
            "Bytes",
            "Gigabytes",
            "Gigabytes/Second",
            "Kilobytes",
            "Kilobits/Second",
            "Terabytes",
            "Terabits/Second",
            "Bytes/Second",
            "Percent",
            "Megabytes",
            "Megabits/Second",
            "Milliseconds",
            "Microseconds",
            "Kilobytes/Second",
            "Gigabits/Second",
            "Megabytes/Second",
            "Bits",
            "Bits/Second",
            "Count/Second",
            "Seconds",
            "Kilobits",
            "Terabytes/Second",
            Metrics.NO_UNIT);

    private Units() {}

    static boolean isKnown(String unit) {
        return PREFERRED.contains(unit);
    }

    /** The units in their order. */
    static List<String> ordered(Collection<String> units) {
        return units.stream()
                .sorted(Comparator.comparingInt(PREFERRED::indexOf))
                .toList();
    }

    /** The unit that is taken when none is asked for. */
    static String first(Collection<String> units) {
        return units.isEmpty() ? Metrics.NO_UNIT : ordered(units).getFirst();
    }
}
