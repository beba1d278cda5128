package dev.penstock.verdict;

import dev.penstock.verdict.kayenta.KayentaMetric;
import dev.penstock.verdict.kayenta.KayentaSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Counts of both arms by steps of time: what a series of values is made of. Not thread-safe. */
final class StepCounts {

    private record Both(ArmCounts canary, ArmCounts baseline) {}

    private final long stepSeconds;
    private final NavigableMap<Long, Both> steps = new TreeMap<>();

    StepCounts(Duration step) {
        stepSeconds = step.toSeconds();
    }

    /** A window counts in the step that it begins in. */
    void add(MetricBatch.Counted batch) {
        steps.merge(
                Math.floorDiv(batch.window().start().getEpochSecond(), stepSeconds),
                new Both(batch.canary(), batch.baseline()),
                (one, other) -> new Both(one.canary.plus(other.canary), one.baseline.plus(other.baseline)));
    }

    /** The shares of bad requests in all steps that lie between two instants; not a number where there was no request. */
    KayentaSeries series(KayentaMetric metric, Instant from, Instant to) {
        long first = Math.ceilDiv(from.getEpochSecond(), stepSeconds);
        long end = Math.max(first, Math.floorDiv(to.getEpochSecond(), stepSeconds));
        double[] control = new double[Math.toIntExact(end - first)];
        double[] experiment = new double[control.length];
        Arrays.fill(control, Double.NaN);
        Arrays.fill(experiment, Double.NaN);
        for (Map.Entry<Long, Both> step : steps.subMap(first, end).entrySet()) {
            int index = (int) (step.getKey() - first);
            control[index] = value(step.getValue().baseline());
            experiment[index] = value(step.getValue().canary());
        }
        return new KayentaSeries(metric, control, experiment);
    }

    private static double value(ArmCounts counts) {
        return counts.requests() == 0 ? Double.NaN : counts.rate();
    }

    /** Drops the steps before then. */
    void forget(Instant from) {
        steps.headMap(Math.floorDiv(from.getEpochSecond(), stepSeconds)).clear();
    }

    void exchange(JudgeState state) {
        int size = state.count(steps.size());
        NavigableMap<Long, Both> mine = new TreeMap<>(steps);
        steps.clear();
        for (int i = 0; i < size; i++) {
            Map.Entry<Long, Both> one = mine.pollFirstEntry();
            long step = state.whole(one == null ? 0 : one.getKey());
            ArmCounts canary = state.counts(one == null ? ArmCounts.NONE : one.getValue().canary);
            steps.put(step, new Both(canary, state.counts(one == null ? ArmCounts.NONE : one.getValue().baseline)));
        }
    }
}
