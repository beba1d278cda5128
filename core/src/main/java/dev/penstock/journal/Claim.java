package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.util.Optional;

/**
 * Who has a claim.
 *
 * @param holder the execution that holds it
 * @param waiting the execution that waits for it
 */
public record Claim(Optional<ExecutionId> holder, Optional<ExecutionId> waiting) {

    /** A claim that nobody holds or waits for: the same as one that was never made. */
    public static final Claim FREE = new Claim(Optional.empty(), Optional.empty());

    Claim heldBy(ExecutionId execution) {
        return new Claim(Optional.of(execution), waiting.filter(waiter -> !waiter.equals(execution)));
    }

    Claim unheld() {
        return new Claim(Optional.empty(), waiting);
    }

    Claim awaitedBy(Optional<ExecutionId> execution) {
        return new Claim(holder, execution);
    }
}
