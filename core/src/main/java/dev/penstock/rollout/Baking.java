package dev.penstock.rollout;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.rollout.BakeJudge.Judgement;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import dev.penstock.rollout.ReleaseState.Stay;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.InconclusivePolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A look at a release that bakes, and what follows from it. */
final class Baking<C, T> {

    /** For so long a new version may be less than well before it counts as failed. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int BAD_LOOKS = 3;

    private final ReleaseRun<C, T> run;
    private final BakeJudge judge;
    private final OnTheWay on;
    private final ReleaseStep.Bake bake;

    Baking(ReleaseRun<C, T> run, BakeJudge judge, OnTheWay on, ReleaseStep.Bake bake) {
        this.run = run;
        this.judge = judge;
        this.on = on;
        this.bake = bake;
    }

    private Instant now() {
        return run.release().action().now();
    }

    StepResult<ReleaseState> look() throws IOException, InterruptedException {
        Position position = run.position(on);
        Share share = run.release().share();
        Optional<Share> changed = position.share().filter(found -> !found.equals(share));
        return switch (position.condition()) {
            case Condition.Overtaken(ActionFailure failure) -> run.turnBack(on, failure, Aftermath.OUT_OF_HAND);
            case Condition.Broken(ActionFailure failure) -> run.turnBack(on, failure, Aftermath.CHANGED);
            case Condition.Ill(String why) -> looked(position, share, changed, Optional.of(why));
            case Condition.Well() -> looked(position, share, changed, Optional.empty());
        };
    }

    private StepResult<ReleaseState> looked(
            Position position, Share share, Optional<Share> changed, Optional<String> ill)
            throws IOException, InterruptedException {
        if (changed.isPresent()) {
            return run.turnBack(on, ReleaseEnd.sharesChanged(share, changed.get()), Aftermath.OUT_OF_HAND);
        }
        // What wakes it between looks, such as a change of something else, is no look of its own.
        boolean isLook = on.stay()
                .lookedAt()
                .map(last -> !now().isBefore(last.plus(ReleaseRun.BETWEEN_LOOKS)))
                .orElse(true);
        Stay stay = isLook ? on.stay().looked(ill.isPresent(), now()) : on.stay();
        if (ill.isPresent() && stay.illLooks() >= BAD_LOOKS) {
            return run.turnBack(on, ReleaseEnd.ill(ill.get(), stay.illLooks()), Aftermath.CHANGED);
        }
        Optional<ApprovalAnswer> answer = run.release().action().approvalAnswer();
        if (on.stay().asked() && answer.isPresent()) {
            return answered(answer.get());
        }
        if (bake.judged() && position.arms().isPresent()) {
            return judged(position, share, on.with(stay));
        }
        Instant end = on.since().plus(bake.time());
        if (!now().isBefore(end) && stay.illLooks() == 0) {
            return run.next(on, "");
        }
        Instant look = now().plus(ReleaseRun.BETWEEN_LOOKS);
        return new StepResult.Await<>(
                on.with(stay),
                ReleaseRun.wait(position, look.isBefore(end) || !now().isBefore(end) ? look : end, on.deadline()),
                ReleaseRun.words(on) + " until " + end
                        + ill.map(why -> ": " + why).orElse(""));
    }

    private StepResult<ReleaseState> judged(Position position, Share share, OnTheWay seen)
            throws IOException, InterruptedException {
        int number = (int) on.plan().steps().subList(0, on.step() + 1).stream()
                .filter(step -> step instanceof ReleaseStep.Bake each && each.judged())
                .count();
        Judgement judgement = judge.look(
                run.release(),
                new BakeJudge.Bake(
                        bake,
                        on.since(),
                        number,
                        on.plan().judgedBakes(),
                        on.stay().verdict()),
                position.arms().orElseThrow(),
                share);
        OnTheWay judged = seen.with(seen.stay().judged(judgement.memory()));
        return switch (judgement.decision()) {
            case Decision.Continue(Instant until) -> await(judged, position, judgement);
            case Decision.RollBack back -> run.turnBack(judged, ReleaseEnd.worse(judgement.words()), Aftermath.CHANGED);
            case Decision.Promote() -> proven(judged, position, judgement);
            case Decision.Inconclusive(Decision.Reason reason, InconclusivePolicy.Action action) ->
                open(judged, position, judgement, reason, action);
        };
    }

    private StepResult<ReleaseState> await(OnTheWay judged, Position position, Judgement judgement) {
        return new StepResult.Await<>(
                judged,
                ReleaseRun.wait(position, judgement.next(), on.deadline()),
                ReleaseRun.words(on) + ": " + judgement.words());
    }

    private StepResult<ReleaseState> proven(OnTheWay judged, Position position, Judgement judgement)
            throws IOException, InterruptedException {
        run.release().action().log(judgement.words());
        return switch (run.release().settings().whenProven()) {
            case NEXT_STEP -> run.next(judged, "proven: " + judgement.words());
            case ALL_TRAFFIC -> run.skipTo(judged, beforeAllTraffic(), "proven: " + judgement.words());
            case WAIT -> {
                Instant end = on.since().plus(bake.time());
                yield now().isBefore(end)
                        ? new StepResult.Await<>(
                                // Without this look, which a verdict that was given could not go on from.
                                judged.with(judged.stay().judged(on.stay().verdict())),
                                ReleaseRun.wait(
                                        position,
                                        judgement.next().isBefore(end) ? judgement.next() : end,
                                        on.deadline()),
                                ReleaseRun.words(on) + ": proven, until " + end)
                        : run.next(judged, "proven: " + judgement.words());
            }
        };
    }

    /** The step that gives all requests to the new version, or a question or more capacity that comes right before it. */
    private int beforeAllTraffic() {
        int step = on.step() + 1;
        for (int i = step; i < on.plan().steps().size(); i++) {
            if (on.plan().steps().get(i) instanceof ReleaseStep.Shift(Share share) && share.equals(Share.ALL)) {
                int first = i;
                while (first > step
                        && (on.plan().steps().get(first - 1) instanceof ReleaseStep.Approve
                                || on.plan().steps().get(first - 1) instanceof ReleaseStep.ScaleUp)) {
                    first--;
                }
                return first;
            }
        }
        return step;
    }

    private StepResult<ReleaseState> open(
            OnTheWay judged,
            Position position,
            Judgement judgement,
            Decision.Reason reason,
            InconclusivePolicy.Action action)
            throws IOException {
        return switch (action) {
            case ROLL_BACK ->
                run.turnBack(judged, ReleaseEnd.inconclusive(reason, judgement.words()), Aftermath.CHANGED);
            case HOLD -> await(judged, position, judgement);
            case ASK ->
                new StepResult.Await<>(
                        judged.with(judged.stay().asking()),
                        run.question(
                                on,
                                "Whether the new version is well could not be told: " + ReleaseEnd.inWords(reason)
                                        + ". Shall the release go on?"),
                        ReleaseRun.words(on) + ": " + ReleaseEnd.inWords(reason) + ", asks what to do");
        };
    }

    private StepResult<ReleaseState> answered(ApprovalAnswer answer) throws IOException, InterruptedException {
        if (answer.approved()) {
            run.release().action().log("Promoted by " + answer.by() + ".");
            return run.next(on, "promoted by " + answer.by());
        }
        return run.turnBack(on, ReleaseEnd.rejected(answer.by(), answer.summary()), Aftermath.CHANGED);
    }
}
