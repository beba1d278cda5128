package dev.penstock.stack;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a deployment to a stack does beyond what its action says.
 *
 * @param recovery how much is done to bring back a stack that is broken
 * @param rollback alarms that take the deployment back
 * @param drift what is done about resources that differ from the template, before they are changed
 * @param whenStopped what becomes of an operation under way when somebody abandons the action
 * @param notificationArns SNS topics that are told of the stack's events, at most 5
 * @param policyDuringUpdate the stack policy that holds in place of the stack's own while it is updated, as JSON
 * @param mode when a resource counts as complete
 */
public record StackOptions(
        RecoveryPolicy recovery,
        RollbackConfiguration rollback,
        Drift drift,
        WhenStopped whenStopped,
        List<String> notificationArns,
        Optional<String> policyDuringUpdate,
        Mode mode) {

    /** What cannot lose data is done to bring a stack back; drift is not looked for; what is stopped is taken back. */
    public static final StackOptions DEFAULT = new StackOptions(
            RecoveryPolicy.DEFAULT, RollbackConfiguration.NONE, Drift.OFF, WhenStopped.TAKE_BACK, List.of());

    /** The same, under the stack's own policy. */
    public StackOptions(
            RecoveryPolicy recovery,
            RollbackConfiguration rollback,
            Drift drift,
            WhenStopped whenStopped,
            List<String> notificationArns) {
        this(recovery, rollback, drift, whenStopped, notificationArns, Optional.empty(), Mode.STANDARD);
    }

    public StackOptions {
        Objects.requireNonNull(recovery, "recovery");
        Objects.requireNonNull(rollback, "rollback");
        notificationArns = List.copyOf(notificationArns);
    }

    /** When a resource counts as complete ({@code DeploymentConfig} of {@code CreateChangeSet}). */
    public enum Mode {
        /** Once it is ready. */
        STANDARD,
        /** Once its service has taken what was asked for: it may become ready later, or not at all. */
        EXPRESS
    }

    /** What is done about resources that differ from the template. */
    public enum Drift {
        /** They are not looked for: it takes a while. */
        OFF,
        /** They are told. */
        SHOW,
        /** They stop the deployment. */
        STOP
    }

    /** What becomes of an operation under way. */
    public enum WhenStopped {
        /** An update is cancelled and goes back; a stack that is just being created is deleted. */
        TAKE_BACK,
        /** It goes on. */
        LEAVE
    }
}
