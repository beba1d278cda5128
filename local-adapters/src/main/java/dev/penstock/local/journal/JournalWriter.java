package dev.penstock.local.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.Claim;
import dev.penstock.journal.ClaimTransition;
import dev.penstock.journal.Committed;
import dev.penstock.journal.Entry;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Snapshot;
import dev.penstock.journal.StoredExecution;
import dev.penstock.journal.StoredSignal;
import dev.penstock.journal.StoredTime;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import dev.penstock.journal.WholeExecution;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The changes that the port offers, inside the transaction of a batch. Each checks first and writes then, so that a
 * refusal leaves nothing behind. Used by the writer thread alone.
 */
final class JournalWriter {

    private final ExecutionTable executions;
    private final PayloadTables payloads;
    private final ClaimTable claims;
    private final RunnerTable runners;
    private final ParkedTable parked;
    private final MovedTable moved;
    private final DueQueries due;

    JournalWriter(SQLiteConnection connection, Path file, Liveness liveness) throws SQLException {
        executions = new ExecutionTable(connection, file);
        payloads = new PayloadTables(connection);
        claims = new ClaimTable(connection, file);
        runners = new RunnerTable(connection, file, liveness);
        parked = new ParkedTable(connection, file);
        moved = new MovedTable(connection, file);
        due = new DueQueries(connection, file, liveness);
    }

    ExecutionTable executions() {
        return executions;
    }

    RunnerTable runners() {
        return runners;
    }

    /** Forgets what another process may have changed. */
    void forget() {
        executions.forget();
        runners.forget();
    }

    /** Forgets also what was to be written and was not. */
    void forgetAll() {
        executions.forget();
        runners.forgetAll();
    }

    Committed create(String pipeline, String definition, Append append) throws SQLException {
        long at = StoredTime.toNanos(append.at());
        if (!append.claims().isEmpty()) {
            checkNew(executions.find(append.execution()));
        }
        ClaimTransition transition = transition(append);
        ExecutionRow row = new ExecutionRow(executions.nextNumber(), append.execution(), pipeline, definition, at);
        row.runner = runners.numberOf(append.fence().runner());
        row.version = 1;
        row.versionBound = 1;
        append.status().ifPresent(status -> ExecutionTable.setStatus(row, status));
        if (!executions.insert(row)) {
            checkNew(executions.known(append.execution()));
        }
        return write(row, append, at, transition);
    }

    private static void checkNew(@Nullable ExecutionRow existing) {
        if (existing != null) {
            throw new JournalException.VersionConflict(existing.id, 0, existing.version);
        }
    }

    Committed append(Append append) throws SQLException {
        ExecutionRow row = executions.known(append.execution());
        checkFence(row, append.fence());
        if (row.version != append.expectedVersion()) {
            throw new JournalException.VersionConflict(row.id, append.expectedVersion(), row.version);
        }
        if (row.version == ExecutionRow.MAX_VERSION) {
            throw new IllegalStateException(
                    "execution " + row.id + " has " + row.version + " entries, more than the journal can count");
        }
        long at = StoredTime.toNanos(append.at());
        ClaimTransition transition = transition(append);
        executions.advance(row, append);
        return write(row, append, at, transition);
    }

    private Committed write(ExecutionRow row, Append append, long at, ClaimTransition transition) throws SQLException {
        payloads.insertEntry(ExecutionRow.key(row.number, row.version), at, append.payload());
        for (SignalId signal : append.takenIn()) {
            payloads.deleteSignal(signal.value(), row.number);
        }
        for (var changed : transition.changed().entrySet()) {
            claims.write(changed.getKey(), changed.getValue(), executions);
        }
        for (ClaimTransition.Displacement told : transition.displaced()) {
            payloads.insertSignal(executions.known(told.execution()).number, at, told.message());
        }
        return transition.committed(row.version);
    }

    private ClaimTransition transition(Append append) throws SQLException {
        if (append.claims().isEmpty()) {
            return ClaimTransition.NONE;
        }
        claims.load(append.claims(), executions);
        return ClaimTransition.of(append.execution(), append.claims(), claims::loaded);
    }

    private void checkFence(ExecutionRow row, Fence fence) throws SQLException {
        if (row.token != fence.token()
                || row.runner == ExecutionRow.NOBODY
                || row.runner != runners.find(fence.runner()).orElse(ExecutionRow.NOBODY)) {
            throw new JournalException.FencedOff(row.id, fence, runners.nameOf(row.runner));
        }
    }

    Fence take(ExecutionId id, RunnerId runner) throws SQLException {
        ExecutionRow row = executions.known(id);
        checkHere(row);
        long number = runners.numberOf(runner);
        if (row.runner == number) {
            return new Fence(runner, row.token);
        }
        Optional<RunnerId> holder = runners.liveHolder(row.runner);
        if (holder.isPresent()) {
            throw new JournalException.Held(id, holder.get());
        }
        return take(row, runner, number);
    }

    private Fence take(ExecutionRow row, RunnerId runner, long number) throws SQLException {
        if (row.runner == ExecutionRow.PARKED) {
            parked.unpark(row.number);
        }
        row.runner = number;
        row.token++;
        executions.update(row);
        return new Fence(runner, row.token);
    }

    List<Taken> takeDue(RunnerId runner, Instant now, int limit) throws SQLException {
        long number = runners.numberOf(runner);
        List<Taken> taken = new ArrayList<>();
        for (long each : due.due(StoredTime.toNanos(now), limit)) {
            ExecutionRow row = executions.find(each);
            Optional<RunnerId> from = runners.nameOf(row.runner);
            taken.add(new Taken(row.id, take(row, runner, number), from));
        }
        return taken;
    }

    List<ExecutionId> wake(String resource, Instant now) throws SQLException {
        List<ExecutionId> woken = new ArrayList<>();
        for (long number : parked.wake(resource, StoredTime.toNanos(now))) {
            woken.add(executions.find(number).id);
        }
        return woken;
    }

    boolean release(ExecutionId id, Fence fence, Optional<Wakeup> wakeup) throws SQLException {
        ExecutionRow row = executions.find(id);
        if (row == null
                || row.token != fence.token()
                || row.runner != runners.find(fence.runner()).orElse(-1L)) {
            return false;
        }
        letGo(row, wakeup);
        executions.update(row);
        return true;
    }

    /** What has ended is never due: it needs no wakeup. */
    private void letGo(ExecutionRow row, Optional<Wakeup> wakeup) throws SQLException {
        if (wakeup.isPresent() && !row.ended) {
            parked.park(row.number, wakeup.get());
            row.runner = ExecutionRow.PARKED;
        } else {
            row.runner = ExecutionRow.NOBODY;
        }
    }

    boolean moveAway(ExecutionId id, Fence fence, String to) throws SQLException {
        ExecutionRow row = executions.known(id);
        checkFence(row, fence);
        moved.insert(row.number, to);
        row.runner = ExecutionRow.MOVED;
        executions.update(row);
        return true;
    }

    /** Adds an execution of another journal; says whether there was none of that id. */
    boolean restore(WholeExecution whole) throws SQLException {
        StoredExecution stored = whole.stored();
        ExecutionSummary summary = stored.summary();
        if (summary.version() > ExecutionRow.MAX_VERSION) {
            throw new IllegalArgumentException("execution " + summary.id() + " has " + summary.version()
                    + " entries, more than the journal can count");
        }
        if (executions.find(summary.id()) != null) {
            return false;
        }
        Map<String, Claim> changed = claims(whole);
        ExecutionRow row = new ExecutionRow(
                executions.nextNumber(),
                summary.id(),
                summary.pipeline(),
                summary.definition(),
                StoredTime.toNanos(summary.startedAt()));
        row.version = summary.version();
        row.versionBound = summary.version();
        ExecutionTable.setStatus(row, new Append.StatusChange(summary.status(), summary.ended(), summary.detail()));
        letGo(row, whole.wakeup().map(wakeup -> new Wakeup(wakeup.at(), wakeup.resources())));
        executions.insert(row);
        for (Entry entry : stored.entries()) {
            payloads.insertEntry(
                    ExecutionRow.key(row.number, entry.version()), StoredTime.toNanos(entry.at()), entry.payload());
        }
        if (stored.snapshot().isPresent()) {
            payloads.writeSnapshot(row.number, stored.snapshot().get(), StoredTime.toNanos(summary.updatedAt()));
        }
        for (StoredSignal signal : whole.signals()) {
            payloads.insertSignal(row.number, StoredTime.toNanos(signal.at()), signal.payload());
        }
        if (whole.definition().isPresent()) {
            payloads.insertDocument(summary.definition(), whole.definition().get());
        }
        for (var claim : changed.entrySet()) {
            claims.write(claim.getKey(), claim.getValue(), executions);
        }
        return true;
    }

    private Map<String, Claim> claims(WholeExecution whole) throws SQLException {
        Map<String, Claim> changed = new LinkedHashMap<>();
        for (WholeExecution.OwnClaim own : whole.claims()) {
            Claim known = changed.get(own.name());
            Claim current = known != null ? known : claims.read(own.name(), executions);
            changed.put(own.name(), own.in(whole.stored().summary().id(), current));
        }
        return changed;
    }

    private void checkHere(ExecutionRow row) throws SQLException {
        if (row.runner == ExecutionRow.MOVED) {
            throw new JournalException.Moved(row.id, moved.destination(row.number));
        }
    }

    SignalId send(ExecutionId id, byte[] signal, Instant at) throws SQLException {
        ExecutionRow row = executions.known(id);
        checkHere(row);
        return new SignalId(payloads.insertSignal(row.number, StoredTime.toNanos(at), signal));
    }

    boolean pin(String digest, byte[] document) throws SQLException {
        return payloads.insertDocument(digest, document);
    }

    Snapshot compact(ExecutionId id, Fence fence, Snapshot snapshot) throws SQLException {
        ExecutionRow row = executions.known(id);
        checkFence(row, fence);
        if (snapshot.version() > row.version) {
            throw new JournalException.VersionConflict(id, snapshot.version(), row.version);
        }
        if (payloads.snapshotVersion(row.number) <= snapshot.version()) {
            payloads.replaceSnapshot(row.number, snapshot);
            payloads.deleteEntries(row.number, snapshot.version());
        }
        return snapshot;
    }
}
