package dev.penstock.build;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.codebuild.CodeBuilds;
import dev.penstock.codebuild.NewBuild;
import dev.penstock.codebuild.ServiceBuild;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ActionResult.ExternalExecution;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.OutputArtifact;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps of a build that AWS CodeBuild runs. It is started once, whatever becomes of the runner meanwhile. */
final class ServiceBuildSteps {

    /** Within this, a build that was asked for is known again by its token; CodeBuild knows it for a little longer. */
    private static final Duration TOKEN_IS_ENOUGH = CodeBuilds.TOKENS_KNOWN.minusSeconds(30);

    /** Where no more builds may run, CodeBuild is asked again after this. */
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(30);

    /** A build that was just started may not be seen yet. */
    private static final Duration UNSEEN_AT_MOST = Duration.ofMinutes(2);

    private static final int LOG_LINES = 20;

    private final CodeBuilds builds;
    private final BuildExchange exchange;
    private final BuildLogs logs;

    /** @param logs what is followed of the builds' logs */
    ServiceBuildSteps(CodeBuilds builds, BuildExchange exchange, BuildLogs logs) {
        this.builds = builds;
        this.exchange = exchange;
        this.logs = logs;
    }

    /** Whether there is a bucket for sources and artifacts. */
    boolean hasExchange() {
        return exchange.isThere();
    }

    StepResult<CodeBuildState> begin(ActionContext context, CodeBuildConfiguration configuration) throws IOException {
        ObjectLocation folder = exchange.folder(context.token("build"));
        exchange.bring(context, BuildExchange.sources(context, configuration.primarySource(), folder));
        return new StepResult.Next<>(
                new CodeBuildState.Asked(context.now(), folder),
                "asking CodeBuild to build " + configuration.projectName());
    }

    StepResult<CodeBuildState> ask(
            ActionContext context,
            CodeBuildConfiguration configuration,
            BuildProject project,
            CodeBuildState.Asked asked) {
        NewBuild build = build(context, configuration, project, asked.exchange());
        if (context.now().isAfter(asked.at().plus(TOKEN_IS_ENOUGH))) {
            Optional<String> there = builds.find(context.scope(), build, asked.at());
            return there.isPresent()
                    ? running(context, there.get(), asked.exchange())
                    : new StepResult.Next<>(
                            new CodeBuildState.Asked(context.now(), asked.exchange()),
                            "asking CodeBuild to build " + configuration.projectName());
        }
        try {
            return running(context, builds.start(context.scope(), build), asked.exchange());
        } catch (RemoteCallException e) {
            if (e.code().equals(CodeBuilds.TOO_MANY_BUILDS)) {
                context.log("CodeBuild runs as many builds as it may; it is asked again. " + e.getMessage());
                return new StepResult.Await<>(
                        asked,
                        new Wait.Until(context.now().plus(BEFORE_ASKING_AGAIN)),
                        "waiting until CodeBuild may run another build");
            }
            if (e.kind() == Kind.NOT_FOUND) {
                return failed(
                        "PEN-BUILD-009",
                        "CodeBuild has no project '" + configuration.projectName()
                                + "'. Create it in the account and Region of the action, or have a worker run the build.");
            }
            throw e;
        }
    }

    private static NewBuild build(
            ActionContext context, CodeBuildConfiguration configuration, BuildProject project, ObjectLocation folder) {
        List<EnvironmentVariable> environment = new ArrayList<>(project.environment());
        environment.removeIf(variable -> configuration.environmentVariables().stream()
                .anyMatch(own -> own.name().equals(variable.name())));
        environment.addAll(configuration.environmentVariables());
        return new NewBuild(
                configuration.projectName(),
                context.token("build"),
                BuildExchange.sources(context, configuration.primarySource(), folder),
                new ObjectLocation(folder.bucket(), folder.key() + "/artifacts"),
                outputs(context),
                configuration.buildspecOverride().or(project::buildspec),
                configuration.serviceRole(),
                environment);
    }

    private static List<String> outputs(ActionContext context) {
        return context.declaration().outputArtifacts().stream()
                .map(OutputArtifact::name)
                .toList();
    }

    private StepResult<CodeBuildState> running(ActionContext context, String id, ObjectLocation folder) {
        context.log("CodeBuild runs the build " + id + ".");
        var running = new CodeBuildState.Running(id, context.now(), folder);
        followLog(context, running, new CodeBuilds.LogPosition.Start());
        return await(context, running, "building " + id);
    }

    private void followLog(ActionContext context, CodeBuildState.Running running, CodeBuilds.LogPosition from) {
        logs.follow(resource(context, running), from, new BuildLogTail(context)::line);
    }

    private static StepResult<CodeBuildState> await(
            ActionContext context, CodeBuildState.Running running, String summary) {
        return new StepResult.Await<>(running, new Wait.ForResource(resource(context, running)), summary);
    }

    private static ResourceId resource(ActionContext context, CodeBuildState.Running running) {
        return new ResourceId(ServiceBuild.KIND, context.scope(), running.buildId());
    }

    StepResult<CodeBuildState> follow(
            ActionContext context, CodeBuildConfiguration configuration, CodeBuildState.Running running)
            throws IOException {
        Optional<ServiceBuild> seen = context.observation(resource(context, running))
                .filter(ServiceBuild.class::isInstance)
                .map(ServiceBuild.class::cast);
        if (seen.isEmpty()) {
            return await(context, running, "building " + running.buildId());
        }
        ServiceBuild build = seen.get();
        // Nothing is done where it is followed already: this runner may not be the one that started it.
        followLog(context, running, new CodeBuilds.LogPosition.End(LOG_LINES));
        if (build.status().hasEnded()) {
            logs.finish(builds, resource(context, running), build);
        }
        return switch (build.status()) {
            case IN_PROGRESS ->
                await(
                        context,
                        running,
                        "building " + running.buildId() + (build.phase().isEmpty() ? "" : ": " + build.phase()));
            case SUCCEEDED -> succeeded(context, running, build);
            case FAILED -> ended(context, build, "PEN-BUILD-010", ActionFailure.Kind.FAILED, "failed");
            case FAULT -> ended(context, build, "PEN-BUILD-012", ActionFailure.Kind.FAILED, "was ended by CodeBuild");
            case TIMED_OUT ->
                ended(context, build, "PEN-BUILD-003", ActionFailure.Kind.TIMED_OUT, "did not end in its time");
            case STOPPED ->
                ended(context, build, "PEN-BUILD-011", ActionFailure.Kind.FAILED, "was stopped by somebody");
            case NOT_THERE -> unseen(context, configuration, running);
        };
    }

    private static StepResult<CodeBuildState> unseen(
            ActionContext context, CodeBuildConfiguration configuration, CodeBuildState.Running running) {
        Instant patience = running.since().plus(UNSEEN_AT_MOST);
        if (context.now().isBefore(patience)) {
            return new StepResult.Await<>(
                    running,
                    new Wait.ForAnyResource(List.of(resource(context, running)), Optional.of(patience)),
                    "building " + running.buildId());
        }
        return new StepResult.Fail<>(new ActionFailure(
                ActionFailure.Kind.INCONCLUSIVE,
                "PEN-BUILD-013",
                "CodeBuild does not know the build '" + running.buildId()
                        + "' any more, so nobody can say how it ended." + " Somebody has deleted it, or the project '"
                        + configuration.projectName() + "'.",
                List.of()));
    }

    private StepResult<CodeBuildState> succeeded(
            ActionContext context, CodeBuildState.Running running, ServiceBuild build) throws IOException {
        List<String> names = outputs(context);
        Map<String, ArtifactReference> stored = new LinkedHashMap<>();
        for (String name : names) {
            ObjectLocation place = new ObjectLocation(
                    running.exchange().bucket(), running.exchange().key() + "/artifacts/" + name + ".zip");
            Optional<ArtifactReference> artifact = exchange.receive(
                    context, place, Optional.ofNullable(build.digests().get(names.size() == 1 ? "" : name)));
            if (artifact.isEmpty()) {
                return failed(
                        "PEN-BUILD-014",
                        "The build '" + build.id() + "' has succeeded, but its artifact '" + name + "' is not at "
                                + place + ", or not as the build has put it there. See who writes to that bucket.");
            }
            stored.put(name, artifact.get());
        }
        return new StepResult.Succeed<>(new ActionResult(
                stored,
                exported(context, build),
                "built by " + build.id(),
                Optional.of(new ExternalExecution(
                        build.id(), build.log().map(ServiceBuild.Log::link).filter(link -> !link.isEmpty()))),
                List.of()));
    }

    /** Without secrets: what an action puts out is written into the journal. */
    private static Map<String, String> exported(ActionContext context, ServiceBuild build) {
        Map<String, String> variables = new LinkedHashMap<>();
        build.exportedVariables().forEach((name, value) -> {
            if (!BuildEnvironment.mayBePutOut(name)
                    || !context.masker().mask(value).equals(value)) {
                context.log(
                        "Warning: the variable " + name + " is not exported, because its value is or may be secret.");
            } else {
                variables.put(name, value);
            }
        });
        return variables;
    }

    private StepResult<CodeBuildState> ended(
            ActionContext context, ServiceBuild build, String code, ActionFailure.Kind kind, String how) {
        String why = build.failures().stream()
                .findFirst()
                .map(failure -> " in phase " + failure.phase() + ". "
                        + (failure.code().isEmpty() ? "" : failure.code() + ": ")
                        + failure.message())
                .orElse(".");
        List<String> details = new ArrayList<>();
        build.log().ifPresent(log -> {
            builds.logEnd(context.scope(), log, LOG_LINES)
                    .forEach(line -> details.add(context.masker().mask(line)));
            if (!log.link().isEmpty()) {
                details.add("The whole log: " + log.link());
            }
        });
        return new StepResult.Fail<>(new ActionFailure(
                kind, code, context.masker().mask("The build '" + build.id() + "' " + how + why), details));
    }

    private static StepResult<CodeBuildState> failed(String code, String message) {
        return new StepResult.Fail<>(ActionFailure.failed(code, message));
    }

    /** Stops the build, where one was started. One that was asked for and is not known is looked for. */
    void abandon(
            ActionContext context, CodeBuildConfiguration configuration, BuildProject project, CodeBuildState state) {
        id(context, configuration, project, state).ifPresent(id -> builds.stop(context.scope(), id));
        if (state instanceof CodeBuildState.Running running) {
            logs.forget(resource(context, running));
        }
    }

    /** What still goes on. */
    Optional<String> stopping(
            ActionContext context, CodeBuildConfiguration configuration, BuildProject project, CodeBuildState state) {
        return id(context, configuration, project, state)
                .filter(id ->
                        builds.look(context.scope(), List.of(id)).getFirst().status()
                                == ServiceBuild.Status.IN_PROGRESS)
                .map(id -> "CodeBuild still runs the build " + id);
    }

    private Optional<String> id(
            ActionContext context, CodeBuildConfiguration configuration, BuildProject project, CodeBuildState state) {
        return switch (state) {
            case CodeBuildState.Begun() -> Optional.empty();
            case CodeBuildState.Started ignored -> Optional.empty();
            case CodeBuildState.Asked(Instant at, ObjectLocation folder) ->
                builds.find(context.scope(), build(context, configuration, project, folder), at);
            case CodeBuildState.Running running -> Optional.of(running.buildId());
        };
    }
}
