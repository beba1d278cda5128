package dev.penstock.metric;

import dev.penstock.action.RemoteCallException;
import dev.penstock.metric.Gathering.Due;
import dev.penstock.verdict.Window;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts by a program, which is run once for each window. */
final class CommandCounts {

    private static final String PREFIX = "PENSTOCK_";

    private final CountingCommands commands;

    CommandCounts(CountingCommands commands) {
        this.commands = commands;
    }

    void read(Due<MetricSource.Command> due, Gathering gathering) throws InterruptedException {
        for (Window window : due.windows()) {
            try {
                var counts = commands.run(
                        due.source().run(),
                        environment(due.metric(), gathering, window),
                        due.source().limit());
                switch (counts) {
                    case CountingCommands.Counts.Both both ->
                        gathering.counted(due.metric(), window, both.canary(), both.baseline());
                    case CountingCommands.Counts.Nothing nothing ->
                        gathering.missing(due.metric(), window, nothing.reason());
                }
            } catch (RemoteCallException e) {
                gathering.failed(due.metric(), e);
                return;
            }
        }
    }

    private static Map<String, String> environment(String metric, Gathering gathering, Window window) {
        Map<String, String> environment = new TreeMap<>();
        environment.put(PREFIX + "METRIC", metric);
        environment.put(PREFIX + "PLACE", gathering.place().name());
        environment.put(PREFIX + "WINDOW_START", window.start().toString());
        environment.put(PREFIX + "WINDOW_END", window.end().toString());
        labels(environment, "CANARY_", gathering.arms().canary());
        labels(environment, "BASELINE_", gathering.arms().baseline());
        return environment;
    }

    private static void labels(Map<String, String> environment, String side, Arm arm) {
        arm.labels().forEach((label, value) -> environment.put(PREFIX + side + variable(label), value));
    }

    /** {@code targetGroup} is {@code TARGET_GROUP}; what cannot be in a variable's name is an underscore. */
    static String variable(String label) {
        return label.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }
}
