package dev.penstock.verdict;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a verdict stands after a look.
 *
 * @param at when it was looked; never before the look before, whatever the clock said
 * @param decision what follows
 * @param worse the natural logarithm of the evidence that the canary is worse, of all metrics by their weights; it is rolled back
 *     from {@code ln(1/α)} on
 * @param metrics each metric, in the order of the settings
 * @param trafficMismatch the natural logarithm of the evidence that traffic does not go where it was sent; 0 when it is not read
 * @param assessment what another judge than the sequential one makes of it; its standings have no evidence
 */
public record Standing(
        Instant at,
        Decision decision,
        double worse,
        List<MetricStanding> metrics,
        double trafficMismatch,
        Optional<Assessment> assessment) {

    public Standing {
        metrics = List.copyOf(metrics);
    }

    /** One of the sequential judge. */
    public Standing(Instant at, Decision decision, double worse, List<MetricStanding> metrics, double trafficMismatch) {
        this(at, decision, worse, metrics, trafficMismatch, Optional.empty());
    }
}
