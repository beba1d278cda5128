package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ModelJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;

/**
 * The events that CodeBuild sends to EventBridge when builds begin and end, and when one of their phases is over. Source: CodeBuild User
 * Guide, "Build notifications input format reference".
 */
final class BuildEvents {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ServiceEvents told;

    private BuildEvents(ServiceEvents told) {
        this.told = told;
    }

    /** Tells of all that changes from now on. */
    static void tell(CodeBuildStore rows, ServiceEvents told) {
        BuildEvents events = new BuildEvents(told);
        rows.builds.watch((key, before, after) ->
                after.ifPresent(row -> events.changed(before.map(CodeBuildStore.BuildRow::build), row.build())));
    }

    private void changed(Optional<Build> before, Build after) {
        String[] arn = after.arn().split(":", 6);
        if (!told.isHeard(arn[4], arn[3])) {
            return;
        }
        List<BuildPhase> ended = before.map(Build::phases).orElse(List.of()).stream()
                .filter(phase -> phase.phaseStatus() != null)
                .toList();
        after.phases().stream()
                .filter(phase -> phase.phaseStatus() != null
                        && ended.stream().noneMatch(known -> known.phaseType() == phase.phaseType()))
                .forEach(phase -> send(arn, after, "CodeBuild Build Phase Change", phase(after, phase)));
        String status = after.buildStatusAsString();
        if (!before.map(Build::buildStatusAsString).equals(Optional.ofNullable(status))) {
            send(arn, after, "CodeBuild Build State Change", state(after));
        }
    }

    private void send(String[] arn, Build build, String type, JsonValue.Structure detail) {
        told.tell(new ServiceEvents.Told(arn[4], arn[3], "aws.codebuild", type, List.of(build.arn()), detail));
    }

    private static JsonValue.Structure state(Build build) {
        Map<String, JsonValue> detail = new LinkedHashMap<>();
        detail.putAll(ModelJson.texts(
                        "build-status",
                        build.buildStatusAsString(),
                        "project-name",
                        build.projectName(),
                        "build-id",
                        build.arn())
                .members());
        detail.put("additional-information", information(build));
        detail.putAll(ModelJson.texts(
                        "current-phase",
                        String.valueOf(build.currentPhase()),
                        "current-phase-context",
                        "[]",
                        "version",
                        "1")
                .members());
        return new JsonValue.Structure(detail);
    }

    private static JsonValue.Structure phase(Build build, BuildPhase phase) {
        Map<String, JsonValue> detail = new LinkedHashMap<>();
        detail.putAll(ModelJson.texts(
                        "completed-phase",
                        phase.phaseTypeAsString(),
                        "project-name",
                        build.projectName(),
                        "build-id",
                        build.arn(),
                        "completed-phase-context",
                        context(phase))
                .members());
        detail.put("additional-information", information(build));
        detail.put("completed-phase-status", new JsonValue.Text(phase.phaseStatusAsString()));
        if (phase.durationInSeconds() != null) {
            detail.put(
                    "completed-phase-duration-seconds",
                    new JsonValue.Number(java.math.BigDecimal.valueOf(phase.durationInSeconds())));
        }
        detail.putAll(ModelJson.texts(
                        "version",
                        "1",
                        "completed-phase-start",
                        time(phase.startTime()),
                        "completed-phase-end",
                        time(phase.endTime()))
                .members());
        return new JsonValue.Structure(detail);
    }

    private static String context(BuildPhase phase) {
        return phase.contexts().stream()
                .map(context -> (context.statusCode() == null ? "" : context.statusCode())
                        + ": "
                        + (context.message() == null ? "" : context.message()))
                .toList()
                .toString();
    }

    private static JsonValue.Structure information(Build build) {
        Map<String, JsonValue> all = new LinkedHashMap<>();
        if (build.artifacts() != null && build.artifacts().location() != null) {
            all.put("artifact", ModelJson.texts("location", build.artifacts().location()));
        }
        if (build.environment() != null) {
            JsonValue.Structure environment = ModelJson.of(build.environment());
            Map<String, JsonValue> renamed = new LinkedHashMap<>();
            environment.members().forEach((name, value) -> renamed.put(dashed(name), value));
            all.put("environment", new JsonValue.Structure(renamed));
        }
        if (build.timeoutInMinutes() != null) {
            all.put("timeout-in-minutes", new JsonValue.Number(java.math.BigDecimal.valueOf(build.timeoutInMinutes())));
        }
        all.put("build-complete", new JsonValue.Truth(Boolean.TRUE.equals(build.buildComplete())));
        all.put("initiator", new JsonValue.Text(String.valueOf(build.initiator())));
        all.put("build-start-time", new JsonValue.Text(time(build.startTime())));
        if (build.source() != null && build.source().typeAsString() != null) {
            all.put("source", ModelJson.texts("type", build.source().typeAsString()));
        }
        if (build.logs() != null && build.logs().groupName() != null) {
            all.put(
                    "logs",
                    ModelJson.texts(
                            "group-name",
                            build.logs().groupName(),
                            "stream-name",
                            String.valueOf(build.logs().streamName()),
                            "deep-link",
                            String.valueOf(build.logs().deepLink())));
        }
        all.put("phases", phases(build));
        return new JsonValue.Structure(all);
    }

    private static JsonValue phases(Build build) {
        return new JsonValue.Array(build.phases().stream()
                .map(phase -> {
                    JsonValue.Structure one =
                            ModelJson.texts("phase-context", context(phase), "start-time", time(phase.startTime()));
                    JsonValue.Structure ended = phase.endTime() == null
                            ? one
                            : ModelJson.with(one, "end-time", new JsonValue.Text(time(phase.endTime())));
                    JsonValue.Structure judged = phase.phaseStatusAsString() == null
                            ? ended
                            : ModelJson.with(ended, "phase-status", new JsonValue.Text(phase.phaseStatusAsString()));
                    return (JsonValue) ModelJson.with(
                            judged, "phase-type", new JsonValue.Text(String.valueOf(phase.phaseTypeAsString())));
                })
                .toList());
    }

    private static String dashed(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "" : TIME.format(at);
    }
}
