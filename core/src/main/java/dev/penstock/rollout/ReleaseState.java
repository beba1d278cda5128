package dev.penstock.rollout;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Asking;
import dev.penstock.execution.StoredVerdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where a release is: what the journal has of it. The target's own state goes along as a tree. */
public sealed interface ReleaseState {

    /** No plan was made yet. */
    record Planning() implements ReleaseState {}

    /**
     * A step of the plan is being done.
     *
     * @param plan all steps
     * @param step which, from 0
     * @param since when it was begun
     * @param target the target's state
     * @param stay what was seen while it bakes or asks
     * @param milestones what was reached so far
     * @param deadline when the release goes back if it has not ended by then; while it is paused it does not count
     * @param verdicts of bakes that are over
     * @param pause who wants it to stay where it is
     * @param begun whether the target has begun with the step
     */
    record OnTheWay(
            ReleasePlan plan,
            int step,
            Instant since,
            JsonNode target,
            Stay stay,
            Milestones milestones,
            Instant deadline,
            StoredVerdicts verdicts,
            Optional<Pause> pause,
            boolean begun)
            implements ReleaseState {

        /** What the target remembers once it has begun with the step. */
        OnTheWay with(JsonNode next) {
            return new OnTheWay(plan, step, since, next, stay, milestones, deadline, verdicts, pause, true);
        }

        /** The step is begun at a later time; until then the release has no time-out. */
        OnTheWay beginningAt(Instant later, Instant now) {
            return new OnTheWay(
                    plan,
                    step,
                    later,
                    target,
                    stay,
                    milestones,
                    deadline.plus(Duration.between(now, later)),
                    verdicts,
                    pause,
                    begun);
        }

        OnTheWay with(Optional<Pause> next) {
            return new OnTheWay(plan, step, since, target, stay, milestones, deadline, verdicts, next, begun);
        }

        OnTheWay until(Instant next) {
            return new OnTheWay(plan, step, since, target, stay, milestones, next, verdicts, pause, begun);
        }

        OnTheWay with(Stay next) {
            return new OnTheWay(plan, step, since, target, next, milestones, deadline, verdicts, pause, begun);
        }

        OnTheWay with(StoredVerdicts all) {
            return new OnTheWay(
                    plan,
                    step,
                    since,
                    target,
                    stay.judged(VerdictMemory.EMPTY),
                    milestones,
                    deadline,
                    all,
                    pause,
                    begun);
        }

        /** Another step; those between are left out. */
        OnTheWay at(int next, Instant at) {
            return new OnTheWay(
                    plan,
                    next,
                    at,
                    target,
                    Stay.BEGUN,
                    milestones.after(plan, step, at),
                    deadline,
                    verdicts,
                    pause,
                    false);
        }
    }

    /**
     * What ran before is being brought back.
     *
     * @param plan all steps
     * @param step at which it was turned back
     * @param cause why
     * @param since when
     * @param target the target's state
     */
    record GoingBack(ReleasePlan plan, int step, ActionFailure cause, Instant since, JsonNode target)
            implements ReleaseState {}

    /**
     * Somebody wants a release to stay where it is.
     *
     * @param by who
     * @param reason why; may be empty
     * @param at since when
     */
    record Pause(String by, String reason, Instant at) {

        Asking asking() {
            return new Asking.Continuation(by, reason);
        }
    }

    /**
     * What was seen while a step bakes or asks.
     *
     * @param illLooks how often in a row the target was not well
     * @param lookedAt when it was looked last
     * @param verdict what the verdict has seen
     * @param asked whether a person was asked what to do
     */
    record Stay(int illLooks, Optional<Instant> lookedAt, VerdictMemory verdict, boolean asked) {

        static final Stay BEGUN = new Stay(0, Optional.empty(), VerdictMemory.EMPTY, false);

        Stay looked(boolean ill, Instant at) {
            return new Stay(ill ? illLooks + 1 : 0, Optional.of(at), verdict, asked);
        }

        Stay judged(VerdictMemory seen) {
            return new Stay(illLooks, lookedAt, seen, asked);
        }

        Stay asking() {
            return new Stay(illLooks, lookedAt, verdict, true);
        }
    }
}
