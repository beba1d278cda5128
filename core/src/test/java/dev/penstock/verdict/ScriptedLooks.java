package dev.penstock.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Looks a minute apart, drawn or scripted. */
public final class ScriptedLooks {

    public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private ScriptedLooks() {}

    /** The window that ends with the look of that number, counted from 1; the first look, 0, has none. */
    public static Window window(int look) {
        return new Window(START.plusSeconds(60L * (look - 1)), START.plusSeconds(60L * look));
    }

    /** Counts of one metric: that many of 100 requests to the canary and of 900 to the baseline were bad. */
    public static MetricBatch counts(String metric, int look, int bad, int baselineBad) {
        return new MetricBatch.Counted(
                metric, "", window(look), new ArmCounts(100, bad), new ArmCounts(900, baselineBad));
    }

    public static MetricBatch missing(String metric, int look) {
        return new MetricBatch.Missing(metric, "", window(look), "Throttled.");
    }

    public static Look look(int look, MetricBatch... batches) {
        return Look.at(START.plusSeconds(60L * look), List.of(batches));
    }

    /** Everything that a look can bring, for settings with gates called crash, health, memory and alarms. */
    public static Look drawn(VerdictSettings settings, int minute, RandomGenerator random) {
        Window window = window(minute + 1);
        List<MetricBatch> batches = new ArrayList<>();
        for (MetricSettings metric : settings.metrics()) {
            for (String scope : settings.scopes()) {
                batches.add(
                        random.nextInt(10) == 0
                                ? new MetricBatch.Missing(metric.name(), scope, window, "Throttled.")
                                : new MetricBatch.Counted(
                                        metric.name(),
                                        scope,
                                        window,
                                        new ArmCounts(random.nextInt(100, 120), random.nextInt(3)),
                                        new ArmCounts(random.nextInt(900, 1100), random.nextInt(12))));
            }
        }
        return new Look(
                window.end().plusSeconds(10),
                batches,
                List.of(new TrafficReading(settings.scopes().getFirst(), window, 0.1, 100, 900)),
                List.of(
                        new GateReading.Restarts("crash", minute % 3),
                        new GateReading.Targets("health", 2, 3),
                        new GateReading.Used("memory", 0.25),
                        minute % 2 == 0
                                ? new GateReading.AlarmStates("alarms", List.of("p99"), List.of("p50"))
                                : new GateReading.Missing("alarms", "Throttled, 50 % of it.")));
    }

    /** Those gates. */
    public static Gate[] gates() {
        return new Gate[] {
            new Gate.CrashLoop("crash", 3, Duration.ofMinutes(5), 1),
            new Gate.Health("health", 0.5, 2),
            new Gate.Saturation("memory", 0.9, 1),
            new Gate.Alarms("alarms", List.of("p99"), 500)
        };
    }
}
