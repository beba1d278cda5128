package dev.penstock.simulator.ecs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A lifecycle hook of a deployment configuration. Source: ECS API Reference, DeploymentLifecycleHook.
 *
 * @param function the ARN of the function; empty for a pause
 * @param role the ARN of the role that invokes it; empty for a pause
 * @param details JSON that the function gets with every invocation
 * @param timeout 1 to 20,160 minutes
 * @param atTimeout what happens then
 */
record LifecycleHook(
        Type type,
        String function,
        String role,
        List<LifecycleStage> stages,
        Optional<String> details,
        Duration timeout,
        AtTimeout atTimeout) {

    /** What a hook does. */
    enum Type {
        AWS_LAMBDA,
        PAUSE
    }

    /** What happens when a hook's time is over. */
    enum AtTimeout {
        ROLLBACK,
        CONTINUE
    }

    LifecycleHook {
        stages = List.copyOf(stages);
    }
}
