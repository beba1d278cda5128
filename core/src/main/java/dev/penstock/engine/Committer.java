package dev.penstock.engine;

import dev.penstock.execution.Decision;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Progress;
import dev.penstock.execution.StageState;
import dev.penstock.journal.Append;
import dev.penstock.journal.Committed;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Snapshot;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Makes facts durable, together with all that follows from them. */
final class Committer {

    /** So many entries are kept before a snapshot takes their place: the cost of opening an execution stays bounded. */
    static final int ENTRIES_PER_SNAPSHOT = 256;

    private final EngineParts parts;
    private final Fence fence;

    Committer(EngineParts parts, Fence fence) {
        this.parts = parts;
        this.fence = fence;
    }

    /**
     * Makes facts durable.
     *
     * @throws JournalException if the journal refuses; then nothing has changed
     */
    Result commit(Loaded before, List<ExecutionEvent> events, List<SignalId> takenIn) {
        Set<String> occupied = new HashSet<>(2);
        while (true) {
            Instant now = parts.clock().instant();
            Batch batch = batch(before, now);
            events.forEach(batch::add);
            Optional<Decision.Abandon> abandon = batch.addWhatFollows(occupied);
            if (batch.events().isEmpty() && takenIn.isEmpty()) {
                return new Result(before, List.of(), abandon);
            }
            try {
                Committed committed = await(parts.journal().append(append(before, batch, now, takenIn)));
                return result(before, batch, now, committed, abandon);
            } catch (JournalException.ClaimRefused e) {
                batch.claimed().ifPresentOrElse(occupied::add, () -> {
                    throw e;
                });
            }
        }
    }

    /** Makes the first facts of a new execution durable. */
    Result create(Loaded begun, ExecutionEvent.ExecutionStarted started) {
        Set<String> occupied = new HashSet<>(2);
        while (true) {
            Instant now = begun.state().startedAt();
            Batch batch = batch(begun, now);
            Optional<Decision.Abandon> abandon = batch.addWhatFollows(occupied);
            batch.events().addFirst(started);
            try {
                Committed committed = await(parts.journal()
                        .create(started.pipeline(), started.definition(), append(begun, batch, now, List.of())));
                return result(begun, batch, now, committed, abandon);
            } catch (JournalException.ClaimRefused e) {
                batch.claimed().ifPresentOrElse(occupied::add, () -> {
                    throw e;
                });
            }
        }
    }

    private Batch batch(Loaded before, Instant now) {
        ExecutionId id = before.state().id();
        return new Batch(
                before.execution(),
                before.pipeline(),
                now,
                new ActionStarter(before.pipeline(), parts.providers()),
                new EarlierExecutions(parts, before.pipeline()),
                parts.graphs(),
                () -> parts.codec().signal(new Signal.Displaced(id)));
    }

    private Append append(Loaded before, Batch batch, Instant now, List<SignalId> takenIn) {
        ExecutionState after = batch.execution().state();
        return new Append(
                after.id(),
                before.version(),
                fence,
                now,
                parts.codec().events(batch.events()),
                batch.claims(),
                takenIn,
                change(before.version() == 0 ? Optional.empty() : Optional.of(before.state()), after));
    }

    private static Optional<Append.StatusChange> change(Optional<ExecutionState> before, ExecutionState after) {
        var now = new Append.StatusChange(after.status(), after.progress() instanceof Progress.Ended, detail(after));
        boolean same = before.isPresent()
                && before.get().status().equals(now.status())
                && detail(before.get()).equals(now.detail());
        return same ? Optional.empty() : Optional.of(now);
    }

    private static String detail(ExecutionState state) {
        return state.latestStage().map(StageState::name).orElse("");
    }

    private Result result(
            Loaded before, Batch batch, Instant now, Committed committed, Optional<Decision.Abandon> abandon) {
        Loaded after = new Loaded(batch.execution(), committed.version(), before.snapshotVersion(), before.pipeline());
        parts.listener().recorded(after.state(), batch.events(), now);
        return new Result(compacted(after), committed.freed(), abandon);
    }

    private Loaded compacted(Loaded after) {
        // With its end an execution is nobody's, and takes no snapshot any more.
        boolean hasEnded = after.state().progress() instanceof Progress.Ended;
        if (hasEnded || after.version() - after.snapshotVersion() < ENTRIES_PER_SNAPSHOT) {
            return after;
        }
        var snapshot = new Snapshot(after.version(), parts.codec().state(after.state()));
        try {
            await(parts.journal().compact(after.state().id(), fence, snapshot));
            return new Loaded(after.execution(), after.version(), after.version(), after.pipeline());
        } catch (JournalException.Unavailable e) {
            // The facts are durable already; the next entry tries again.
            return after;
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof JournalException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * What is durable now.
     *
     * @param loaded the execution
     * @param freed executions that wait for a stage which this one has left
     * @param abandon actions that are to be abandoned
     */
    record Result(Loaded loaded, List<ExecutionId> freed, Optional<Decision.Abandon> abandon) {}
}
