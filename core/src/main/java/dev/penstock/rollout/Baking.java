package dev.penstock.rollout;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.Instruction;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.rollout.BakeJudge.Judgement;
import dev.penstock.rollout.Lookout.Seen;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.InconclusivePolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A look at a release that bakes, and what follows from it. */
final class Baking<C, T> {

    /** For so long a new version may be less than well before it counts as failed. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** A target that is well is looked at so often at least, where a verdict looks at what it answers. */
    private static final Duration BETWEEN_JUDGED_LOOKS = Duration.ofSeconds(30);

    /** The same where each look is a call: as often as anything new is counted. */
    private static final Duration BETWEEN_JUDGED_LOOKS_THAT_COST = Duration.ofMinutes(1);

    private final ReleaseRun<C, T> run;
    private final BakeJudge judge;
    private final OnTheWay on;
    private final ReleaseStep.Bake bake;
    private final Optional<Instruction> promoted;
    private final Lookout<C, T> lookout;

    /**
     * A look.
     *
     * @param promoted who does not want to wait any longer
     */
    Baking(ReleaseRun<C, T> run, BakeJudge judge, OnTheWay on, ReleaseStep.Bake bake, Optional<Instruction> promoted) {
        this.run = run;
        this.judge = judge;
        this.on = on;
        this.bake = bake;
        this.promoted = promoted;
        this.lookout = new Lookout<>(run, on);
    }

    private Instant now() {
        return run.release().action().now();
    }

    StepResult<ReleaseState> look() throws IOException, InterruptedException {
        return switch (lookout.look(Set.of(run.release().share()), promoted.isPresent())) {
            case Seen.Turned(StepResult<ReleaseState> result) -> result;
            case Seen.Staying staying -> looked(staying);
        };
    }

    private StepResult<ReleaseState> looked(Seen.Staying seen) throws IOException, InterruptedException {
        if (promoted.isPresent()) {
            return run.next(on, "promoted by " + promoted.get().source());
        }
        Optional<ApprovalAnswer> answer = run.release().action().approvalAnswer();
        if (on.stay().asked() && answer.isPresent()) {
            return answered(answer.get());
        }
        if (bake.judged() && seen.position().arms().isPresent()) {
            return judged(
                    seen.toldOf(judge.toldOf(run.release(), seen.position().places())));
        }
        if (on.pause().isPresent()) {
            return paused(seen);
        }
        Instant end = on.since().plus(bake.time());
        if (!now().isBefore(end) && seen.on().stay().illLooks() == 0) {
            return run.next(on, "");
        }
        Instant look = now().plus(lookout.pause(seen));
        return new StepResult.Await<>(
                seen.on(),
                Waits.until(seen.position(), look.isBefore(end) || !now().isBefore(end) ? look : end, on.deadline()),
                ReleaseRun.words(on) + " until " + end
                        + seen.ill().map(why -> ": " + why).orElse(""));
    }

    private StepResult<ReleaseState> paused(Seen.Staying seen) {
        return lookout.awaitPeople(seen, on.pause().orElseThrow().asking(), ReleaseRun.words(on) + ", paused");
    }

    private StepResult<ReleaseState> judged(Seen.Staying seen) throws IOException, InterruptedException {
        int number = (int) on.plan().steps().subList(0, on.step() + 1).stream()
                .filter(step -> step instanceof ReleaseStep.Bake each && each.judged())
                .count();
        Judgement judgement = judge.look(
                run.release(),
                new BakeJudge.Bake(
                        bake,
                        on.since(),
                        number,
                        on.plan().judgedBakes() * verdictsOfGraph(),
                        on.stay().verdict(),
                        seen.position().places(),
                        seen.position().share().isPresent()),
                seen.position().arms().orElseThrow(),
                on.plan().compared(run.release().share()));
        OnTheWay judged = seen.on().with(seen.on().stay().judged(judgement.memory()));
        Decision decision = judgement.decision();
        if (on.pause().isPresent() && !(decision instanceof Decision.RollBack)) {
            // A verdict that was given could not be gone on from: it is asked for again once the release goes on.
            boolean isOpen = decision instanceof Decision.Continue;
            return paused(isOpen ? new Seen.Staying(seen.position(), judged, seen.ill()) : seen);
        }
        return switch (decision) {
            case Decision.Continue(Instant until) -> await(judged, seen, judgement);
            case Decision.RollBack back ->
                run.turnBack(judged, seen.on(), ReleaseEnd.worse(judgement.words()), Aftermath.CHANGED);
            case Decision.Promote() -> proven(judged, seen, judgement);
            case Decision.Inconclusive(Decision.Reason reason, InconclusivePolicy.Action action) ->
                open(judged, seen, judgement, reason, action);
        };
    }

    /** What may be decided wrongly is that of the whole graph. */
    private int verdictsOfGraph() {
        return run.release().action().graph().map(ReleaseGraph::verdicts).orElse(1);
    }

    private StepResult<ReleaseState> await(OnTheWay judged, Seen.Staying seen, Judgement judgement) {
        return new StepResult.Await<>(
                judged,
                Waits.until(seen.position(), next(seen, judgement), on.deadline()),
                ReleaseRun.words(on) + ": " + judgement.words());
    }

    /** When there is something to judge, or the target is to be looked at before that. */
    private Instant next(Seen.Staying seen, Judgement judgement) {
        Instant look = now().plus(seen.ill().isPresent() ? lookout.pause(seen) : whileWell());
        return look.isBefore(judgement.next()) ? look : judgement.next();
    }

    private Duration whileWell() {
        return run.release().action().betweenLooks().isZero() ? BETWEEN_JUDGED_LOOKS : BETWEEN_JUDGED_LOOKS_THAT_COST;
    }

    private StepResult<ReleaseState> proven(OnTheWay judged, Seen.Staying seen, Judgement judgement)
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
                                Waits.until(
                                        seen.position(),
                                        next(seen, judgement).isBefore(end) ? next(seen, judgement) : end,
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
                                || on.plan().steps().get(first - 1) instanceof ReleaseStep.Hold
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
            Seen.Staying seen,
            Judgement judgement,
            Decision.Reason reason,
            InconclusivePolicy.Action action)
            throws IOException, InterruptedException {
        return switch (action) {
            case ROLL_BACK ->
                run.turnBack(judged, seen.on(), ReleaseEnd.inconclusive(reason, judgement.words()), Aftermath.CHANGED);
            case HOLD -> await(judged, seen, judgement);
            case ASK ->
                lookout.awaitPeople(
                        new Seen.Staying(
                                seen.position(), judged.with(judged.stay().asking()), seen.ill()),
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
