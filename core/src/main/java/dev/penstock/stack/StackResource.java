package dev.penstock.stack;

import java.time.Instant;

/**
 * A resource of a stack.
 *
 * @param logicalId its name in the template
 * @param physicalId its own id; empty if it has none
 * @param type such as {@code AWS::RDS::DBInstance}
 * @param status {@code ResourceStatus} of the API
 * @param reason why, in the platform's words; may be empty
 * @param changedAt when the status came about
 */
public record StackResource(
        String logicalId, String physicalId, String type, String status, String reason, Instant changedAt) {

    /** Whether there is nothing of it any more, as far as the platform knows. */
    public boolean isGone() {
        return status.equals("DELETE_COMPLETE");
    }
}
