package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /var/log/eb-engine.log}, in which a platform says what it does. Its form is that of Amazon Linux 2 and 2023. */
final class EngineLog {

    static final String PATH = "/var/log/eb-engine.log";

    private static final int MOST_LINES = 2_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final List<String> lines;

    EngineLog(List<String> before) {
        lines = new ArrayList<>(before);
    }

    /** A command begins. */
    EngineLog received(Instant now, InstanceCommand.Kind kind, String versionLabel) {
        return info(now, "Starting...")
                .info(now, "Starting EBPlatform-PlatformEngine")
                .info(now, "Engine received EB command " + name(kind))
                .info(now, "This is a workflow controlled instance. Version " + versionLabel + ".");
    }

    EngineLog instruction(Instant now, String name) {
        return info(now, "Executing instruction: " + name);
    }

    EngineLog info(Instant now, String text) {
        return add(now, "INFO", text);
    }

    /** A step has failed, and with it the command. */
    EngineLog failed(Instant now, InstanceCommand.Kind kind, String step, String error) {
        return add(
                now,
                "ERROR",
                "An error occurred during execution of command [" + name(kind) + "] - [" + step
                        + "]. Stop running the command. Error: " + error);
    }

    /** What the engine answers to the service. */
    EngineLog answered(Instant now, InstanceCommand.Kind kind, boolean succeeded, List<InstanceEvent> events) {
        List<JsonValue> told = new ArrayList<>();
        for (InstanceEvent event : events) {
            told.add(structure(
                    "msg", new JsonValue.Text(event.message()),
                    "timestamp", new JsonValue.Number(BigDecimal.valueOf(now.toEpochMilli())),
                    "severity", new JsonValue.Text(event.severity().name())));
        }
        JsonValue result = structure(
                "status", new JsonValue.Text(succeeded ? "SUCCESS" : "FAILURE"),
                "msg",
                        new JsonValue.Text(
                                succeeded
                                        ? "Engine execution has succeeded."
                                        : "Engine execution has encountered an error."),
                "returncode", new JsonValue.Number(succeeded ? BigDecimal.ZERO : BigDecimal.ONE),
                "events", new JsonValue.Array(told));
        JsonValue response = structure(
                "status", new JsonValue.Text(succeeded ? "SUCCESS" : "FAILURE"),
                "api_version", new JsonValue.Text("1.0"),
                "results", new JsonValue.Array(List.of(result)));
        return info(now, "Executing cleanup logic")
                .info(now, "CommandService Response: " + JsonTexts.of(response))
                .info(now, "Platform Engine finished execution on command: " + name(kind));
    }

    /** A line that may say its own level. */
    EngineLog raw(Instant now, String line) {
        if (line.startsWith("[WARN] ")) {
            return add(now, "WARN", line.substring("[WARN] ".length()));
        }
        return add(now, "INFO", line.startsWith("[INFO] ") ? line.substring("[INFO] ".length()) : line);
    }

    /** The lines, the newest {@value #MOST_LINES} of them. */
    List<String> lines() {
        return List.copyOf(lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }

    private EngineLog add(Instant now, String level, String text) {
        text.lines().findFirst().ifPresent(first -> lines.add(TIME.format(now) + " [" + level + "] " + first));
        text.lines().skip(1).forEach(lines::add);
        return this;
    }

    private static String name(InstanceCommand.Kind kind) {
        return switch (kind) {
            case LAUNCH, DEPLOY -> "app-deploy";
            case CONFIGURE -> "config-deploy";
            case RESTART -> "restart-app-server";
        };
    }

    private static JsonValue structure(Object... namesAndValues) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (JsonValue) namesAndValues[i + 1]);
        }
        return new JsonValue.Structure(members);
    }
}
