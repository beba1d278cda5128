package dev.penstock.metric;

import dev.penstock.verdict.Gate;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.plan.RolloutTraffic;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What settings say of a verdict and of where it gets its counts from.
 *
 * @param settings what the judge needs
 * @param metrics where each metric is counted, by its name; each metric of the settings has one
 * @param gates where each gate is read, by its name; each gate of the settings has one
 * @param expected what a release will meet, for saying beforehand what it can find; absent if nobody said it
 */
public record VerdictSources(
        VerdictSettings settings,
        Map<String, MetricSource> metrics,
        Map<String, GateSource> gates,
        Optional<RolloutTraffic> expected) {

    /** Of a release of which nobody said what it will meet. */
    public VerdictSources(VerdictSettings settings, Map<String, MetricSource> metrics, Map<String, GateSource> gates) {
        this(settings, metrics, gates, Optional.empty());
    }

    public VerdictSources {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        gates = Collections.unmodifiableMap(new LinkedHashMap<>(gates));
        all("metric", settings.metrics().stream().map(MetricSettings::name).toList(), metrics.keySet());
        all("gate", settings.gates().stream().map(Gate::name).toList(), gates.keySet());
    }

    private static void all(String kind, List<String> names, Set<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("the " + kind + " '" + name + "' has no source");
            }
        }
    }
}
