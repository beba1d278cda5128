package dev.penstock.verdict.argo;

/** How a measurement, a metric or a run stands; from best to worst. */
public enum AnalysisPhase {
    SUCCESSFUL,
    RUNNING,
    PENDING,
    INCONCLUSIVE,
    ERROR,
    FAILED;

    /** Whether it has come to an end. */
    public boolean isCompleted() {
        return this != RUNNING && this != PENDING;
    }
}
