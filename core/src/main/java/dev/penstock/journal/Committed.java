package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.util.List;

/**
 * An append that is durable.
 *
 * @param version the version of the new entry
 * @param displaced executions that waited for a claim and were replaced by this one
 * @param freed executions that may acquire a claim now, as nobody holds it and they are the next who wait for it; of
 *     claims that this append released, stopped awaiting, or began to await, itself included
 */
public record Committed(long version, List<ExecutionId> displaced, List<ExecutionId> freed) {

    public Committed {
        displaced = List.copyOf(displaced);
        freed = List.copyOf(freed);
    }
}
