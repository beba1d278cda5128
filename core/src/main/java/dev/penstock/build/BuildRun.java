package dev.penstock.build;

import dev.penstock.build.BuildspecPhase.OnFailure;
import dev.penstock.build.report.TestReport;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One build: takes a buildspec through its phases in a session.
 *
 * <p>After a failure in INSTALL or PRE_BUILD the build ends; after one in BUILD, POST_BUILD still runs and artifacts are
 * still looked for; {@code on-failure} changes that (CodeBuild User Guide, build phase transitions). A build in which a
 * phase failed has failed, whatever ran after it.
 */
public final class BuildRun {

    private static final String SUCCEEDING = "CODEBUILD_BUILD_SUCCEEDING";

    private final Buildspec buildspec;
    private final BuildSession session;
    private final BuildLog progress;
    private final ContainerLog log;
    private final InstantSource clock;
    private final List<BuildPhase> phases = new ArrayList<>();
    private final Map<String, CollectedArtifact> artifacts = new LinkedHashMap<>();
    private final Map<String, TestReport> reports = new LinkedHashMap<>();
    private BuildStatus status = BuildStatus.SUCCEEDED;
    private Optional<BuildResult.Failure> failure = Optional.empty();

    /** A build that has not begun. */
    public BuildRun(Buildspec buildspec, BuildSession session, BuildLog log, InstantSource clock) {
        this.buildspec = buildspec;
        this.session = session;
        this.progress = log;
        this.log = new ContainerLog(log, clock);
        this.clock = clock;
    }

    /**
     * Runs it to its end. Only once.
     *
     * @param outputs which artifacts are wanted
     */
    public BuildResult run(BuildOutputs outputs) throws IOException, InterruptedException {
        boolean reachedEnd = runPhases();
        Map<String, String> exported = status == BuildStatus.TIMED_OUT ? Map.of() : exportedVariables();
        if (reachedEnd && status != BuildStatus.TIMED_OUT) {
            collectReports();
        }
        if (reachedEnd && status != BuildStatus.TIMED_OUT) {
            collectArtifacts(outputs);
        }
        return new BuildResult(status, phases, failure, exported, artifacts, reports);
    }

    /** Returns whether artifacts are to be looked for. */
    private boolean runPhases() throws IOException, InterruptedException {
        log.say("Phases found in YAML: " + buildspec.phases().size());
        for (BuildspecPhase phase : buildspec.phases()) {
            boolean late = phase.type().compareTo(BuildPhaseType.BUILD) >= 0;
            if (!runPhase(phase) && !goesOn(phase.onFailure(), late)) {
                return false;
            }
        }
        return true;
    }

    private boolean goesOn(OnFailure onFailure, boolean late) {
        if (status == BuildStatus.TIMED_OUT) {
            return false;
        }
        return switch (onFailure) {
            case ABORT -> false;
            case CONTINUE -> true;
            case TRANSITION -> late;
        };
    }

    private boolean runPhase(BuildspecPhase phase) throws IOException, InterruptedException {
        Instant start = clock.instant();
        progress.entering(phase.type());
        log.say("Entering phase " + phase.type());
        List<BuildPhase.Context> contexts = new ArrayList<>();
        BuildStatus ended;
        try {
            runUntilFailure(phase.commands(), contexts);
            runUntilFailure(phase.finallyCommands(), contexts);
            ended = contexts.isEmpty() ? BuildStatus.SUCCEEDED : BuildStatus.FAILED;
            if (ended == BuildStatus.FAILED) {
                session.export(SUCCEEDING, "0");
            }
        } catch (BuildTimeoutException e) {
            ended = BuildStatus.TIMED_OUT;
            contexts.add(new BuildPhase.Context("BUILD_TIMED_OUT", String.valueOf(e.getMessage())));
        }
        complete(new BuildPhase(phase.type(), ended, start, clock.instant(), contexts));
        return ended == BuildStatus.SUCCEEDED;
    }

    private void runUntilFailure(List<String> commands, List<BuildPhase.Context> contexts)
            throws IOException, InterruptedException, BuildTimeoutException {
        for (String command : commands) {
            log.say("Running command " + command.stripTrailing());
            int exit = session.run(command);
            if (exit != 0) {
                log.say("Command did not exit successfully " + command.stripTrailing() + " exit status " + exit);
                progress.failed();
                contexts.add(new BuildPhase.Context(
                        "COMMAND_EXECUTION_ERROR",
                        "Error while executing command: " + command.strip() + ". Reason: exit status " + exit));
                return;
            }
        }
    }

    private void complete(BuildPhase phase) {
        phases.add(phase);
        log.say("Phase complete: " + phase.type() + " State: " + phase.status());
        String code =
                phase.contexts().isEmpty() ? "" : phase.contexts().getFirst().statusCode();
        String message =
                phase.contexts().isEmpty() ? "" : phase.contexts().getFirst().message();
        log.say("Phase context status code: " + code + " Message: " + message);
        if (phase.status() != BuildStatus.SUCCEEDED) {
            if (failure.isEmpty()) {
                failure = Optional.of(new BuildResult.Failure(phase.type(), message));
            }
            status = phase.status() == BuildStatus.TIMED_OUT ? BuildStatus.TIMED_OUT : BuildStatus.FAILED;
        }
    }

    private Map<String, String> exportedVariables() throws IOException, InterruptedException {
        List<String> names = buildspec.environment().exportedVariables();
        if (names.isEmpty()) {
            return Map.of();
        }
        try {
            return session.variables(names);
        } catch (BuildTimeoutException e) {
            timedOut(BuildPhaseType.FINALIZING, e);
            return Map.of();
        }
    }

    /** Also of a build that failed: its reports tell why. */
    private void collectReports() throws IOException, InterruptedException {
        var collector = new ReportCollector(session, log::say);
        for (BuildspecReport group : buildspec.reports()) {
            try {
                collector
                        .collect(group, withVariables(group.files()))
                        .ifPresent(report -> reports.put(group.group(), report));
            } catch (BuildTimeoutException e) {
                timedOut(BuildPhaseType.UPLOAD_ARTIFACTS, e);
                return;
            }
        }
    }

    private void collectArtifacts(BuildOutputs outputs) throws IOException, InterruptedException {
        if (outputs.identifiers().isEmpty()) {
            return;
        }
        Instant start = clock.instant();
        progress.entering(BuildPhaseType.UPLOAD_ARTIFACTS);
        log.say("Entering phase UPLOAD_ARTIFACTS");
        List<BuildPhase.Context> contexts = new ArrayList<>();
        var collector = new ArtifactCollector(session, log::say);
        for (String identifier : outputs.identifiers()) {
            BuildspecArtifacts.Files files = outputs.files(buildspec, identifier);
            try {
                artifacts.put(identifier, collector.collect(withVariables(files)));
            } catch (ArtifactCollector.NoFilesException e) {
                contexts.add(new BuildPhase.Context("CLIENT_ERROR", "Artifact " + identifier + ": " + e.getMessage()));
            } catch (BuildTimeoutException e) {
                timedOut(BuildPhaseType.UPLOAD_ARTIFACTS, e);
                return;
            }
        }
        BuildStatus ended = contexts.isEmpty() ? BuildStatus.SUCCEEDED : BuildStatus.FAILED;
        complete(new BuildPhase(BuildPhaseType.UPLOAD_ARTIFACTS, ended, start, clock.instant(), contexts));
    }

    private void timedOut(BuildPhaseType phase, BuildTimeoutException e) {
        Instant now = clock.instant();
        var context = new BuildPhase.Context("BUILD_TIMED_OUT", String.valueOf(e.getMessage()));
        complete(new BuildPhase(phase, BuildStatus.TIMED_OUT, now, now, List.of(context)));
    }

    private BuildspecArtifacts.Files withVariables(BuildspecArtifacts.Files files)
            throws IOException, InterruptedException, BuildTimeoutException {
        Set<String> names = new LinkedHashSet<>();
        files.patterns().forEach(text -> VariableNames.collect(text, names));
        files.exclude().forEach(text -> VariableNames.collect(text, names));
        files.baseDirectory().ifPresent(text -> VariableNames.collect(text, names));
        if (names.isEmpty()) {
            return files;
        }
        Map<String, String> values = session.variables(names);
        return new BuildspecArtifacts.Files(
                replaced(files.patterns(), values),
                files.baseDirectory().map(text -> VariableNames.replace(text, values)),
                files.discardPaths(),
                replaced(files.exclude(), values),
                files.keepLinks());
    }

    private static List<String> replaced(List<String> texts, Map<String, String> values) {
        return texts.stream().map(text -> VariableNames.replace(text, values)).toList();
    }
}
