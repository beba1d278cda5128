package dev.penstock.stack;

import dev.penstock.observe.Observation;

/**
 * How far a change set is, as it was seen at one time.
 *
 * @param id its ARN
 * @param status how far its making is; {@code DELETE_COMPLETE} if there is none
 * @param statusReason why, in the platform's words; may be empty
 * @param executionStatus whether it can be executed
 */
public record ChangeSetSighting(String id, ChangeSetStatus status, String statusReason, ExecutionStatus executionStatus)
        implements Observation {

    /** The kind under which change sets are observed, by their ARN. */
    public static final String KIND = "cloudformation-change-set";
}
