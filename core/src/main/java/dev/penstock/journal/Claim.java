package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who has a claim.
 *
 * @param holder the execution that holds it
 * @param waiting the executions that wait for it, each once: whoever may have it next comes first
 */
public record Claim(Optional<ExecutionId> holder, List<ExecutionId> waiting) {

    /** A claim that nobody holds or waits for: the same as one that was never made. */
    public static final Claim FREE = new Claim(Optional.empty(), List.of());

    public Claim {
        waiting = List.copyOf(waiting);
    }

    /** A claim as stores keep it: apart who may have it next, and those behind. */
    public static Claim of(Optional<ExecutionId> holder, Optional<ExecutionId> next, List<ExecutionId> behind) {
        List<ExecutionId> waiting = new ArrayList<>(behind.size() + 1);
        next.ifPresent(waiting::add);
        waiting.addAll(behind);
        return new Claim(holder, waiting);
    }

    /** Who may have it next: the first of those who wait. */
    public Optional<ExecutionId> next() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.getFirst());
    }

    /** Those who wait behind the first, in order. */
    public List<ExecutionId> behind() {
        return waiting.isEmpty() ? List.of() : waiting.subList(1, waiting.size());
    }

    /** Whoever may have it now: the first of those who wait, if nobody holds it. */
    public Optional<ExecutionId> called() {
        return holder.isEmpty() ? next() : Optional.empty();
    }

    Claim heldBy(ExecutionId execution) {
        return new Claim(Optional.of(execution), without(execution));
    }

    Claim unheld() {
        return new Claim(Optional.empty(), waiting);
    }

    /** Awaited by this one alone. */
    Claim awaitedBy(ExecutionId execution) {
        return new Claim(holder, List.of(execution));
    }

    /** Awaited by this one as well, behind all others. */
    Claim linedUpBy(ExecutionId execution) {
        List<ExecutionId> longer = new ArrayList<>(waiting);
        longer.add(execution);
        return new Claim(holder, longer);
    }

    Claim leftBy(ExecutionId execution) {
        return new Claim(holder, without(execution));
    }

    private List<ExecutionId> without(ExecutionId execution) {
        return waiting.stream().filter(waiter -> !waiter.equals(execution)).toList();
    }
}
