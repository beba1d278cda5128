package dev.penstock.verdict.plan;

import dev.penstock.problem.ProblemType;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a rollout will meet.
 *
 * @param requestsPerMinute requests that the service gets, both versions together, above 0
 * @param usualRates the share of bad requests that is usual, by metric, each above 0 and below 1
 * @param otherRate the same for metrics that are not named
 * @param look the time between two looks, at least a second
 */
public record RolloutTraffic(
        double requestsPerMinute, Map<String, Double> usualRates, double otherRate, Duration look) {

    public RolloutTraffic {
        usualRates = Collections.unmodifiableMap(new LinkedHashMap<>(usualRates));
        if (look.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new PlanException(ProblemType.VERDICT_TIMES, "Looks are at least a second apart.");
        }
        usualRates.values().forEach(rate -> new CanaryTraffic(requestsPerMinute, rate, 0.5, 1));
        var checked = new CanaryTraffic(requestsPerMinute, otherRate, 0.5, 1);
        otherRate = checked.baseErrorRate();
    }

    /** The same usual rate of all metrics, and a look each minute. */
    public static RolloutTraffic of(double requestsPerMinute, double usualRate) {
        return new RolloutTraffic(requestsPerMinute, Map.of(), usualRate, Duration.ofMinutes(1));
    }

    double usualRate(String metric) {
        Double rate = usualRates.get(metric);
        return rate != null ? rate : otherRate;
    }
}
