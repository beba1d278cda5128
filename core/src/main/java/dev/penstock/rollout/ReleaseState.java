package dev.penstock.rollout;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.StoredVerdicts;
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
     * @param deadline when the release goes back if it has not ended by then
     * @param verdicts of bakes that are over
     */
    record OnTheWay(
            ReleasePlan plan,
            int step,
            Instant since,
            JsonNode target,
            Stay stay,
            Milestones milestones,
            Instant deadline,
            StoredVerdicts verdicts)
            implements ReleaseState {

        OnTheWay with(JsonNode next) {
            return new OnTheWay(plan, step, since, next, stay, milestones, deadline, verdicts);
        }

        OnTheWay with(Stay next) {
            return new OnTheWay(plan, step, since, target, next, milestones, deadline, verdicts);
        }

        OnTheWay with(StoredVerdicts all) {
            return new OnTheWay(plan, step, since, target, stay.judged(VerdictMemory.EMPTY), milestones, deadline, all);
        }

        /** Another step; those between are left out. */
        OnTheWay at(int next, Instant at) {
            return new OnTheWay(
                    plan, next, at, target, Stay.BEGUN, milestones.after(plan, step, at), deadline, verdicts);
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
