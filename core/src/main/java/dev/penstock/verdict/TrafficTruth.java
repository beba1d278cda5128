package dev.penstock.verdict;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Evidence that the canary's share of requests is not what was configured, sequential like the rest: odds that are higher than the
 * tolerance allows, or lower, from some reading on. A share can go wrong at every step, so that the evidence is a mixture over
 * the reading that the fault begins with: what was right for long does not count against it.
 */
final class TrafficTruth {

    /** How far beyond the tolerance the odds are taken to be. */
    private static final double[] BEYOND = {1.5, 4, 20};

    /** Shares of 0 and 1 have no odds; this near to them nobody can tell the difference. */
    private static final double LEAST = 0.005;

    /** How much of the weight that is left goes to a fault that begins with the next reading. */
    private static final double BEGINS = 1.0 / 32;

    private final TrafficSettings settings;
    private final Map<String, double[]> evidence = new HashMap<>();
    private final Map<String, Instant> seenUntil = new HashMap<>();
    private final Map<String, Integer> readings = new HashMap<>();

    TrafficTruth(TrafficSettings settings, List<String> scopes) {
        this.settings = settings;
        for (String scope : scopes) {
            double[] none = new double[2 * BEYOND.length];
            Arrays.fill(none, Double.NEGATIVE_INFINITY);
            evidence.put(scope, none);
        }
    }

    void take(TrafficReading reading) {
        @Nullable Instant seen = seenUntil.get(reading.scope());
        double[] sums = evidence.get(reading.scope());
        if (sums == null || (seen != null && reading.window().start().isBefore(seen))) {
            return;
        }
        seenUntil.put(reading.scope(), reading.window().end());
        double share = Math.min(1 - LEAST, Math.max(LEAST, reading.configuredShare()));
        double odds = share / (1 - share);
        double tolerated = 1 + settings.tolerance();
        int before = readings.merge(reading.scope(), 1, Integer::sum) - 1;
        double beginning = StrictMath.log(BEGINS) + left(before);
        for (int i = 0; i < BEYOND.length; i++) {
            double high = gain(reading, odds * tolerated, odds * tolerated * BEYOND[i]);
            double low = gain(reading, odds / tolerated, odds / tolerated / BEYOND[i]);
            sums[i] = Logs.sum(sums[i], beginning) + high;
            sums[BEYOND.length + i] = Logs.sum(sums[BEYOND.length + i], beginning) + low;
        }
    }

    /** The logarithm of the weight of faults that begin only after that many readings. */
    private static double left(int readings) {
        return readings * StrictMath.log1p(-BEGINS);
    }

    /** How much more likely the counts are under one than under other odds. */
    private double gain(TrafficReading reading, double odds, double alternative) {
        double none = StrictMath.log1p(odds) - StrictMath.log1p(alternative);
        double canary = StrictMath.log(alternative / odds) + none;
        return (reading.canaryRequests() * canary + reading.baselineRequests() * none) / settings.requestsPerClient();
    }

    /** The logarithm of the e-value against "the share is as configured everywhere". */
    double mismatch() {
        double sum = Double.NEGATIVE_INFINITY;
        for (String scope : evidence.keySet().stream().sorted().toList()) {
            double[] begun = Objects.requireNonNull(evidence.get(scope));
            double later = left(readings.getOrDefault(scope, 0));
            sum = Logs.sum(sum, Logs.sum(Logs.mean(begun, begun.length), later));
        }
        return sum - StrictMath.log(evidence.size());
    }

    boolean found() {
        return mismatch() >= -StrictMath.log(settings.falseAlarm());
    }

    void exchange(JudgeState state) {
        for (String scope : evidence.keySet().stream().sorted().toList()) {
            state.numbers(Objects.requireNonNull(evidence.get(scope)));
            Instant seen = state.instant(seenUntil.get(scope));
            if (seen != null) {
                seenUntil.put(scope, seen);
            }
            readings.put(scope, state.count(readings.getOrDefault(scope, 0)));
        }
    }
}
