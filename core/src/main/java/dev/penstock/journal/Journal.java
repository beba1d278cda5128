package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The durable record of all executions. Safe for use by many threads. What a method has returned, or a future has
 * completed with, survives a crash of the process and of the machine.
 *
 * <p>Futures and methods fail with a {@link JournalException}. Byte arrays that are handed in must not be changed
 * afterwards. What depends on a future must not block, because it may run on the thread that all appends go through.
 */
public interface Journal extends AutoCloseable {

    /**
     * Says that a runner is alive, until it is closed or its process ends. A runner whose process has ended, or who has
     * not been heard of for its lease time, loses its executions to whoever takes them; until then it may go on to append
     * to them. A runner that was never registered counts as not alive.
     *
     * @throws IllegalStateException if a runner of that name is registered and alive
     */
    RunnerRegistration register(RunnerId runner);

    /**
     * Creates an execution and adds its first entry, held by the runner of the append's fence. The append's expected
     * version is 0.
     *
     * @param pipeline the name of the pipeline, for {@link #list}
     * @param definition the digest under which the definition is {@linkplain #pin pinned}
     * @return fails with {@link JournalException.VersionConflict} if there is such an execution already, and with
     *     {@link JournalException.ClaimRefused} or {@link JournalException.Unavailable} as an append does
     * @throws IllegalArgumentException if the expected version is not 0 or the fence is not a runner's first
     */
    CompletableFuture<Committed> create(String pipeline, String definition, Append append);

    /**
     * Adds an entry to an execution, together with what it says of claims, signals and the summary: all or nothing.
     *
     * <p>Fails with {@link JournalException.Unknown} if there is no such execution, with
     * {@link JournalException.FencedOff} if it is not held with the fence (it has changed hands, was given back or has
     * ended), with {@link JournalException.VersionConflict} if it is not at the expected version, with {@link JournalException.ClaimRefused} if a claim
     * is held by another, and with {@link JournalException.Unavailable} if the store takes nothing at the moment, for
     * example because the disk is full; then nothing was added and the same append may be tried again.
     */
    CompletableFuture<Committed> append(Append append);

    /**
     * Takes an execution for a runner.
     *
     * @return the fence to append with; the one already held if the runner holds the execution
     * @throws JournalException.Held if another runner that is alive holds it
     * @throws JournalException.Unknown if there is no such execution
     */
    Fence take(ExecutionId execution, RunnerId runner);

    /** Gives an execution back, so that another runner may take it at once. Does nothing if it is not held with it. */
    void release(ExecutionId execution, Fence fence);

    /** All that is known of an execution: its summary, its newest snapshot and the entries after it. */
    Optional<StoredExecution> read(ExecutionId execution);

    /**
     * Entries of an execution with a version above the given one, oldest first, as far as they are not compacted; none
     * if there is no such execution.
     */
    List<Entry> entriesAfter(ExecutionId execution, long version);

    /** Summaries, the execution that was created last first. */
    List<ExecutionSummary> list(ExecutionQuery query);

    /** Who holds an execution, if a runner that is alive does. */
    Optional<RunnerId> holder(ExecutionId execution);

    /** Keeps a document under its digest; does nothing if it is there already. */
    void pin(String digest, byte[] document);

    /** The document of that digest. */
    Optional<byte[]> pinned(String digest);

    /**
     * Leaves a message to an execution, ended or not; it stays until an append to that execution says that it was taken
     * in.
     *
     * @throws JournalException.Unknown if there is no such execution
     */
    SignalId send(ExecutionId execution, byte[] signal, Instant at);

    /** Messages to an execution that were not yet taken in, oldest first. */
    List<StoredSignal> signals(ExecutionId execution);

    /** Executions that have messages which were not yet taken in: one cheap look for all executions of a runner. */
    List<ExecutionId> signalled();

    /**
     * Writes a snapshot that stands for all entries up to its version, and drops those entries. Changes nothing if there
     * is a newer snapshot. Fails with {@link JournalException.Unknown} and {@link JournalException.FencedOff} as an
     * append does, and with {@link JournalException.VersionConflict} if the execution has not come to that version.
     */
    CompletableFuture<Void> compact(ExecutionId execution, Fence fence, Snapshot snapshot);

    /** Finishes what was asked for, gives back what its runners hold, and refuses everything from then on. */
    @Override
    void close();
}
