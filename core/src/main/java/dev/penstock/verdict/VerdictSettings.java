package dev.penstock.verdict;

import dev.penstock.problem.ProblemType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that a verdict depends on besides the counts. It is fixed before the first look: evidence keeps its guarantee only when
 * weights and ratios are not chosen by what was seen.
 *
 * @param budget how often it may be wrong
 * @param metrics what it rests on, at least one, with different names
 * @param scopes where counts come from, such as Regions or waves; one empty name when there is one place only
 * @param guards what is left out, and what a promotion needs
 * @param timing when it may and must come
 * @param gates limits beside the evidence, with different names
 * @param judge who makes a verdict of it
 */
public record VerdictSettings(
        ErrorBudget budget,
        List<MetricSettings> metrics,
        List<String> scopes,
        Guards guards,
        Timing timing,
        List<Gate> gates,
        JudgeSettings judge) {

    private static final int MOST = 1000;
    private static final int MOST_TOGETHER = 10_000;

    public VerdictSettings {
        metrics = List.copyOf(metrics);
        scopes = List.copyOf(scopes);
        gates = List.copyOf(gates);
        names("metrics", metrics.stream().map(MetricSettings::name).toList(), 1);
        names("scopes", scopes, 1);
        if (metrics.size() * scopes.size() > MOST_TOGETHER) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_NAMES,
                    "scopes",
                    metrics.size() + " metrics in " + scopes.size() + " scopes are too many. There may be "
                            + MOST_TOGETHER + " pairs of them.");
        }
        names("gates", gates.stream().map(Gate::name).toList(), 0);
        judge.check(metrics.stream().map(MetricSettings::name).toList(), guards, timing);
    }

    /** Settings of the sequential judge. */
    public VerdictSettings(
            ErrorBudget budget,
            List<MetricSettings> metrics,
            List<String> scopes,
            Guards guards,
            Timing timing,
            List<Gate> gates) {
        this(budget, metrics, scopes, guards, timing, gates, new JudgeSettings.Sequential());
    }

    /** Metrics in one place, judged with the standard budget and guards. */
    public static VerdictSettings of(Duration bake, MetricSettings... metrics) {
        return new VerdictSettings(
                ErrorBudget.STANDARD, List.of(metrics), List.of(""), Guards.STANDARD, Timing.baking(bake), List.of());
    }

    /** The same with another budget. */
    public VerdictSettings with(ErrorBudget other) {
        return new VerdictSettings(other, metrics, scopes, guards, timing, gates, judge);
    }

    /** The same with other guards. */
    public VerdictSettings with(Guards other) {
        return new VerdictSettings(budget, metrics, scopes, other, timing, gates, judge);
    }

    /** The same with another timing. */
    public VerdictSettings with(Timing other) {
        return new VerdictSettings(budget, metrics, scopes, guards, other, gates, judge);
    }

    /** The same in these places. */
    public VerdictSettings in(String... others) {
        return new VerdictSettings(budget, metrics, List.of(others), guards, timing, gates, judge);
    }

    /** The same with these gates. */
    public VerdictSettings with(Gate... others) {
        return new VerdictSettings(budget, metrics, scopes, guards, timing, List.of(others), judge);
    }

    /** The same for another judge. */
    public VerdictSettings by(JudgeSettings other) {
        return new VerdictSettings(budget, metrics, scopes, guards, timing, gates, other);
    }

    /** The sum of the metrics' weights. */
    double weights() {
        return metrics.stream().mapToDouble(MetricSettings::weight).sum();
    }

    private static void names(String field, List<String> names, int least) {
        if (names.size() < least || names.size() > MOST) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_NAMES,
                    field,
                    "A verdict has " + least + " to " + MOST + " " + field + ", not " + names.size() + ".");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new VerdictSettingsException(
                        ProblemType.VERDICT_NAMES,
                        field,
                        "'" + name + "' stands twice under '" + field + "'; names are unique.");
            }
        }
    }
}
