package dev.penstock.stack;

import java.time.Instant;

/**
 * Something that happened to a resource of a stack, or to the stack itself.
 *
 * @param id unique among the stack's events
 * @param stackId the stack's ARN
 * @param stackName the stack's name
 * @param logicalId the resource's name in the template; of the stack itself, its name
 * @param physicalId the resource's own id; empty before it has one. Of the stack itself, its ARN
 * @param type such as {@code AWS::ECS::Service}
 * @param at when
 * @param status {@code ResourceStatus} of the API, such as {@code UPDATE_FAILED}
 * @param reason why, in the platform's words; may be empty
 * @param token of the operation that it belongs to; empty if that was asked for without one
 */
public record StackEvent(
        String id,
        String stackId,
        String stackName,
        String logicalId,
        String physicalId,
        String type,
        Instant at,
        String status,
        String reason,
        String token) {

    /** The type of stacks that are resources of another stack. */
    public static final String STACK_TYPE = "AWS::CloudFormation::Stack";

    /** Whether it is about the stack itself and not about a resource of it. */
    public boolean isOfTheStack() {
        return physicalId.equals(stackId);
    }

    /** Whether it is about a resource that is a stack. */
    public boolean isOfANestedStack() {
        return type.equals(STACK_TYPE) && !isOfTheStack() && physicalId.startsWith("arn:");
    }

    /** Whether something began. */
    public boolean isBeginning() {
        return status.endsWith("_IN_PROGRESS") && !status.contains("CLEANUP");
    }

    /** Whether something failed. */
    public boolean isFailure() {
        return status.endsWith("_FAILED");
    }

    /** Whether something is done, or left as it is. */
    public boolean isDone() {
        return status.endsWith("_COMPLETE") || status.endsWith("_SKIPPED");
    }
}
