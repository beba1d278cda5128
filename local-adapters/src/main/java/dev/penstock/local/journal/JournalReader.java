package dev.penstock.local.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.Claim;
import dev.penstock.journal.Entry;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Snapshot;
import dev.penstock.journal.StoredExecution;
import dev.penstock.journal.StoredSignal;
import dev.penstock.journal.StoredTime;
import dev.penstock.journal.WholeExecution;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Answers questions, each from one state of the journal. Every row is compared with its checksum. Used by one thread at a
 * time.
 */
final class JournalReader implements AutoCloseable {

    private final SQLiteConnection connection;
    private final Path file;
    private final Checksum checksum = new Checksum();
    private final Statements statements;
    private final MovedTable moved;
    private final ParkedTable parked;
    private final DueQueries due;
    private final ClaimRows claims;

    private record StoredSnapshot(Snapshot snapshot, long at) {}

    private record Newest(long version, long at) {}

    JournalReader(SQLiteConnection connection, Path file, Liveness liveness) throws SQLException {
        this.connection = connection;
        this.file = file;
        this.statements = new Statements(connection);
        this.moved = new MovedTable(connection, file);
        this.parked = new ParkedTable(connection, file);
        this.due = new DueQueries(connection, file, liveness);
        this.claims = new ClaimRows(connection, file);
    }

    /** A question, asked inside a transaction. */
    @FunctionalInterface
    interface Question<T> {
        T ask(JournalReader reader) throws SQLException;
    }

    <T> T ask(Question<T> question) throws SQLException {
        Database.execute(connection, "BEGIN");
        try {
            return question.ask(this);
        } finally {
            Database.rollback(connection);
        }
    }

    Optional<StoredExecution> read(ExecutionId id) throws SQLException {
        ExecutionRow row = find(id);
        return row == null ? Optional.empty() : Optional.of(read(row, shown(row)));
    }

    private StoredExecution read(ExecutionRow row, Append.StatusChange shown) throws SQLException {
        Optional<StoredSnapshot> stored = snapshot(row.number);
        Optional<Snapshot> snapshot = stored.map(StoredSnapshot::snapshot);
        long from = snapshot.map(Snapshot::version).orElse(0L);
        List<Entry> entries = entries(row, from, from);
        ExecutionSummary summary = summary(row, newest(row, stored, entries), shown);
        return new StoredExecution(summary, snapshot, entries);
    }

    Optional<WholeExecution> whole(ExecutionId id) throws SQLException {
        ExecutionRow row = find(id);
        if (row == null) {
            return Optional.empty();
        }
        return Optional.of(new WholeExecution(
                read(row, status(row)),
                pinned(row.definition),
                signals(id),
                claims(row),
                parked.wakeup(row.number),
                row.runner == ExecutionRow.MOVED ? Optional.of(moved.destination(row.number)) : Optional.empty()));
    }

    private List<WholeExecution.OwnClaim> claims(ExecutionRow row) throws SQLException {
        List<WholeExecution.OwnClaim> own = new ArrayList<>();
        claims.of(row.number).forEach((name, claim) -> {
            if (claim.holder() == row.number) {
                own.add(new WholeExecution.OwnClaim(name, true));
            }
            if (claim.isAwaitedBy(row.number)) {
                own.add(new WholeExecution.OwnClaim(name, false));
            }
        });
        return own;
    }

    Claim claim(String name) throws SQLException {
        Optional<ClaimRow> row = claims.find(name);
        if (row.isEmpty()) {
            return Claim.FREE;
        }
        List<ExecutionId> behind = new ArrayList<>();
        for (long number : row.get().behind()) {
            id(number).ifPresent(behind::add);
        }
        return Claim.of(id(row.get().holder()), id(row.get().waiting()), behind);
    }

    /** The execution of that number; empty for 0, which is nobody. */
    private Optional<ExecutionId> id(long number) throws SQLException {
        if (number == 0) {
            return Optional.empty();
        }
        statements.executionOf.setLong(1, number);
        try (ResultSet rows = statements.executionOf.executeQuery()) {
            if (!rows.next()) {
                throw damaged("execution number " + number + " is missing");
            }
            return Optional.of(ExecutionRows.read(rows, checksum, file).id);
        }
    }

    boolean isAnyDue(Instant now) throws SQLException {
        return !due.due(StoredTime.toNanos(now), 1).isEmpty();
    }

    Optional<Instant> nextDue() throws SQLException {
        OptionalLong next = due.next();
        return next.isEmpty() ? Optional.empty() : Optional.of(StoredTime.toInstant(next.getAsLong()));
    }

    List<Entry> entriesAfter(ExecutionId id, long version) throws SQLException {
        ExecutionRow row = find(id);
        if (row == null || version >= ExecutionRow.MAX_VERSION) {
            return List.of();
        }
        long compacted = compacted(row.number);
        long after = Math.max(version, compacted);
        return entries(row, after, compacted);
    }

    /** Entries after a version, without a gap, up to at least what the row knows of. */
    private List<Entry> entries(ExecutionRow row, long after, long compacted) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        long version = after;
        statements.entries.setLong(1, ExecutionRow.key(row.number, after) + 1);
        statements.entries.setLong(2, ExecutionRow.key(row.number, ExecutionRow.MAX_VERSION));
        try (ResultSet rows = statements.entries.executeQuery()) {
            while (rows.next()) {
                Entry entry = entry(row, rows);
                if (entry.version() != ++version) {
                    throw damaged("entry " + version + " of execution " + row.id + " is missing");
                }
                entries.add(entry);
            }
        }
        boolean tailIsMissing = version < row.versionBound && after <= row.versionBound;
        boolean allIsMissing = version == 0 && compacted == 0;
        if (tailIsMissing || allIsMissing) {
            throw damaged("entry " + (version + 1) + " of execution " + row.id + " is missing");
        }
        return entries;
    }

    private Entry entry(ExecutionRow row, ResultSet rows) throws SQLException {
        long key = rows.getLong(1);
        long at = rows.getLong(2);
        byte[] payload = rows.getBytes(3);
        if (payload == null || PayloadTables.entryChecksum(checksum, key, at, payload) != rows.getLong(4)) {
            throw damaged(
                    "entry " + ExecutionRow.version(key) + " of execution " + row.id + " does not match its checksum");
        }
        return new Entry(ExecutionRow.version(key), StoredTime.toInstant(at), payload);
    }

    private long compacted(long execution) throws SQLException {
        statements.compacted.setLong(1, execution);
        try (ResultSet rows = statements.compacted.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private Optional<StoredSnapshot> snapshot(long execution) throws SQLException {
        statements.snapshot.setLong(1, execution);
        try (ResultSet rows = statements.snapshot.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            long version = rows.getLong(1);
            long at = rows.getLong(2);
            byte[] payload = rows.getBytes(3);
            if (payload == null
                    || PayloadTables.snapshotChecksum(checksum, execution, version, at, payload) != rows.getLong(4)) {
                throw damaged("the snapshot of execution number " + execution + " does not match its checksum");
            }
            return Optional.of(new StoredSnapshot(new Snapshot(version, payload), at));
        }
    }

    private Newest newest(ExecutionRow row, Optional<StoredSnapshot> snapshot, List<Entry> entries) {
        Newest newest = new Newest(0, 0);
        if (!entries.isEmpty()) {
            newest = new Newest(
                    entries.getLast().version(),
                    StoredTime.toNanos(entries.getLast().at()));
        } else if (snapshot.isPresent()) {
            newest = new Newest(
                    snapshot.get().snapshot().version(), snapshot.get().at());
        }
        ExecutionRows.checkBound(row, newest.version(), file);
        return newest;
    }

    List<ExecutionSummary> list(ExecutionQuery query) throws SQLException {
        List<ExecutionRow> found = new ArrayList<>();
        PreparedStatement list = query.openOnly() ? statements.listOpen : statements.list;
        list.setString(1, query.pipeline().orElse(null));
        list.setLong(2, query.limit());
        try (ResultSet rows = list.executeQuery()) {
            while (rows.next()) {
                found.add(ExecutionRows.read(rows, checksum, file));
            }
        }
        List<ExecutionSummary> summaries = new ArrayList<>(found.size());
        for (ExecutionRow row : found) {
            summaries.add(summary(row, newest(row), shown(row)));
        }
        return summaries;
    }

    private Newest newest(ExecutionRow row) throws SQLException {
        statements.lastEntry.setLong(1, ExecutionRow.key(row.number, 0));
        statements.lastEntry.setLong(2, ExecutionRow.key(row.number, ExecutionRow.MAX_VERSION));
        List<Entry> last = new ArrayList<>();
        try (ResultSet rows = statements.lastEntry.executeQuery()) {
            if (rows.next()) {
                last.add(entry(row, rows));
            }
        }
        return newest(row, last.isEmpty() ? snapshot(row.number) : Optional.empty(), last);
    }

    private static Append.StatusChange status(ExecutionRow row) {
        return new Append.StatusChange(row.status, row.ended, row.detail);
    }

    private Append.StatusChange shown(ExecutionRow row) throws SQLException {
        return row.runner == ExecutionRow.MOVED
                ? new Append.StatusChange(Journal.MOVED, true, moved.destination(row.number))
                : status(row);
    }

    private static ExecutionSummary summary(ExecutionRow row, Newest newest, Append.StatusChange shown) {
        return new ExecutionSummary(
                row.id,
                row.pipeline,
                row.definition,
                shown.status(),
                shown.ended(),
                shown.detail(),
                newest.version(),
                StoredTime.toInstant(row.startedAt),
                StoredTime.toInstant(newest.at()));
    }

    Optional<RunnerId> holder(ExecutionId id, Liveness liveness) throws SQLException {
        ExecutionRow row = find(id);
        if (row == null || row.runner <= ExecutionRow.NOBODY) {
            return Optional.empty();
        }
        statements.runner.setLong(1, row.runner);
        try (ResultSet rows = statements.runner.executeQuery()) {
            return rows.next()
                    ? Optional.of(RunnerRow.read(rows, checksum, file))
                            .filter(liveness::isAlive)
                            .map(RunnerRow::id)
                    : Optional.empty();
        }
    }

    Optional<byte[]> pinned(String digest) throws SQLException {
        statements.document.setString(1, digest);
        try (ResultSet rows = statements.document.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            byte[] content = rows.getBytes(1);
            if (content == null || PayloadTables.documentChecksum(checksum, digest, content) != rows.getLong(2)) {
                throw damaged("the document " + digest + " does not match its checksum");
            }
            return Optional.of(content);
        }
    }

    List<StoredSignal> signals(ExecutionId id) throws SQLException {
        ExecutionRow row = find(id);
        if (row == null) {
            return List.of();
        }
        List<StoredSignal> signals = new ArrayList<>();
        statements.signals.setLong(1, row.number);
        try (ResultSet rows = statements.signals.executeQuery()) {
            while (rows.next()) {
                long signal = rows.getLong(1);
                long at = rows.getLong(2);
                byte[] payload = rows.getBytes(3);
                if (payload == null
                        || PayloadTables.signalChecksum(checksum, signal, row.number, at, payload) != rows.getLong(4)) {
                    throw damaged("signal " + signal + " does not match its checksum");
                }
                signals.add(new StoredSignal(new SignalId(signal), StoredTime.toInstant(at), payload));
            }
        }
        return signals;
    }

    List<ExecutionId> signalled() throws SQLException {
        List<ExecutionId> ids = new ArrayList<>();
        try (ResultSet rows = statements.signalled.executeQuery()) {
            while (rows.next()) {
                ids.add(ExecutionRows.read(rows, checksum, file).id);
            }
        }
        return ids;
    }

    private @Nullable ExecutionRow find(ExecutionId id) throws SQLException {
        statements.execution.setBytes(1, ExecutionRow.toBytes(id));
        try (ResultSet rows = statements.execution.executeQuery()) {
            return rows.next() ? ExecutionRows.read(rows, checksum, file) : null;
        }
    }

    private JournalException.Damaged damaged(String what) {
        return new JournalException.Damaged("journal " + file + " is damaged: " + what);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static final class Statements {

        final PreparedStatement execution;
        final PreparedStatement entries;
        final PreparedStatement lastEntry;
        final PreparedStatement snapshot;
        final PreparedStatement compacted;
        final PreparedStatement list;
        final PreparedStatement listOpen;
        final PreparedStatement runner;
        final PreparedStatement document;
        final PreparedStatement signals;
        final PreparedStatement signalled;
        final PreparedStatement executionOf;

        Statements(SQLiteConnection connection) throws SQLException {
            execution = connection.prepareStatement(ExecutionRows.SELECT + " WHERE id = ?");
            String entry = "SELECT key, at, payload, checksum FROM entry WHERE key BETWEEN ? AND ? ORDER BY key";
            entries = connection.prepareStatement(entry);
            lastEntry = connection.prepareStatement(entry + " DESC LIMIT 1");
            snapshot = connection.prepareStatement(
                    "SELECT version, at, payload, checksum FROM snapshot WHERE execution = ?");
            compacted = connection.prepareStatement("SELECT version FROM snapshot WHERE execution = ?");
            String ofPipeline = "(?1 IS NULL OR pipeline = ?1) ORDER BY number DESC LIMIT ?2";
            list = connection.prepareStatement(ExecutionRows.SELECT + " WHERE " + ofPipeline);
            listOpen = connection.prepareStatement(ExecutionRows.SELECT + " INDEXED BY execution_active"
                    + " WHERE (ended = 0 OR runner <> 0) AND ended = 0 AND runner <> " + ExecutionRow.MOVED + " AND "
                    + ofPipeline);
            executionOf = connection.prepareStatement(ExecutionRows.SELECT + " WHERE number = ?");
            runner = connection.prepareStatement("SELECT " + RunnerRow.COLUMNS + " FROM runner WHERE number = ?");
            document = connection.prepareStatement("SELECT content, checksum FROM document WHERE digest = ?");
            signals = connection.prepareStatement(
                    "SELECT id, at, payload, checksum FROM signal WHERE execution = ? ORDER BY id");
            signalled = connection.prepareStatement("SELECT " + ExecutionRows.COLUMNS
                    + " FROM execution WHERE number IN (SELECT execution FROM signal) ORDER BY number");
        }
    }
}
