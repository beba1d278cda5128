package dev.penstock.plan;

import dev.penstock.execution.ActionFailure;
import java.util.Optional;

/**
 * What an action would do that a plan only reads.
 *
 * @param plan what its declaration says
 */
public record PlannedDeclared(PlanPipeline.DeclaredTarget plan) implements PlannedTarget {

    @Override
    public Optional<ActionFailure> failure() {
        return Optional.empty();
    }
}
