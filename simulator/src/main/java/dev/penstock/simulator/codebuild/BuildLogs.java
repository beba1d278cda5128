package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.logs.LogStore;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.codebuild.model.Build;

/** Writes what builds print to CloudWatch Logs, some lines at a time. */
final class BuildLogs {

    private static final int AT_ONCE = 100;
    private static final long PATIENCE_NANOS = 200_000_000;

    private static final DateTimeFormatter AGENT_TIME = DateTimeFormatter.ofPattern(
                    "yyyy/MM/dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Store store;
    private final SimulatedTime time;
    private final LogStore logs;

    BuildLogs(Store store, SimulatedTime time, LogStore logs) {
        this.store = store;
        this.time = time;
        this.logs = logs;
    }

    /** Says what a scripted build does, in the form of CodeBuild's agent; within a transaction. */
    void say(Build build, String... texts) {
        String group = build.logs().groupName();
        String stream = build.logs().streamName();
        if (group == null || stream == null) {
            return;
        }
        String[] arn = build.arn().split(":", 6);
        logs.makeGroup(arn[4], arn[3], group, time.now());
        for (String text : texts) {
            String line = "[Container] " + AGENT_TIME.format(time.now()) + " " + text;
            logs.write(arn[4], arn[3], group, stream, time.now(), line);
        }
    }

    Stream open(Build build) {
        return new Stream(build);
    }

    /** The log of one build; for use by one thread. */
    final class Stream implements AutoCloseable {

        private final Build build;
        private final List<String> waiting = new ArrayList<>();
        private final List<String> hidden = new ArrayList<>();
        private long written = System.nanoTime();

        private Stream(Build build) {
            this.build = build;
        }

        /** Values that are not to be seen. */
        void hide(List<String> values) {
            values.stream().filter(value -> !value.isEmpty()).forEach(hidden::add);
        }

        void line(String text) {
            String shown = text;
            for (String value : hidden) {
                shown = shown.replace(value, "***");
            }
            waiting.add(shown);
            if (waiting.size() >= AT_ONCE || System.nanoTime() - written > PATIENCE_NANOS) {
                flush();
            }
        }

        void flush() {
            String group = build.logs().groupName();
            String stream = build.logs().streamName();
            if (group == null || stream == null || waiting.isEmpty()) {
                waiting.clear();
                return;
            }
            String[] arn = build.arn().split(":", 6);
            store.transact(() -> {
                logs.makeGroup(arn[4], arn[3], group, time.now());
                waiting.forEach(line -> logs.write(arn[4], arn[3], group, stream, time.now(), line));
                return build;
            });
            waiting.clear();
            written = System.nanoTime();
        }

        @Override
        public void close() {
            flush();
        }
    }
}
