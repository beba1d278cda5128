package dev.penstock.verdict.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a canary can find.
 *
 * @param request what was asked
 * @param findings rises, the smallest first
 * @param smallest the smallest rise that is found within the bake time with the probability asked for; empty when none is up to a
 *     hundredfold
 * @param promotion when a canary that is as good as the baseline is proven to be acceptable
 * @param proposals weights with their times and harm, the smallest first
 * @param proposed the quickest of them within the harm budget, or else the least harmful; empty without a budget, and when no
 *     weight finds the target within the bake time
 */
public record CanaryPlan(
        PlanRequest request,
        List<Finding> findings,
        OptionalDouble smallest,
        Finding promotion,
        List<Proposal> proposals,
        Optional<Proposal> proposed) {

    public CanaryPlan {
        findings = List.copyOf(findings);
        proposals = List.copyOf(proposals);
    }

    /**
     * When something is established.
     *
     * @param ratio the canary's rate of bad requests as a multiple of the usual one
     * @param median the time after which it is in half of all cases; empty when that is beyond the bake time
     * @param time the time after which it is with the probability asked for; empty when that is beyond the bake time
     * @param withinBake the probability that it is within the bake time
     */
    public record Finding(double ratio, Optional<Duration> median, Optional<Duration> time, double withinBake) {}

    /**
     * A weight.
     *
     * @param weight the canary's share of the requests
     * @param found when the target is found
     * @param harm how many requests fail more than usual until then, in the median; empty when it is not found within the bake time
     * @param bake the bake time that both finding the target and proving a healthy canary need; empty when one of them takes longer
     *     than the bake time that was asked about
     */
    public record Proposal(double weight, Finding found, OptionalDouble harm, Optional<Duration> bake) {}
}
