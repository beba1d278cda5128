package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.util.Optional;

/**
 * An execution that was due and now belongs to whoever asked.
 *
 * @param execution the execution
 * @param fence to append with
 * @param from the runner that held it and is not alive any more; absent if it was given back
 */
public record Taken(ExecutionId execution, Fence fence, Optional<RunnerId> from) {

    /** One that was given back. */
    public Taken(ExecutionId execution, Fence fence) {
        this(execution, fence, Optional.empty());
    }
}
