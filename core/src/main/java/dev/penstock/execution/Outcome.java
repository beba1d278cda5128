package dev.penstock.execution;

/** How an execution ended. */
public enum Outcome {
    /** Every stage succeeded, and what was deployed is what runs. */
    SUCCEEDED,
    /** An action failed; nothing was taken back. */
    FAILED,
    /** A deployment failed and its target runs the previous version again. */
    ROLLED_BACK,
    /** A newer execution took its place in front of a stage, or a foreign deployment took over the target. */
    SUPERSEDED,
    /** Somebody stopped it. */
    STOPPED,
    /** It could not be established whether the release is good. */
    INCONCLUSIVE
}
