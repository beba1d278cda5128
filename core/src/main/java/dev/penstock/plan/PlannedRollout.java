package dev.penstock.plan;

import dev.penstock.execution.ActionFailure;
import dev.penstock.rollout.duration.RolloutTime;
import java.util.Optional;

/**
 * How long an action would roll out to a service or a function.
 *
 * @param plan to which, and how it was planned
 * @param finding what came of it
 */
public record PlannedRollout(PlanPipeline.RolloutTarget plan, Finding finding) implements PlannedTarget {

    /** What came of planning. */
    public sealed interface Finding {

        /** It takes so long. */
        record Told(RolloutTime time) implements Finding {}

        /** It could not be looked at. */
        record Failed(ActionFailure failure) implements Finding {}

        /** It was not tried; {@link PlanPipeline.RolloutTarget#how} says why. */
        record NotTried() implements Finding {}
    }

    /** A run may succeed where looks are not allowed, so that nothing of it is a failure of the plan. */
    @Override
    public Optional<ActionFailure> failure() {
        return Optional.empty();
    }
}
