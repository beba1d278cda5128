package dev.penstock.function;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.Wait;
import dev.penstock.function.FunctionDeployState.Calls;
import dev.penstock.function.FunctionDeployState.Ready;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sends the calls of an alias to the new version and back. What somebody else has sent elsewhere is left alone. */
final class FunctionCalls {

    private static final Duration BUSY = Duration.ofSeconds(2);

    private final Functions functions;

    FunctionCalls(Functions functions) {
        this.functions = functions;
    }

    /** Where calls go when the new version has a share of them. */
    static AliasRouting routing(Ready ready, Calls calls, Share share) {
        if (share.equals(Share.NONE)) {
            return calls.before();
        }
        return AliasRouting.split(
                ready.version(), share.fraction(), calls.before().version());
    }

    /** Whether the release itself has sent calls there, or was just about to when its runner died. */
    static boolean isOurs(AliasRouting found, Ready ready, Calls calls, Share goal) {
        return found.equals(calls.set()) || found.equals(routing(ready, calls, goal));
    }

    TargetResult<FunctionDeployState> shift(
            ActionContext context, FunctionDeployConfiguration configuration, Ready ready, Share share) {
        Calls calls = ready.alias().orElseThrow();
        AliasRouting to = routing(ready, calls, share);
        try {
            Attempt<FunctionAlias> attempt =
                    functions.route(context.scope(), configuration.function(), alias(configuration), calls.set(), to);
            return switch (attempt) {
                case Attempt.Done<FunctionAlias> done ->
                    new TargetResult.Done<>(
                            new Ready(ready.version(), ready.arn(), Optional.of(new Calls(calls.before(), to))),
                            share + " of calls go to version " + ready.version());
                case Attempt.Overtaken<FunctionAlias>(String found) ->
                    new TargetResult.Failed<>(ready, overtaken(configuration, calls, found), Aftermath.OUT_OF_HAND);
                case Attempt.Busy<FunctionAlias>(String message) -> busy(context, ready);
            };
        } catch (RemoteCallException e) {
            return new TargetResult.Failed<>(ready, refused(e), Aftermath.CHANGED);
        }
    }

    /** Calls go back to the version that had them. */
    TargetResult<FunctionDeployState> back(
            ReleaseContext release, FunctionDeployConfiguration configuration, Ready ready) {
        ActionContext context = release.action();
        Calls calls = ready.alias().orElseThrow();
        try {
            FunctionAlias alias = functions.alias(context.scope(), configuration.function(), alias(configuration));
            AliasRouting from = isOurs(alias.routing(), ready, calls, release.share()) ? alias.routing() : calls.set();
            Attempt<FunctionAlias> attempt = functions.route(
                    context.scope(), configuration.function(), alias(configuration), from, calls.before());
            return switch (attempt) {
                case Attempt.Done<FunctionAlias> done -> {
                    context.log("All calls of the " + configuration.target() + " go to " + calls.before() + " again.");
                    yield new TargetResult.Done<>(
                            new Ready(
                                    ready.version(),
                                    ready.arn(),
                                    Optional.of(new Calls(calls.before(), calls.before()))),
                            "calls are back");
                }
                case Attempt.Overtaken<FunctionAlias>(String found) ->
                    new TargetResult.Failed<>(ready, overtaken(configuration, calls, found), Aftermath.OUT_OF_HAND);
                case Attempt.Busy<FunctionAlias>(String message) -> busy(context, ready);
            };
        } catch (RemoteCallException e) {
            return new TargetResult.Failed<>(ready, refused(e), Aftermath.OUT_OF_HAND);
        }
    }

    static ActionFailure overtaken(FunctionDeployConfiguration configuration, Calls calls, String found) {
        return new ActionFailure(
                Kind.SUPERSEDED,
                "PEN-LAMBDA-012",
                "Somebody else has sent the calls of the " + configuration.target() + " elsewhere: they go to " + found
                        + ", and the release had sent them to " + calls.set() + ". They are left as they are.",
                List.of());
    }

    /** A call that is worth asking again is asked again; what Lambda refuses ends the step, and not the release half-way. */
    private static ActionFailure refused(RemoteCallException e) {
        if (e.kind().isWorthAskingAgain()) {
            throw e;
        }
        return new ActionFailure(
                Kind.REMOTE, e.code().isEmpty() ? e.operation() : e.code(), String.valueOf(e.getMessage()), List.of());
    }

    static String alias(FunctionDeployConfiguration configuration) {
        return configuration.alias().orElseThrow();
    }

    private static TargetResult<FunctionDeployState> busy(ActionContext context, FunctionDeployState state) {
        return new TargetResult.Await<>(
                state, new Wait.Until(context.now().plus(BUSY)), "the alias is busy with another change");
    }
}
