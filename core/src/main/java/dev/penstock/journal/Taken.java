package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;

/**
 * An execution that was due and now belongs to whoever asked.
 *
 * @param execution the execution
 * @param fence to append with
 */
public record Taken(ExecutionId execution, Fence fence) {}
