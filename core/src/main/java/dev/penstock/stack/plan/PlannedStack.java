package dev.penstock.stack.plan;

import dev.penstock.execution.ActionFailure;
import dev.penstock.stack.review.ChangeSetReview;
import dev.penstock.stack.review.Forecast;

/**
 * What a pipeline would do to a stack.
 *
 * @param plan which stack, and how it was planned
 * @param finding what came of it
 */
public record PlannedStack(PlanPipeline.StackPlan plan, Finding finding) {

    /** What came of planning. */
    public sealed interface Finding {

        /**
         * It would be changed.
         *
         * @param isNew whether the stack would be created
         * @param review what would change
         * @param forecast how long that will take
         */
        record Changes(boolean isNew, ChangeSetReview review, Forecast forecast) implements Finding {}

        /** It is as it should be. */
        record NoChange() implements Finding {}

        /** A change set could not be made; a run would fail in the same way. */
        record Failed(ActionFailure failure) implements Finding {}

        /** It was not tried; {@link PlanPipeline.StackPlan#how} says why. */
        record NotTried() implements Finding {}
    }
}
