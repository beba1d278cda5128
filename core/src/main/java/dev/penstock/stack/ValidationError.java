package dev.penstock.stack;

/**
 * Something that a platform found wrong while it made a change set, before anything was done ({@code VALIDATION_ERROR} events of
 * {@code DescribeEvents}; "Validate stack deployments", AWS CloudFormation User Guide).
 *
 * @param validation what was looked for, such as {@code NAME_CONFLICT_VALIDATION}
 * @param logicalId the resource
 * @param type its type
 * @param path within the resource's declaration; may be empty
 * @param reason why, in the platform's words
 */
public record ValidationError(String validation, String logicalId, String type, String path, String reason) {

    /** Whether something of the name that a resource asks for is there already. */
    boolean isNameClash() {
        return validation.equals("NAME_CONFLICT_VALIDATION");
    }
}
