package dev.penstock.verdict;

import dev.penstock.problem.ProblemType;
import dev.penstock.verdict.argo.AnalysisMetric;
import dev.penstock.verdict.argo.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a release is judged as Argo Rollouts does with an analysis that runs beside it: each metric is measured again and again, each
 * measurement is held against conditions, and limits say how many may fail. At the end of the bake time the analysis is ended.
 *
 * @param metrics how each metric is measured, by its name
 */
public record ArgoSettings(Map<String, Measurement> metrics) implements JudgeSettings {

    /**
     * How a metric is measured.
     *
     * @param analysis conditions and limits
     * @param result what the conditions are about
     * @param interval the time between two measurements; it is measured once if absent
     * @param initialDelay how long it is waited for the first one
     */
    public record Measurement(
            AnalysisMetric analysis, Result result, Optional<Duration> interval, Duration initialDelay) {

        public Measurement {
            if (interval.isPresent() && interval.get().compareTo(Duration.ofSeconds(1)) < 0) {
                throw new VerdictSettingsException(
                        ProblemType.VERDICT_TIMES, "interval", "'interval' is at least a second, such as '1m'.");
            }
            if (initialDelay.isNegative()) {
                throw new VerdictSettingsException(
                        ProblemType.VERDICT_TIMES, "initialDelay", "'initialDelay' is not negative.");
            }
        }
    }

    /** What {@code result} stands for in a condition, over all requests since the measurement before. */
    public enum Result {
        /** The canary's share of bad requests, 0 to 1; not a number if it had none. */
        BAD_RATE,
        /** The canary's share of good requests. */
        SUCCESS_RATE,
        /** {@code canary} and {@code baseline}, each with {@code requests}, {@code bad} and {@code rate}. */
        BOTH;

        /** What a condition gets to see. */
        Value of(ArmCounts canary, ArmCounts baseline) {
            return switch (this) {
                case BAD_RATE -> new Value.Num(rate(canary));
                case SUCCESS_RATE -> new Value.Num(1 - rate(canary));
                case BOTH -> new Value.Members(Map.of("canary", members(canary), "baseline", members(baseline)));
            };
        }

        private static double rate(ArmCounts counts) {
            return counts.requests() == 0 ? Double.NaN : counts.rate();
        }

        private static Value members(ArmCounts counts) {
            return new Value.Members(Map.of(
                    "requests",
                    new Value.Num(counts.requests()),
                    "bad",
                    new Value.Num(counts.bad()),
                    "rate",
                    new Value.Num(rate(counts))));
        }
    }

    public ArgoSettings {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    @Override
    public void check(List<String> names, Guards guards, Timing timing) {
        JudgeSettings.checkPlain(guards, timing);
        JudgeSettings.checkNames("argo", metrics.keySet(), names);
        for (String name : names) {
            if (!metrics.containsKey(name)) {
                throw new VerdictSettingsException(
                        ProblemType.VERDICT_JUDGE,
                        "argo",
                        "The metric '" + name + "' has no condition. Give it one: argo: {metrics: {" + name
                                + ": {successCondition: 'result < 0.01'}}}.");
            }
        }
    }
}
