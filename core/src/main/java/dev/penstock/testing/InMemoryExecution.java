package dev.penstock.testing;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.Entry;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.Snapshot;
import dev.penstock.journal.StoredExecution;
import dev.penstock.journal.StoredSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One execution of an {@link InMemoryJournal}, which guards it with its lock. */
final class InMemoryExecution {

    private final ExecutionId id;
    private final String pipeline;
    private final String definition;
    private final Instant startedAt;
    private final List<Entry> entries = new ArrayList<>();
    private final List<StoredSignal> signals = new ArrayList<>();
    private Append.StatusChange status = new Append.StatusChange("", false, "");
    private Optional<Snapshot> snapshot = Optional.empty();
    private Optional<RunnerId> holder;
    private long token = 1;
    private long version;
    private Instant updatedAt;

    InMemoryExecution(ExecutionId id, String pipeline, String definition, Append first) {
        this.id = id;
        this.pipeline = pipeline;
        this.definition = definition;
        this.holder = Optional.of(first.fence().runner());
        this.startedAt = first.at();
        this.updatedAt = first.at();
    }

    long version() {
        return version;
    }

    Optional<RunnerId> holder() {
        return holder;
    }

    void checkFence(Fence fence) {
        if (!isHeldWith(fence)) {
            throw new JournalException.FencedOff(id, fence, holder);
        }
    }

    void checkVersion(long expected) {
        if (version != expected) {
            throw new JournalException.VersionConflict(id, expected, version);
        }
    }

    void add(Append append) {
        version++;
        updatedAt = append.at();
        entries.add(new Entry(version, append.at(), append.payload().clone()));
        signals.removeIf(signal -> append.takenIn().contains(signal.id()));
        append.status().ifPresent(change -> {
            status = change;
            if (change.ended()) {
                holder = Optional.empty();
            }
        });
    }

    Fence take(RunnerId runner, Set<RunnerId> alive) {
        if (holder.isPresent() && holder.get().equals(runner)) {
            return new Fence(runner, token);
        }
        holder.filter(alive::contains).ifPresent(other -> {
            throw new JournalException.Held(id, other);
        });
        holder = Optional.of(runner);
        token++;
        return new Fence(runner, token);
    }

    void release(Fence fence) {
        if (isHeldWith(fence)) {
            holder = Optional.empty();
        }
    }

    void releaseFrom(RunnerId runner) {
        holder = holder.filter(held -> !held.equals(runner));
    }

    private boolean isHeldWith(Fence fence) {
        return fence.token() == token && holder.isPresent() && holder.get().equals(fence.runner());
    }

    void receive(StoredSignal signal) {
        signals.add(signal);
    }

    List<StoredSignal> signals() {
        return signals.stream()
                .map(signal -> new StoredSignal(
                        signal.id(), signal.at(), signal.payload().clone()))
                .toList();
    }

    void compact(Snapshot next) {
        if (next.version() > version) {
            throw new JournalException.VersionConflict(id, next.version(), version);
        }
        if (snapshot.isPresent() && snapshot.get().version() > next.version()) {
            return;
        }
        snapshot = Optional.of(copy(next));
        entries.removeIf(entry -> entry.version() <= next.version());
    }

    List<Entry> entriesAfter(long after) {
        return entries.stream()
                .filter(entry -> entry.version() > after)
                .map(entry ->
                        new Entry(entry.version(), entry.at(), entry.payload().clone()))
                .toList();
    }

    ExecutionSummary summary() {
        return new ExecutionSummary(
                id,
                pipeline,
                definition,
                status.status(),
                status.ended(),
                status.detail(),
                version,
                startedAt,
                updatedAt);
    }

    StoredExecution stored() {
        return new StoredExecution(summary(), snapshot.map(InMemoryExecution::copy), entriesAfter(0));
    }

    private static Snapshot copy(Snapshot snapshot) {
        return new Snapshot(snapshot.version(), snapshot.payload().clone());
    }
}
