package dev.penstock.function;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Wait;
import dev.penstock.function.FunctionDeployState.Begun;
import dev.penstock.function.FunctionDeployState.Calls;
import dev.penstock.function.FunctionDeployState.Changing;
import dev.penstock.function.FunctionDeployState.Coding;
import dev.penstock.function.FunctionDeployState.Published;
import dev.penstock.function.FunctionDeployState.Publishing;
import dev.penstock.function.FunctionDeployState.Ready;
import dev.penstock.function.FunctionVersion.State;
import dev.penstock.function.FunctionVersion.UpdateStatus;
import dev.penstock.rollout.TargetResult;
import dev.penstock.stack.AlarmStates;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sees to it that there is a new version that can be invoked. Calls stay where they are. */
final class FunctionPreparation {

    private static final Duration BUSY = Duration.ofSeconds(2);

    private final Functions functions;
    private final AlarmStates alarms;
    private final FunctionBundle bundle;
    private final FunctionTrial trial;

    FunctionPreparation(Functions functions, AlarmStates alarms, FunctionBundle bundle, FunctionTrial trial) {
        this.functions = functions;
        this.alarms = alarms;
        this.bundle = bundle;
        this.trial = trial;
    }

    TargetResult<FunctionDeployState> prepare(
            ActionContext context, FunctionDeployConfiguration configuration, FunctionDeployState state)
            throws IOException, FunctionFailure {
        return switch (state) {
            case Begun() -> look(context, configuration);
            case Coding coding -> changeCode(context, configuration, coding);
            case Changing changing -> follow(context, configuration, changing);
            case Publishing publishing -> publish(context, configuration, publishing);
            case Published published -> settle(context, configuration, published);
            case Ready ready -> new TargetResult.Done<>(ready, "version " + ready.version());
        };
    }

    private TargetResult<FunctionDeployState> look(ActionContext context, FunctionDeployConfiguration configuration)
            throws IOException, FunctionFailure {
        FunctionVersion latest = latest(context, configuration);
        Optional<AliasRouting> before = before(context, configuration);
        List<String> against =
                configuration.alarms().isEmpty() ? List.of() : alarms.against(context.scope(), configuration.alarms());
        if (!against.isEmpty()) {
            throw new FunctionFailure(
                    "PEN-LAMBDA-004",
                    "Alarms speak against a release before it has begun: " + String.join(", ", against)
                            + ". Nothing was changed.");
        }
        if (configuration.version().isPresent()) {
            return new TargetResult.Next<>(
                    new Published(before, configuration.version().get()), "");
        }
        if (latest.isChanging()) {
            return new TargetResult.Await<>(
                    new Begun(), awaiting(context, configuration, FunctionVersion.LATEST), "the function is changing");
        }
        FunctionCode code = bundle.code(context, latest.packageType());
        if (latest.codeSha256().equals(code.sha256())) {
            return new TargetResult.Next<>(new Changing(before, code.sha256()), "has the code already");
        }
        return new TargetResult.Next<>(new Coding(before, code.sha256(), latest.revision()), "");
    }

    private FunctionVersion latest(ActionContext context, FunctionDeployConfiguration configuration)
            throws FunctionFailure {
        try {
            return functions.version(context.scope(), configuration.function(), FunctionVersion.LATEST);
        } catch (RemoteCallException e) {
            throw missing(
                    e,
                    "PEN-LAMBDA-001",
                    "There is no function '" + configuration.functionName() + "'. Create it"
                            + " first, or check its name, the account and the Region: an action deploys to what is there.");
        }
    }

    private Optional<AliasRouting> before(ActionContext context, FunctionDeployConfiguration configuration)
            throws FunctionFailure {
        if (configuration.alias().isEmpty()) {
            return Optional.empty();
        }
        AliasRouting routing;
        try {
            routing = functions
                    .alias(
                            context.scope(),
                            configuration.function(),
                            configuration.alias().get())
                    .routing();
        } catch (RemoteCallException e) {
            throw missing(
                    e,
                    "PEN-LAMBDA-002",
                    "There is no " + configuration.target()
                            + ". Create it for the version that is to run until then. Nothing was changed.");
        }
        if (!routing.isSingle() || routing.version().equals(FunctionVersion.LATEST)) {
            throw new FunctionFailure(
                    "PEN-LAMBDA-003",
                    "The " + configuration.target() + " sends calls to " + routing
                            + ". A release begins with one published version, which it can go back to. End the other"
                            + " deployment, or point the alias at one version. Nothing was changed.");
        }
        return Optional.of(routing);
    }

    /** What is not there has an id of its own; every other failure is told as it is. */
    private static FunctionFailure missing(RemoteCallException e, String code, String message) {
        if (e.kind() != RemoteCallException.Kind.NOT_FOUND) {
            throw e;
        }
        return new FunctionFailure(code, message);
    }

    private TargetResult<FunctionDeployState> changeCode(
            ActionContext context, FunctionDeployConfiguration configuration, Coding coding)
            throws IOException, FunctionFailure {
        FunctionVersion latest = latest(context, configuration);
        FunctionCode code = bundle.code(context, latest.packageType());
        return switch (functions.changeCode(context.scope(), configuration.function(), code, coding.revision())) {
            case Attempt.Done<FunctionVersion> done ->
                new TargetResult.Next<>(new Changing(coding.before(), coding.codeSha256()), "code is changed");
            case Attempt.Overtaken<FunctionVersion>(String found) -> {
                context.log("Somebody has changed the function meanwhile: it is looked at anew.");
                yield new TargetResult.Next<>(new Begun(), "looked at anew");
            }
            case Attempt.Busy<FunctionVersion>(String message) -> busy(context, coding);
        };
    }

    private TargetResult<FunctionDeployState> follow(
            ActionContext context, FunctionDeployConfiguration configuration, Changing changing)
            throws FunctionFailure {
        FunctionVersion latest = latest(context, configuration);
        requireOurs(configuration, changing.codeSha256(), latest);
        if (latest.isChanging()) {
            return new TargetResult.Await<>(
                    changing, awaiting(context, configuration, FunctionVersion.LATEST), "code is changed");
        }
        if (latest.update() == UpdateStatus.FAILED || latest.state() == State.FAILED) {
            throw new FunctionFailure(
                    "PEN-LAMBDA-008",
                    "Lambda could not give the function '" + configuration.functionName() + "' the new code: "
                            + (latest.updateReason().isEmpty() ? latest.stateReason() : latest.updateReason())
                            + " No version was published.");
        }
        return new TargetResult.Next<>(new Publishing(changing.before(), changing.codeSha256(), latest.revision()), "");
    }

    private static void requireOurs(
            FunctionDeployConfiguration configuration, String codeSha256, FunctionVersion latest)
            throws FunctionFailure {
        if (!latest.codeSha256().equals(codeSha256)) {
            throw new FunctionFailure(
                    ActionFailure.Kind.SUPERSEDED,
                    "PEN-LAMBDA-007",
                    "Somebody has given the function '" + configuration.functionName() + "' other code ("
                            + latest.codeSha256() + ") before that of this release (" + codeSha256 + ") was published.",
                    List.of());
        }
    }

    private TargetResult<FunctionDeployState> publish(
            ActionContext context, FunctionDeployConfiguration configuration, Publishing publishing)
            throws FunctionFailure {
        String description = "penstock " + context.token("publish");
        Attempt<FunctionVersion> attempt = functions.publish(
                context.scope(), configuration.function(), publishing.codeSha256(), publishing.revision(), description);
        return switch (attempt) {
            case Attempt.Done<FunctionVersion>(FunctionVersion version) ->
                new TargetResult.Next<>(
                        new Published(publishing.before(), version.version()), "version " + version.version());
            case Attempt.Overtaken<FunctionVersion>(String found) -> {
                requireOurs(configuration, publishing.codeSha256(), latest(context, configuration));
                context.log("Somebody has changed the function's settings meanwhile: they are published with it.");
                yield new TargetResult.Next<>(
                        new Changing(publishing.before(), publishing.codeSha256()), "looked at anew");
            }
            case Attempt.Busy<FunctionVersion>(String message) -> busy(context, publishing);
        };
    }

    private TargetResult<FunctionDeployState> settle(
            ActionContext context, FunctionDeployConfiguration configuration, Published published)
            throws FunctionFailure {
        FunctionVersion version;
        try {
            version = functions.version(context.scope(), configuration.function(), published.version());
        } catch (RemoteCallException e) {
            throw missing(
                    e,
                    "PEN-LAMBDA-009",
                    "The function '" + configuration.functionName() + "' has no version " + published.version()
                            + ". It has to be published before the action begins. Nothing was changed.");
        }
        return switch (version.state()) {
            case PENDING ->
                new TargetResult.Await<>(
                        published,
                        awaiting(context, configuration, published.version()),
                        "version " + published.version() + " is made ready");
            case FAILED, INACTIVE -> throw notReady(configuration, version);
            case ACTIVE -> ready(context, configuration, published, version);
        };
    }

    private static FunctionFailure notReady(FunctionDeployConfiguration configuration, FunctionVersion version) {
        String cure = version.state() == State.INACTIVE
                ? " Lambda has put it away, as nobody called it; invoke it once, and retry when it is active."
                : "";
        return new FunctionFailure(
                "PEN-LAMBDA-010",
                "Version " + version.version() + " of the function '" + configuration.functionName()
                        + "' cannot be invoked: it is " + version.state() + "."
                        + (version.stateReason().isEmpty() ? "" : " " + version.stateReason()) + cure
                        + " No call was sent to it.");
    }

    private TargetResult<FunctionDeployState> ready(
            ActionContext context,
            FunctionDeployConfiguration configuration,
            Published published,
            FunctionVersion version)
            throws FunctionFailure {
        Optional<Calls> calls = published.before().map(before -> new Calls(before, before));
        Ready ready = new Ready(version.version(), version.arn(), calls);
        if (published.before().equals(Optional.of(AliasRouting.all(version.version())))) {
            return new TargetResult.Nothing<>(
                    ready, "the " + configuration.target() + " has version " + version.version() + " already");
        }
        trial.ownEvent(context, configuration, version.version());
        return new TargetResult.Done<>(ready, "version " + version.version() + " is ready");
    }

    private static Wait awaiting(ActionContext context, FunctionDeployConfiguration configuration, String version) {
        return new Wait.ForResource(FunctionVersion.resource(context.scope(), configuration.function(), version));
    }

    private static TargetResult<FunctionDeployState> busy(ActionContext context, FunctionDeployState state) {
        return new TargetResult.Await<>(
                state, new Wait.Until(context.now().plus(BUSY)), "the function is busy with another change");
    }
}
