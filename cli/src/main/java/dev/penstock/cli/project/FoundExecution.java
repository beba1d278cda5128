package dev.penstock.cli.project;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.runner.project.RunTarget;

/**
 * An execution and what it runs against.
 *
 * @param target what it runs against
 * @param summary the execution in one line
 */
public record FoundExecution(RunTarget target, ExecutionSummary summary) {

    /** The execution's id. */
    public ExecutionId id() {
        return summary.id();
    }
}
