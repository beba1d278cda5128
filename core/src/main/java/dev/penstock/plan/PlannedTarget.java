package dev.penstock.plan;

import dev.penstock.execution.ActionFailure;
import java.util.Optional;

/** What an action of a pipeline would do to what it deploys to. */
public sealed interface PlannedTarget permits PlannedStack, PlannedEnvironment, PlannedRollout, PlannedDeclared {

    /** What it deploys to, and how that was planned. */
    PlanPipeline.Target plan();

    /** Why a run would fail, if it would. */
    Optional<ActionFailure> failure();
}
