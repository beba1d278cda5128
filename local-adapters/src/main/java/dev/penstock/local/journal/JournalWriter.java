package dev.penstock.local.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.ClaimTransition;
import dev.penstock.journal.Committed;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Snapshot;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
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

    JournalWriter(SQLiteConnection connection, Path file, Liveness liveness) throws SQLException {
        executions = new ExecutionTable(connection, file);
        payloads = new PayloadTables(connection);
        claims = new ClaimTable(connection, file);
        runners = new RunnerTable(connection, file, liveness);
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
        long at = Times.toNanos(append.at());
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
        long at = Times.toNanos(append.at());
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
        long number = runners.numberOf(runner);
        if (row.runner == number) {
            return new Fence(runner, row.token);
        }
        Optional<RunnerId> holder = runners.liveHolder(row.runner);
        if (holder.isPresent()) {
            throw new JournalException.Held(id, holder.get());
        }
        row.runner = number;
        row.token++;
        executions.update(row);
        return new Fence(runner, row.token);
    }

    boolean release(ExecutionId id, Fence fence) throws SQLException {
        ExecutionRow row = executions.find(id);
        if (row == null
                || row.token != fence.token()
                || row.runner != runners.find(fence.runner()).orElse(-1L)) {
            return false;
        }
        row.runner = ExecutionRow.NOBODY;
        executions.update(row);
        return true;
    }

    SignalId send(ExecutionId id, byte[] signal, Instant at) throws SQLException {
        return new SignalId(payloads.insertSignal(executions.known(id).number, Times.toNanos(at), signal));
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
