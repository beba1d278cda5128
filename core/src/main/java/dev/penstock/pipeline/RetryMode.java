package dev.penstock.pipeline;

/** Which actions of a failed stage run again ({@code StageRetryMode}). */
public enum RetryMode {
    FAILED_ACTIONS,
    ALL_ACTIONS
}
