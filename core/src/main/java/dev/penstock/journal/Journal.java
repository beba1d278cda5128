package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

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
     * @throws JournalException.Moved if it has moved to another journal
     */
    Fence take(ExecutionId execution, RunnerId runner);

    /** Gives an execution back, so that another runner may take it at once. Does nothing if it is not held with it. */
    void release(ExecutionId execution, Fence fence);

    /**
     * Gives an execution back that has nothing to do until its wakeup, so that {@link #takeDue} passes over it until then.
     * {@link #take} takes it all the same. Does nothing if it is not held with the fence.
     *
     * @return whether it is due again at once, as a signal or a freed claim came while it was held, and {@link #takeDue} may pass over
     *     it for a moment: {@link #take} does not. False where whoever asks finds it, as in journals without an index that lags
     */
    boolean release(ExecutionId execution, Fence fence, Wakeup wakeup);

    /**
     * Takes executions that are due, in one or a few statements for all of them. Two callers never get the same execution,
     * and one that is just being taken is passed over, not waited for.
     *
     * <p>Due is an execution that has not ended, that no live runner holds, and for which one of these is true:
     *
     * <ul>
     *   <li>it was given back without a {@link Wakeup}, or whoever held it has died or was closed;
     *   <li>the time of its wakeup has come;
     *   <li>it has a signal that was not taken in and that its wakeup does not call heard;
     *   <li>it is the next of those who wait for a claim that nobody holds.
     * </ul>
     *
     * Whoever takes it, by this or by {@link #take}, takes its wakeup away.
     *
     * @param now the time that wakeups are compared with; leases are by the journal's own clock
     * @param limit at most so many, at least 1
     * @return what was taken: of those whose time has come, the earliest first; when the limit cuts some off, none is
     *     passed over for ever
     * @throws IllegalStateException if the runner is not registered with this journal
     */
    List<Taken> takeDue(RunnerId runner, Instant now, int limit);

    /**
     * The earliest time at which {@link #takeDue} has something if nothing else happens until then: the epoch or an
     * earlier time if something is due whatever the time is; empty if nothing is due without a signal, a freed claim, a
     * {@linkplain #wake call} or a death.
     */
    Optional<Instant> nextDue();

    /**
     * Says that there is news of a resource: executions that were released with a {@link Wakeup} that names it are due at a
     * time, unless they are earlier. An execution that is held at that moment is not told: whoever releases it afterwards
     * has to give it a time as well.
     *
     * @return the executions that were released with it, in no particular order; asked again before they are taken, the same
     */
    List<ExecutionId> wake(String resource, Instant now);

    /**
     * Tells of executions that may have become due because of what another process did: it sent a signal, freed a claim,
     * gave one back. Only journals whose store can tell do so; others never call. News may be told twice, or for
     * nothing, and is lost with a connection: it saves waiting and replaces no look.
     *
     * @param listener hands on and never blocks
     */
    Subscription onNews(Consumer<ExecutionId> listener);

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

    /** Who holds a claim, and who waits for it in which order; {@link Claim#FREE} if nobody does. */
    Claim claim(String name);

    /** Keeps a document under its digest; does nothing if it is there already. */
    void pin(String digest, byte[] document);

    /** The document of that digest. */
    Optional<byte[]> pinned(String digest);

    /**
     * Leaves a message to an execution, ended or not; it stays until an append to that execution says that it was taken
     * in.
     *
     * @throws JournalException.Unknown if there is no such execution
     * @throws JournalException.Moved if it has moved to another journal
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

    /** An execution with all that belongs to it, for another journal; of one that has moved away, what it was. */
    Optional<WholeExecution> whole(ExecutionId execution);

    /**
     * Adds an execution that was read {@linkplain #whole whole} from another journal, with the same versions and times, all
     * or nothing. It is nobody's afterwards, and its wakeup is what it was. Its signals get numbers of this journal; none
     * counts as heard. Where it waited for a claim, it waits behind those who wait for it here.
     *
     * @return whether it was added; not, if it is there already, {@linkplain WholeExecution#isContinuedBy as it is or as it
     *     went on}
     * @throws JournalException.Differs if there is another execution of that id
     * @throws JournalException.ClaimRefused if another execution holds a claim that it held
     */
    boolean restore(WholeExecution execution);

    /**
     * Closes an execution because it goes on in another journal, so that nobody drives it twice. All that it is remains
     * for {@link #whole}, its claims included. In summaries it has ended, with the status {@value #MOVED} and the
     * destination as detail; it is nobody's, never due, and neither taken nor sent anything any more.
     *
     * @param to the destination, in words for people that hold no secret
     * @throws JournalException.FencedOff if it is not held with the fence
     * @throws JournalException.Unknown if there is no such execution
     */
    void moveAway(ExecutionId execution, Fence fence, String to);

    /** The status of an execution that has moved to another journal. */
    String MOVED = "MOVED";

    /** Finishes what was asked for, gives back what its runners hold, and refuses everything from then on. */
    @Override
    void close();
}
