package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.codebuild.CodeBuildStore.BuildRow;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;

/**
 * The life of a build, one phase at a time. What a failure means for the phases after it: CodeBuild User Guide, "Build
 * phase transitions".
 */
final class BuildLife {

    private static final String STEP = "codebuild.build";
    private static final String QUEUED_TOO_LONG = "codebuild.queued";
    private static final String TIMED_OUT = "codebuild.timeout";
    private static final Set<String> ENDS_THE_BUILD = Set.of("PROVISIONING", "DOWNLOAD_SOURCE", "INSTALL", "PRE_BUILD");

    private final CodeBuildStore store;
    private final Calendar calendar;
    private final SimulatedTime time;
    private final BuildFiles files;
    private final BuildLogs logs;
    private final Optional<BuildWork> work;

    /** @param work carries builds out; without it they are scripted */
    BuildLife(
            CodeBuildStore store,
            Calendar calendar,
            SimulatedTime time,
            BuildFiles files,
            BuildLogs logs,
            Optional<BuildWork> work) {
        this.store = store;
        this.calendar = calendar;
        this.time = time;
        this.files = files;
        this.logs = logs;
        this.work = work;
        calendar.on(STEP, arn -> active(arn).ifPresent(this::step));
        calendar.inPassing(
                QUEUED_TOO_LONG,
                arn -> active(arn)
                        .filter(row -> !BuildLimits.runs(row.build()))
                        .ifPresent(row -> cut(row, "Build timed out in queue")));
        calendar.on(TIMED_OUT, arn -> active(arn).ifPresent(row -> cut(row, "Build has timed out.")));
    }

    BuildRow begin(BuildRow row) {
        Instant now = now();
        Build submitted = BuildPhases.end(
                BuildPhases.enter(row.build(), "SUBMITTED", row.build().startTime()), "SUCCEEDED", "", "", now);
        BuildRow next = row.with(BuildPhases.enter(submitted, "QUEUED", now));
        store.put(next);
        String arn = next.build().arn();
        calendar.enter(STEP, arn, now.plus(script(next).time("QUEUED")));
        calendar.enter(
                QUEUED_TOO_LONG, arn, now.plus(Duration.ofMinutes(next.build().queuedTimeoutInMinutes())));
        return next;
    }

    /** Stops a build at once. */
    BuildRow stop(BuildRow row) {
        work.ifPresent(w -> w.stop(row.build().arn()));
        return complete(row.with(BuildPhases.end(row.build(), "STOPPED", "", "", now())));
    }

    /** The build has come to another phase. */
    void entering(String arn, String phase) {
        active(arn).ifPresent(row -> {
            Build ended = BuildPhases.end(row.build(), "SUCCEEDED", "", "", now());
            store.put(row.with(BuildPhases.enter(ended, phase, now())));
        });
    }

    /** The build was carried out, or could not be. */
    void ran(String arn, List<BuildRunner.Phase> phases, Build described) {
        active(arn).ifPresent(row -> {
            Build with = row.build().toBuilder()
                    .exportedEnvironmentVariables(described.exportedEnvironmentVariables())
                    .artifacts(described.artifacts())
                    .secondaryArtifacts(described.secondaryArtifacts())
                    .resolvedSourceVersion(described.resolvedSourceVersion())
                    .build();
            enter(row.with(BuildPhases.ran(with, phases, now())), "FINALIZING");
        });
    }

    /** Ends builds that a process left behind that carried them out. Within a transaction. */
    void resume() {
        for (BuildRow row : List.copyOf(store.builds.all())) {
            String arn = row.build().arn();
            boolean waits = !BuildLimits.runs(row.build());
            if (!row.isOver() && !waits && calendar.due(STEP, arn).isEmpty()) {
                complete(row.with(BuildPhases.end(
                        row.build(), "FAULT", "INTERNAL_SERVICE_ERROR", "The machine of the build was lost.", now())));
            }
        }
    }

    private void step(BuildRow row) {
        String phase = row.build().currentPhase();
        switch (phase) {
            case "QUEUED" -> {
                if (BuildLimits.isFree(store, row.build())) {
                    provision(row);
                }
            }
            case "FINALIZING" -> complete(row.with(BuildPhases.end(row.build(), "SUCCEEDED", "", "", now())));
            default -> end(row, phase);
        }
    }

    private void provision(BuildRow row) {
        calendar.strike(QUEUED_TOO_LONG, row.build().arn());
        if (work.isEmpty()) {
            Duration limit = Duration.ofMinutes(row.build().timeoutInMinutes());
            calendar.enter(TIMED_OUT, row.build().arn(), now().plus(limit));
        }
        enter(row.with(BuildPhases.end(row.build(), "SUCCEEDED", "", "", now())), "PROVISIONING");
    }

    /** A scripted phase has ended. */
    private void end(BuildRow row, String phase) {
        BuildFiles.Step done = files.step(row, phase, script(row), now());
        Build build = done.build();
        tell(build, phase, done.problem());
        if (done.problem().isEmpty()) {
            enter(row.with(BuildPhases.end(build, "SUCCEEDED", "", "", now())), following(phase));
            return;
        }
        BuildFiles.Problem problem = done.problem().get();
        Build failed = BuildPhases.end(build, "FAILED", problem.code(), problem.message(), now());
        enter(row.with(failed), ENDS_THE_BUILD.contains(phase) ? "FINALIZING" : following(phase));
    }

    /** From DOWNLOAD_SOURCE on there is a machine that says what it does. */
    private void tell(Build build, String phase, Optional<BuildFiles.Problem> problem) {
        if (phase.equals("PROVISIONING")) {
            return;
        }
        logs.say(
                build,
                "Entering phase " + phase,
                "Phase complete: " + phase + " State: " + (problem.isEmpty() ? "SUCCEEDED" : "FAILED"),
                "Phase context status code: "
                        + problem.map(BuildFiles.Problem::code).orElse("") + " Message: "
                        + problem.map(BuildFiles.Problem::message).orElse(""));
    }

    private void enter(BuildRow row, String phase) {
        BuildRow next = row.with(BuildPhases.enter(row.build(), phase, now()));
        store.put(next);
        boolean carriedOut = work.isPresent() && phase.equals("DOWNLOAD_SOURCE");
        if (carriedOut) {
            work.get().begin(next, this);
        } else {
            calendar.enter(STEP, next.build().arn(), now().plus(script(next).time(phase)));
        }
    }

    private void cut(BuildRow row, String message) {
        complete(row.with(BuildPhases.end(row.build(), "TIMED_OUT", "BUILD_TIMED_OUT", message, now())));
    }

    private BuildRow complete(BuildRow row) {
        Build build = BuildPhases.enter(row.build(), "COMPLETED", now()).toBuilder()
                .buildStatus(BuildPhases.outcome(row.build()))
                .buildComplete(true)
                .endTime(now())
                .build();
        BuildRow over = row.with(build);
        store.put(over);
        for (String kind : List.of(STEP, QUEUED_TOO_LONG, TIMED_OUT)) {
            calendar.strike(kind, build.arn());
        }
        store.active(build.arn()).stream()
                .filter(b -> !BuildLimits.runs(b.build()) && BuildLimits.sameMachines(b.build(), build))
                .filter(b -> calendar.due(STEP, b.build().arn()).isEmpty())
                .min(Comparator.comparingLong(BuildRow::order))
                .ifPresent(b -> calendar.enter(STEP, b.build().arn(), now()));
        return over;
    }

    private Optional<BuildRow> active(String arn) {
        return store.builds.get(arn).filter(row -> !row.isOver());
    }

    private static String following(String phase) {
        return BuildScript.PHASES.get(BuildScript.PHASES.indexOf(phase) + 1);
    }

    /** Words that are not understood fail the build, which says so. */
    static BuildScript script(BuildRow row) {
        String told = row.build().environment().environmentVariables().stream()
                .filter(v -> BuildScript.VARIABLE.equals(v.name()))
                .map(EnvironmentVariable::value)
                .findFirst()
                .orElse("");
        try {
            return BuildScript.parse(told == null ? "" : told);
        } catch (IllegalArgumentException e) {
            return BuildScript.parse("fail:download_source");
        }
    }

    private Instant now() {
        return time.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
