package dev.penstock.plan;

import dev.penstock.beanstalk.EnvironmentPlan;
import dev.penstock.execution.ActionFailure;
import java.util.Optional;

/**
 * What a pipeline would do to an environment.
 *
 * @param plan which environment, and how it was planned
 * @param finding what came of it
 */
public record PlannedEnvironment(PlanPipeline.EnvironmentTarget plan, Finding finding) implements PlannedTarget {

    /** What came of planning. */
    public sealed interface Finding {

        /** This would be done. */
        record Found(EnvironmentPlan plan) implements Finding {}

        /** A run would fail in the same way. */
        record Failed(ActionFailure failure) implements Finding {}

        /** It was not tried; {@link PlanPipeline.EnvironmentTarget#how} says why. */
        record NotTried() implements Finding {}
    }

    @Override
    public Optional<ActionFailure> failure() {
        return finding instanceof Finding.Failed(ActionFailure failure) ? Optional.of(failure) : Optional.empty();
    }
}
