package dev.penstock.verdict;

import dev.penstock.problem.ProblemType;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A metric that the verdict rests on.
 *
 * @param name unique among the metrics
 * @param weight its share of the error budget beside the other metrics' weights, above 0
 * @param unacceptableRatio how many times the baseline's rate of bad requests is too much: a promotion needs proof that it is less.
 *     Above 1
 * @param acceptableRate a rate of bad requests that is no harm whatever the baseline has; also being below it counts as proof for a
 *     promotion. Above 0 and below 1; without it, a service that has no bad requests at all can never be proven
 * @param overdispersion how much more bad requests spread than independent ones, at least 1: counts are divided by it. 1 for
 *     requests that fail independently of each other; the size of bursts if all are of one size
 */
public record MetricSettings(
        String name, double weight, double unacceptableRatio, OptionalDouble acceptableRate, double overdispersion) {

    /** As what parts of the acceptable rate the canary's rate is looked for. */
    public static final List<Double> HARMLESS_PARTS = List.of(0.02, 0.2, 0.5);

    public MetricSettings {
        if (name.isBlank()) {
            throw new VerdictSettingsException(ProblemType.VERDICT_NAMES, "metrics", "A metric needs a name.");
        }
        VerdictSettingsException.range("weight", weight, 0, 1e6, "above 0");
        VerdictSettingsException.range("unacceptableRatio", unacceptableRatio, 1, 1000, "above 1 and at most 1000");
        acceptableRate.ifPresent(rate ->
                VerdictSettingsException.range("acceptableRate", rate, 0, 0.5, "a share above 0 and at most 0.5"));
        VerdictSettingsException.range(
                "overdispersion",
                overdispersion,
                Math.nextDown(1.0),
                1e6,
                "at least 1, which is for independent requests");
    }

    /** A metric of weight 1 whose rate must not be twice the baseline's. */
    public static MetricSettings of(String name) {
        return new MetricSettings(name, 1, 2, OptionalDouble.empty(), 1);
    }

    /** The same with another weight. */
    public MetricSettings withWeight(double other) {
        return new MetricSettings(name, other, unacceptableRatio, acceptableRate, overdispersion);
    }

    /** The same with a rate that is no harm. */
    public MetricSettings withAcceptableRate(double rate) {
        return new MetricSettings(name, weight, unacceptableRatio, OptionalDouble.of(rate), overdispersion);
    }

    /** The same with another size of bursts. */
    public MetricSettings withOverdispersion(double factor) {
        return new MetricSettings(name, weight, unacceptableRatio, acceptableRate, factor);
    }
}
