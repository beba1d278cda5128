package dev.penstock.verdict.simulate;

import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.VerdictJudge;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A canary with known rates: each metric's bad requests are independent of each other and of the other metrics'.
 *
 * @param requestsPerMinute requests of both versions together
 * @param weight the canary's share, above 0 and below 1
 * @param baseErrorRate the baseline's rate of bad requests
 * @param ratio the canary's rate as a multiple of it, in the first metric; the others are healthy
 * @param look the time between two looks
 * @param onset after which time the first metric's rate is so; before, it is healthy too
 */
public record SimulatedCanary(
        double requestsPerMinute, double weight, double baseErrorRate, double ratio, Duration look, Duration onset) {

    private static final Instant START = Instant.EPOCH;

    /**
     * How it ended.
     *
     * @param decision the last one
     * @param after the time from the start of the traffic
     */
    public record Ending(Decision decision, Duration after) {}

    /** A canary whose rate is so from the start. */
    public static SimulatedCanary of(
            double requestsPerMinute, double weight, double baseErrorRate, double ratio, Duration look) {
        return new SimulatedCanary(requestsPerMinute, weight, baseErrorRate, ratio, look, Duration.ZERO);
    }

    /** The same canary, healthy until then. */
    public SimulatedCanary from(Duration other) {
        return new SimulatedCanary(requestsPerMinute, weight, baseErrorRate, ratio, look, other);
    }

    /** Judges it until the verdict is given or the bake time is over. */
    public Ending judge(VerdictSettings settings, RandomGenerator random) {
        var judge = new VerdictJudge(settings);
        int number = 0;
        while (true) {
            Standing standing = judge.look(next(settings, number, random));
            number++;
            Decision decision = standing.decision();
            if (!(decision instanceof Decision.Continue)) {
                return new Ending(decision, look.multipliedBy(number));
            }
        }
    }

    /** What comes with the look of that number, counted from 0. */
    public Look next(VerdictSettings settings, int number, RandomGenerator random) {
        Instant from = START.plus(look.multipliedBy(number));
        Window window = new Window(from, from.plus(look));
        List<MetricBatch> batches = new ArrayList<>();
        double times = from.isBefore(START.plus(onset)) ? 1 : ratio;
        for (MetricSettings metric : settings.metrics()) {
            ArmCounts canary = counts(weight, baseErrorRate * times, random);
            ArmCounts baseline = counts(1 - weight, baseErrorRate, random);
            batches.add(new MetricBatch.Counted(metric.name(), settings.scopes().getFirst(), window, canary, baseline));
            times = 1;
        }
        return Look.at(window.end(), batches);
    }

    private ArmCounts counts(double share, double rate, RandomGenerator random) {
        double requests = requestsPerMinute * share * look.toMillis() / 60_000.0;
        long bad = Sampling.poisson(requests * Math.min(1, rate), random);
        return ArmCounts.counted(bad + Sampling.poisson(requests * (1 - Math.min(1, rate)), random), bad);
    }
}
