package dev.penstock.plan;

import dev.penstock.execution.ActionFailure;
import dev.penstock.stack.review.Advice;
import dev.penstock.stack.review.ChangeSetReview;
import dev.penstock.stack.review.Forecast;
import java.util.List;
import java.util.Optional;

/**
 * What a pipeline would do to a stack.
 *
 * @param plan which stack, and how it was planned
 * @param finding what came of it
 * @param skipped what earlier rollbacks have left out and differs still, for people, a line each; mostly empty
 */
public record PlannedStack(PlanPipeline.StackTarget plan, Finding finding, List<String> skipped)
        implements PlannedTarget {

    public PlannedStack {
        skipped = List.copyOf(skipped);
    }

    @Override
    public Optional<ActionFailure> failure() {
        return finding instanceof Finding.Failed(ActionFailure failure) ? Optional.of(failure) : Optional.empty();
    }

    /**
     * What was found out about a stack.
     *
     * @param stack its name, once its variables were known
     */
    record Found(Optional<String> stack, Finding finding, List<String> skipped) {

        static final Found NOTHING = new Found(Optional.empty(), new Finding.NotTried(), List.of());
    }

    /** What came of planning. */
    public sealed interface Finding {

        /**
         * It would be changed.
         *
         * @param isNew whether the stack would be created
         * @param review what would change
         * @param forecast how long that will take
         * @param advice the settings that cost most of the time of a rollout, the worst first; may be empty
         */
        record Changes(boolean isNew, ChangeSetReview review, Forecast forecast, List<Advice> advice)
                implements Finding {

            public Changes {
                advice = List.copyOf(advice);
            }
        }

        /** It is as it should be. */
        record NoChange() implements Finding {}

        /** A change set could not be made; a run would fail in the same way. */
        record Failed(ActionFailure failure) implements Finding {}

        /** It was not tried; {@link PlanPipeline.StackTarget#how} says why. */
        record NotTried() implements Finding {}
    }
}
