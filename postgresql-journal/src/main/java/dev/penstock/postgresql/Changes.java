package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.ClaimChange;
import dev.penstock.journal.ClaimTransition;
import dev.penstock.journal.Committed;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Snapshot;
import dev.penstock.journal.StoredTime;
import dev.penstock.journal.Wakeup;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The changes of single executions that the port offers, as jobs. */
final class Changes {

    /** What one row of the tables takes: the server's limit for a value is 1 GB, and all of it is in memory at both ends. */
    static final int LARGEST_PAYLOAD = 64 * 1024 * 1024;

    private Changes() {}

    static void checkSize(byte[] payload) {
        if (payload.length > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException("the journal takes payloads of up to " + LARGEST_PAYLOAD
                    + " bytes, and this one has " + payload.length);
        }
    }

    static Job<Committed> create(String pipeline, String definition, Append append, boolean plain) {
        return new Job<>(
                locks(append),
                plain && append.claims().isEmpty() ? new Job.Plain(append, pipeline, definition, true) : null,
                transaction -> create(transaction, pipeline, definition, append));
    }

    static Job<Committed> append(Append append) {
        return new Job<>(
                locks(append),
                append.claims().isEmpty() ? new Job.Plain(append, "", "", false) : null,
                transaction -> append(transaction, append));
    }

    private static Job.Locks locks(Append append) {
        Set<String> names = append.claims().stream().map(ClaimChange::name).collect(Collectors.toSet());
        return new Job.Locks(Set.of(append.execution()), names);
    }

    private static Committed create(Transaction transaction, String pipeline, String definition, Append append)
            throws SQLException {
        transaction.find(append.execution()).ifPresent(Changes::refuse);
        ClaimTransition transition = transaction.transition(append);
        long at = StoredTime.toNanos(append.at());
        Optional<Append.StatusChange> status = append.status();
        boolean ended = status.filter(Append.StatusChange::ended).isPresent();
        RunnerId runner = append.fence().runner();
        var template = new LockedExecution(
                0, append.execution(), 1, ended, Optional.of(runner).filter(any -> !ended), 1, Optional.empty());
        var row = new Transaction.Row(
                pipeline,
                definition,
                at,
                at,
                status.map(Append.StatusChange::status).orElse(""),
                status.map(Append.StatusChange::detail).orElse(""));
        Optional<LockedExecution> inserted = transaction.insert(template, row);
        if (inserted.isEmpty()) {
            refuse(transaction.known(append.execution()));
        }
        transaction.ensureRunner(runner);
        return write(transaction, transaction.known(append.execution()), append, at, transition);
    }

    private static void refuse(LockedExecution existing) {
        throw new JournalException.VersionConflict(existing.id, 0, existing.version);
    }

    private static Committed append(Transaction transaction, Append append) throws SQLException {
        LockedExecution row = transaction.known(append.execution());
        row.checkFence(append.fence());
        row.checkVersion(append.expectedVersion());
        long at = StoredTime.toNanos(append.at());
        ClaimTransition transition = transaction.transition(append);
        transaction.advance(row, append, at);
        return write(transaction, row, append, at, transition);
    }

    private static Committed write(
            Transaction transaction, LockedExecution row, Append append, long at, ClaimTransition transition)
            throws SQLException {
        transaction.insertEntry(row.number, row.version, at, append.payload());
        transaction.deleteSignals(row.number, append.takenIn());
        for (var changed : transition.changed().entrySet()) {
            transaction.writeClaim(changed.getKey(), changed.getValue());
        }
        for (ClaimTransition.Displacement told : transition.displaced()) {
            transaction.insertSignal(told.execution(), told.message(), at);
        }
        transition.freed().forEach(transaction::tell);
        return transition.committed(row.version);
    }

    static Job<Fence> take(ExecutionId id, RunnerId runner) {
        return new Job<>(Job.Locks.of(id), null, transaction -> {
            LockedExecution row = transaction.known(id);
            row.checkHere();
            if (row.runner.filter(runner::equals).isPresent()) {
                return new Fence(runner, row.token);
            }
            if (row.runner.isPresent() && transaction.isAlive(row.runner.get())) {
                throw new JournalException.Held(id, row.runner.get());
            }
            transaction.ensureRunner(runner);
            row.runner = Optional.of(runner);
            row.token++;
            transaction.updateHolder(row);
            Parking.unpark(transaction.sql(), List.of(row.number));
            return new Fence(runner, row.token);
        });
    }

    static Job<Boolean> release(ExecutionId id, Fence fence, Optional<Wakeup> wakeup) {
        return new Job<>(Job.Locks.of(id), null, transaction -> {
            Optional<LockedExecution> found = transaction.find(id).filter(row -> row.isHeldWith(fence));
            if (found.isEmpty()) {
                return false;
            }
            LockedExecution row = found.get();
            row.runner = Optional.empty();
            transaction.updateHolder(row);
            if (wakeup.isPresent() && !row.ended) {
                Parking.park(transaction.sql(), row.number, wakeup.get());
            } else {
                transaction.tell(id);
            }
            return true;
        });
    }

    static Job<SignalId> send(ExecutionId id, byte[] signal, Instant at) {
        return new Job<>(Job.Locks.of(id), null, transaction -> {
            transaction.known(id).checkHere();
            return transaction.insertSignal(id, signal, StoredTime.toNanos(at));
        });
    }

    static Job<Integer> pin(String digest, byte[] document) {
        return new Job<>(Job.Locks.NONE, null, transaction -> pin(transaction, digest, document));
    }

    static int pin(Transaction transaction, String digest, byte[] document) throws SQLException {
        return transaction
                .sql()
                .change(
                        "INSERT INTO document (digest, content) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        digest,
                        document);
    }

    static Job<Snapshot> compact(ExecutionId id, Fence fence, Snapshot snapshot) {
        return new Job<>(Job.Locks.of(id), null, transaction -> {
            LockedExecution row = transaction.known(id);
            row.checkFence(fence);
            if (snapshot.version() > row.version) {
                throw new JournalException.VersionConflict(id, snapshot.version(), row.version);
            }
            if (writeSnapshot(transaction, row.number, snapshot)) {
                transaction
                        .sql()
                        .change(
                                "DELETE FROM entry WHERE execution = ? AND version <= ?",
                                row.number,
                                snapshot.version());
            }
            return snapshot;
        });
    }

    /** Says whether there is no newer one. */
    static boolean writeSnapshot(Transaction transaction, long execution, Snapshot snapshot) throws SQLException {
        return transaction
                        .sql()
                        .change(
                                "INSERT INTO snapshot AS s (execution, version, payload) VALUES (?, ?, ?)"
                                        + " ON CONFLICT (execution) DO UPDATE SET version = excluded.version,"
                                        + " payload = excluded.payload WHERE s.version <= excluded.version",
                                execution,
                                snapshot.version(),
                                snapshot.payload())
                == 1;
    }

    static Job<Boolean> moveAway(ExecutionId id, Fence fence, String to) {
        return new Job<>(Job.Locks.of(id), null, transaction -> {
            LockedExecution row = transaction.known(id);
            row.checkFence(fence);
            transaction
                    .sql()
                    .change("UPDATE execution SET runner = NULL, moved_to = ? WHERE number = ?", to, row.number);
            return true;
        });
    }
}
