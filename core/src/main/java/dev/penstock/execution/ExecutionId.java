package dev.penstock.execution;

import java.util.UUID;

/**
 * The id of an execution: a UUID, as CodePipeline's {@code pipelineExecutionId} is.
 *
 * @param value the UUID
 */
public record ExecutionId(UUID value) implements Comparable<ExecutionId> {

    /** Reads the text form. Throws {@link IllegalArgumentException} for anything that is not a UUID. */
    public static ExecutionId of(String text) {
        return new ExecutionId(UUID.fromString(text));
    }

    @Override
    public int compareTo(ExecutionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
