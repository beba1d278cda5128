package dev.penstock.pipeline;

/** What happens when several executions of one pipeline meet ({@code PipelineDeclaration$executionMode}). */
public enum ExecutionMode {
    /** One execution per stage and one waiting in front of it; a newer arrival replaces the one that waits. */
    SUPERSEDED,
    /** One execution per stage, the others wait in order of arrival; at most 50 of a pipeline are under way. */
    QUEUED,
    /** Executions do not see each other. */
    PARALLEL
}
