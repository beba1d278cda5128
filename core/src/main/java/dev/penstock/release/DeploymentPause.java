package dev.penstock.release;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A deployment that waits at a lifecycle hook until somebody lets it go on ({@code DeploymentLifecycleHookDetail} of ECS with
 * the status {@code AWAITING_ACTION}).
 *
 * @param stage the lifecycle stage that it has come to, as {@code POST_TEST_TRAFFIC_SHIFT}; may be empty
 * @param hookId by which {@link ContainerServices#continueDeployment} answers it
 * @param expiresAt when it ends by itself; absent if the platform does not say
 * @param timeoutAction what it does then; absent if the platform does not say, or says something newer than this version
 */
public record DeploymentPause(
        String stage, String hookId, Optional<Instant> expiresAt, Optional<HookAction> timeoutAction) {

    public DeploymentPause {
        Objects.requireNonNull(stage, "stage");
        if (hookId.isEmpty()) {
            throw new IllegalArgumentException("a pause has no hook id");
        }
    }

    /** What becomes of a deployment that was paused ({@code DeploymentLifecycleHookAction} of ECS). */
    public enum HookAction {
        /** It goes on to its next stage. */
        CONTINUE,
        /** It goes back to the revision before. */
        ROLLBACK
    }
}
