package dev.penstock.testing;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.Entry;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.Snapshot;
import dev.penstock.journal.StoredExecution;
import dev.penstock.journal.StoredSignal;
import dev.penstock.journal.Wakeup;
import dev.penstock.journal.WholeExecution;
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
    private Optional<Wakeup> wakeup = Optional.empty();
    private Optional<String> movedTo = Optional.empty();

    InMemoryExecution(ExecutionId id, String pipeline, String definition, Append first) {
        this.id = id;
        this.pipeline = pipeline;
        this.definition = definition;
        this.holder = Optional.of(first.fence().runner());
        this.startedAt = first.at();
        this.updatedAt = first.at();
    }

    /** One that is restored: nobody's. */
    InMemoryExecution(WholeExecution whole) {
        ExecutionSummary summary = whole.stored().summary();
        id = summary.id();
        pipeline = summary.pipeline();
        definition = summary.definition();
        startedAt = summary.startedAt();
        updatedAt = summary.updatedAt();
        version = summary.version();
        status = new Append.StatusChange(summary.status(), summary.ended(), summary.detail());
        snapshot = whole.stored().snapshot().map(InMemoryExecution::copy);
        whole.stored().entries().forEach(entry -> entries.add(copy(entry)));
        holder = Optional.empty();
        wakeup = whole.wakeup().map(with -> new Wakeup(with.at(), with.resources()));
    }

    ExecutionId id() {
        return id;
    }

    long version() {
        return version;
    }

    Optional<Wakeup> wakeup() {
        return wakeup;
    }

    void checkHere() {
        movedTo.ifPresent(to -> {
            throw new JournalException.Moved(id, to);
        });
    }

    /** Whether nobody who is alive has it, and it has not ended. */
    boolean isOpenAndFree(Set<RunnerId> alive) {
        return !status.ended()
                && movedTo.isEmpty()
                && holder.filter(alive::contains).isEmpty();
    }

    /** Whether it is due by its own, whatever claims there are. */
    boolean isDue(Instant now) {
        return wakeup.isEmpty()
                || wakeup.get().at().filter(at -> !at.isAfter(now)).isPresent()
                || signals.stream().anyMatch(signal -> !wakeup.get().heard().contains(signal.id()));
    }

    boolean wake(String resource, Instant now) {
        if (wakeup.isEmpty() || !wakeup.get().resources().contains(resource)) {
            return false;
        }
        wakeup = wakeup.map(with -> with.atTheLatest(now));
        return true;
    }

    void moveAway(Fence fence, String to) {
        checkFence(fence);
        holder = Optional.empty();
        movedTo = Optional.of(to);
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
        checkHere();
        if (holder.isPresent() && holder.get().equals(runner)) {
            return new Fence(runner, token);
        }
        holder.filter(alive::contains).ifPresent(other -> {
            throw new JournalException.Held(id, other);
        });
        holder = Optional.of(runner);
        wakeup = Optional.empty();
        token++;
        return new Fence(runner, token);
    }

    boolean release(Fence fence, Optional<Wakeup> until) {
        boolean held = isHeldWith(fence);
        if (held) {
            holder = Optional.empty();
            wakeup = until;
        }
        return held;
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
                .map(InMemoryExecution::copy)
                .toList();
    }

    ExecutionSummary summary() {
        return summary(movedTo.map(to -> new Append.StatusChange(Journal.MOVED, true, to))
                .orElse(status));
    }

    private ExecutionSummary summary(Append.StatusChange shown) {
        return new ExecutionSummary(
                id, pipeline, definition, shown.status(), shown.ended(), shown.detail(), version, startedAt, updatedAt);
    }

    StoredExecution stored() {
        return stored(summary());
    }

    private StoredExecution stored(ExecutionSummary summary) {
        return new StoredExecution(summary, snapshot.map(InMemoryExecution::copy), entriesAfter(0));
    }

    WholeExecution whole(Optional<byte[]> document, List<WholeExecution.OwnClaim> claims) {
        return new WholeExecution(stored(summary(status)), document, signals(), claims, wakeup, movedTo);
    }

    private static Entry copy(Entry entry) {
        return new Entry(entry.version(), entry.at(), entry.payload().clone());
    }

    private static Snapshot copy(Snapshot snapshot) {
        return new Snapshot(snapshot.version(), snapshot.payload().clone());
    }
}
