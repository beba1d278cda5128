package dev.penstock.stack;

/**
 * How far the detection of drift is.
 *
 * @param status how far
 * @param reason why it failed, in the platform's words; may be empty
 * @param driftedResources how many resources differ, once it is complete
 */
public record DriftDetection(Status status, String reason, int driftedResources) {

    /** How far it is ({@code StackDriftDetectionStatus}). */
    public enum Status {
        IN_PROGRESS,
        COMPLETE,
        /** Of some resources at least it could not be told. */
        FAILED
    }
}
