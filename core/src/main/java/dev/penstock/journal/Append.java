package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be added to an execution in one piece.
 *
 * @param execution the execution
 * @param expectedVersion the version that it must be at; the new entry gets the next
 * @param fence from {@link Journal#take}, or for a new execution {@link RunnerRegistration#firstFence()}
 * @param at when it happened
 * @param payload the facts; the journal does not look inside
 * @param claims changes of claims, in this order
 * @param takenIn signals to this execution that this entry takes in; one that is not there (any more) does no harm
 * @param status the summary's new status, when it changes; a new execution without one has an empty status
 */
public record Append(
        ExecutionId execution,
        long expectedVersion,
        Fence fence,
        Instant at,
        byte[] payload,
        List<ClaimChange> claims,
        List<SignalId> takenIn,
        Optional<StatusChange> status) {

    public Append {
        claims = List.copyOf(claims);
        takenIn = List.copyOf(takenIn);
    }

    /**
     * A new status for the summary.
     *
     * @param status a word of the execution's own, such as {@code SUCCEEDED}
     * @param ended whether nothing will happen any more; the execution is then nobody's
     * @param detail one line for lists, such as the stage that it is in; may be empty
     */
    public record StatusChange(String status, boolean ended, String detail) {}
}
