package dev.penstock.verdict;

import dev.penstock.problem.ProblemType;
import dev.penstock.verdict.kayenta.KayentaMetric;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a release is judged as Spinnaker does with Kayenta's {@code NetflixACAJudge-v1.0}: a score each interval, from the shares of
 * bad requests of each step of time. The bake time is what Spinnaker calls lifetime; it begins after {@code beginAfter}. Facts are
 * those of spinnaker/orca at 6e2dafc2 ({@code RunCanaryIntervalsStage}, {@code AggregateCanaryResultsTask}).
 *
 * @param pass what the last score must reach; 75 unless said
 * @param marginal at this score or less the canary is ended at once; 50 unless said, and no more than {@code pass}
 * @param interval the time between judgements; the whole bake time if absent or longer
 * @param lookback how far back a judgement looks; zero to look at everything since the beginning
 * @param beginAfter how much of the first time is left out
 * @param step for how long requests are counted for one value, a minute unless said
 * @param groupWeights weights of groups in percent; groups without one share what is left of 100
 * @param metrics how the metrics are judged, by their names; as {@link #metric} says where one is missing
 */
public record KayentaSettings(
        double pass,
        double marginal,
        Optional<Duration> interval,
        Duration lookback,
        Duration beginAfter,
        Duration step,
        Map<String, Double> groupWeights,
        Map<String, KayentaMetric> metrics)
        implements JudgeSettings {

    /** Spinnaker's defaults. */
    public static final KayentaSettings STANDARD = new KayentaSettings(
            75, 50, Optional.empty(), Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1), Map.of(), Map.of());

    public KayentaSettings {
        groupWeights = Collections.unmodifiableMap(new LinkedHashMap<>(groupWeights));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        VerdictSettingsException.range("pass", pass, Math.nextDown(0.0), 100, "0 to 100");
        VerdictSettingsException.range(
                "marginal",
                marginal,
                Math.nextDown(0.0),
                pass,
                "0 up to 'pass', which is " + Texts.significant(pass, 4));
        interval.ifPresent(time -> atLeastASecond("interval", time));
        atLeastASecond("step", step);
        if (lookback.isNegative() || beginAfter.isNegative()) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_TIMES,
                    lookback.isNegative() ? "lookback" : "beginAfter",
                    "A time to look back, or to begin after, is not negative.");
        }
        double sum = groupWeights.values().stream()
                .mapToDouble(weight -> {
                    VerdictSettingsException.range(
                            "groupWeights", weight, Math.nextDown(0.0), 100, "a part of 100, such as 60");
                    return weight;
                })
                .sum();
        if (sum > 100 + 1e-9) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_VALUE,
                    "groupWeights",
                    "The weights of groups are " + Texts.significant(sum, 6) + " together. They are 100 at most.");
        }
    }

    private static void atLeastASecond(String field, Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_TIMES, field, "'" + field + "' is at least a second, such as '5m'.");
        }
    }

    @Override
    public void check(List<String> names, Guards guards, Timing timing) {
        JudgeSettings.checkPlain(guards, timing);
        JudgeSettings.checkNames("kayenta", metrics.keySet(), names);
    }

    /** How a metric is judged: more bad requests are a change for the worse, in the one group 'all', unless it is said otherwise. */
    public KayentaMetric metric(String name) {
        KayentaMetric found = metrics.get(name);
        return found != null ? found : KayentaMetric.of(name, "all").with(KayentaMetric.Direction.INCREASE);
    }

    /** The time between judgements in that bake time. */
    Duration interval(Duration bake) {
        return interval.filter(time -> time.compareTo(bake) <= 0).orElse(bake);
    }

    /** How many judgements there are in that bake time. */
    int judgements(Duration bake) {
        return Math.toIntExact(bake.dividedBy(interval(bake)));
    }
}
