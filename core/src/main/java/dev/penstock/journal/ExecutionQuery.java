package dev.penstock.journal;

import java.util.Optional;

/**
 * Which executions to list.
 *
 * @param pipeline only of that pipeline
 * @param openOnly only those that have not ended
 * @param limit at most so many, at least 1
 */
public record ExecutionQuery(Optional<String> pipeline, boolean openOnly, int limit) {

    public ExecutionQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, got " + limit);
        }
    }

    /** The newest executions of all pipelines. */
    public static ExecutionQuery newest(int limit) {
        return new ExecutionQuery(Optional.empty(), false, limit);
    }

    /** Executions that have not ended. */
    public static ExecutionQuery open() {
        return new ExecutionQuery(Optional.empty(), true, Integer.MAX_VALUE);
    }
}
