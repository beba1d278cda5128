package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.Optional;

/**
 * One run of a lifecycle hook in a deployment. Source: ECS API Reference, DeploymentLifecycleHookDetail.
 *
 * @param hook its place in the configuration
 * @param id what {@code ContinueServiceDeployment} names it by
 * @param expires when its time is over
 * @param details JSON for the next invocation of its function
 * @param due when its function is to be invoked; empty when it does not wait for that
 */
record HookRun(int hook, String id, Status status, Instant expires, Optional<String> details, Optional<Instant> due) {

    enum Status {
        AWAITING_ACTION,
        IN_PROGRESS,
        SUCCEEDED,
        FAILED,
        TIMED_OUT
    }

    boolean going() {
        return status == Status.AWAITING_ACTION || status == Status.IN_PROGRESS;
    }

    HookRun in(Status next) {
        return new HookRun(hook, id, next, expires, details, Optional.empty());
    }

    HookRun due(Optional<Instant> at, Optional<String> nextDetails) {
        return new HookRun(hook, id, status, expires, nextDetails.or(() -> details), at);
    }
}
