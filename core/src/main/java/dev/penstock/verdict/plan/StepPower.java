package dev.penstock.verdict.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a step of a rollout can find.
 *
 * @param step the step
 * @param metrics each metric
 * @param proven when a version that is as good as the old one is proven to be acceptable by all metrics; empty when that takes longer
 *     than the bake time
 * @param slowest the metric that this takes longest for
 */
public record StepPower(RolloutStep step, List<MetricPower> metrics, Optional<Duration> proven, String slowest) {

    public StepPower {
        metrics = List.copyOf(metrics);
    }

    /**
     * What a metric shows.
     *
     * @param metric its name
     * @param unacceptable the ratio that is too much by the settings
     * @param found the probability that this ratio is found within the bake time
     * @param after when it is found with the probability asked for; empty when that takes longer than the bake time
     * @param example the smallest usual ratio that is found, such as 2 or 3, and when; empty when not even × 50 is
     * @param smallest the smallest ratio that is found; empty when none is up to a hundredfold
     */
    public record MetricPower(
            String metric,
            double unacceptable,
            double found,
            Optional<Duration> after,
            Optional<CanaryPlan.Finding> example,
            OptionalDouble smallest) {}
}
