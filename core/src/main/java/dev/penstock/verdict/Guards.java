package dev.penstock.verdict;

import dev.penstock.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;

/**
 * What keeps counts that say nothing out of the evidence, and what a promotion needs besides evidence.
 *
 * @param warmUp how long the canary's counts are left out after its first request, 0 or more
 * @param warmUpRequests how many of the canary's first requests are left out, 0 or more
 * @param minimumBaselineEvents how many bad requests the baseline must have had before a comparison with it can promote, 0 or more
 * @param freshness how old a metric's newest counts may be for a promotion, above zero
 * @param traffic how a mismatch of traffic is told; empty when nobody reads the shares
 */
public record Guards(
        Duration warmUp,
        long warmUpRequests,
        long minimumBaselineEvents,
        Duration freshness,
        Optional<TrafficSettings> traffic) {

    /** No warm-up, counts at most five minutes old, traffic checked. */
    public static final Guards STANDARD =
            new Guards(Duration.ZERO, 0, 0, Duration.ofMinutes(5), Optional.of(TrafficSettings.STANDARD));

    public Guards {
        if (warmUp.isNegative() || freshness.isNegative() || freshness.isZero()) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_TIMES, "freshness", "A warm-up is no less, and a freshness more than zero.");
        }
        VerdictSettingsException.range("warmUpRequests", (double) warmUpRequests, -1, 1e15, "0 or more");
        VerdictSettingsException.range("minimumBaselineEvents", (double) minimumBaselineEvents, -1, 1e15, "0 or more");
    }

    /** The same with a warm-up. */
    public Guards withWarmUp(Duration time, long requests) {
        return new Guards(time, requests, minimumBaselineEvents, freshness, traffic);
    }
}
