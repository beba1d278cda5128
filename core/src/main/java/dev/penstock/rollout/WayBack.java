package dev.penstock.rollout;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.engine.StateCodec;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Wait;
import dev.penstock.rollout.ReleaseState.GoingBack;
import dev.penstock.rollout.TargetResult.Aftermath;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** One step of bringing back what ran before. */
final class WayBack<C, T> {

    private static final Duration LEAST = Duration.ofHours(1);

    private final ReleaseTarget<C, T> target;
    private final StateCodec<T> codec;
    private final C configuration;
    private final ReleaseContext release;

    WayBack(ReleaseTarget<C, T> target, StateCodec<T> codec, C configuration, ReleaseContext release) {
        this.target = target;
        this.codec = codec;
        this.configuration = configuration;
        this.release = release;
    }

    /** What it may take, once the release itself has had its time: as long as the way there, and an hour at least. */
    static Duration longest(Duration there) {
        return there.compareTo(LEAST) > 0 ? there : LEAST;
    }

    StepResult<ReleaseState> goOn(GoingBack back) throws IOException, InterruptedException {
        ActionContext action = release.action();
        action.instructions()
                .forEach(each -> action.log(
                        "Told to " + each.kind().word() + " by " + each.source() + ". It goes back already."));
        Instant end = back.since().plus(longest(target.timeout(configuration)));
        if (!action.now().isBefore(end)) {
            return new StepResult.Fail<>(ReleaseEnd.stuck(back.cause(), ReleaseEnd.tooLate("going back")));
        }
        try {
            return ask(back, end);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return new StepResult.Fail<>(ReleaseEnd.stuck(back.cause(), ReleaseEnd.refused(e)));
        }
    }

    private StepResult<ReleaseState> ask(GoingBack back, Instant end) throws IOException, InterruptedException {
        T state = codec.read(back.target());
        return switch (target.rollBack(release, configuration, state)) {
            case TargetResult.Next<T>(T next, String summary) -> new StepResult.Next<>(with(back, next), summary);
            case TargetResult.Await<T>(T next, Wait until, String summary) ->
                new StepResult.Await<>(with(back, next), Waits.inTime(until, end), summary);
            case TargetResult.Done<T> done -> new StepResult.Fail<>(ReleaseEnd.wentBack(back.cause()));
            case TargetResult.Nothing<T> nothing -> new StepResult.Fail<>(ReleaseEnd.wentBack(back.cause()));
            case TargetResult.Failed<T>(T left, ActionFailure failure, Aftermath aftermath) ->
                new StepResult.Fail<>(ReleaseEnd.stuck(back.cause(), failure));
        };
    }

    private GoingBack with(GoingBack back, T state) {
        return new GoingBack(back.plan(), back.step(), back.cause(), back.since(), codec.write(state));
    }
}
