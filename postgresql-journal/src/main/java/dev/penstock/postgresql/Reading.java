package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers questions, each by one statement and so from one state of the journal. */
final class Reading {

    private static final String SUMMARY =
            "id, pipeline, definition, status, ended, detail, version, started_at, updated_at, moved_to";

    /** The execution, its snapshot and its entries, told apart by the first column. */
    private static final String STORED = "WITH e AS (SELECT * FROM execution WHERE id = ?)"
            + " SELECT 0 AS kind, NULL::int8 AS n, NULL::int8 AS t, NULL::bytea AS payload, " + SUMMARY + " FROM e"
            + " UNION ALL"
            + " SELECT 1,"
            + " s.version,"
            + " NULL,"
            + " s.payload,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL, NULL"
            + " FROM e"
            + " JOIN"
            + " snapshot s"
            + " ON s.execution"
            + " = e.number"
            + " UNION ALL"
            + " SELECT 2,"
            + " x.version,"
            + " x.at,"
            + " x.payload,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL,"
            + " NULL, NULL"
            + " FROM e"
            + " JOIN entry"
            + " x ON"
            + " x.execution"
            + " = e.number"
            + " ORDER BY"
            + " kind, n";

    private Reading() {}

    /** How the summary of an execution that has moved is shown. */
    enum Shown {
        /** As one that ended by moving. */
        MOVED,
        /** As it was before. */
        AS_IT_WAS
    }

    static Optional<StoredExecution> stored(Sql sql, ExecutionId id, Shown shown) throws SQLException {
        List<ExecutionSummary> summaries = new ArrayList<>();
        List<Snapshot> snapshots = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        sql.rows(
                STORED,
                row -> switch (row.getInt(1)) {
                    case 0 -> summaries.add(summary(row, 5, shown));
                    case 1 -> snapshots.add(new Snapshot(row.getLong(2), Sql.bytes(row, 4)));
                    default ->
                        entries.add(new Entry(row.getLong(2), StoredTime.toInstant(row.getLong(3)), Sql.bytes(row, 4)));
                },
                id);
        if (summaries.isEmpty()) {
            return Optional.empty();
        }
        long version = snapshots.isEmpty() ? 0 : snapshots.getFirst().version();
        for (Entry entry : entries) {
            version++;
            if (entry.version() != version) {
                throw missing(id, version);
            }
        }
        if (version != summaries.getFirst().version()) {
            throw missing(id, version + 1);
        }
        return Optional.of(
                new StoredExecution(summaries.getFirst(), snapshots.stream().findFirst(), entries));
    }

    private static JournalException.Damaged missing(ExecutionId id, long version) {
        return new JournalException.Damaged(
                "the journal is damaged: entry " + version + " of execution " + id + " is missing");
    }

    private static ExecutionSummary summary(ResultSet row, int from, Shown shown) throws SQLException {
        Optional<String> moved = Optional.ofNullable(row.getString(from + 9)).filter(to -> shown == Shown.MOVED);
        return new ExecutionSummary(
                Sql.id(row, from),
                Sql.text(row, from + 1),
                Sql.text(row, from + 2),
                moved.isPresent() ? Journal.MOVED : Sql.text(row, from + 3),
                moved.isPresent() || row.getBoolean(from + 4),
                moved.orElse(Sql.text(row, from + 5)),
                row.getLong(from + 6),
                StoredTime.toInstant(row.getLong(from + 7)),
                StoredTime.toInstant(row.getLong(from + 8)));
    }

    static List<Entry> entriesAfter(Sql sql, ExecutionId id, long version) throws SQLException {
        return sql.rows(
                "SELECT x.version, x.at, x.payload FROM execution e JOIN entry x ON x.execution = e.number"
                        + " WHERE e.id = ? AND x.version > ? ORDER BY x.version",
                row -> new Entry(row.getLong(1), StoredTime.toInstant(row.getLong(2)), Sql.bytes(row, 3)),
                id,
                version);
    }

    static List<ExecutionSummary> list(Sql sql, ExecutionQuery query) throws SQLException {
        String open = query.openOnly() ? "NOT ended AND moved_to IS NULL" : "true";
        String select = "SELECT " + SUMMARY + " FROM execution WHERE " + open;
        String order = " ORDER BY number DESC LIMIT ?";
        Sql.Row<ExecutionSummary> row = each -> summary(each, 1, Shown.MOVED);
        return query.pipeline().isPresent()
                ? sql.rows(
                        select + " AND pipeline = ?" + order,
                        row,
                        query.pipeline().get(),
                        query.limit())
                : sql.rows(select + order, row, query.limit());
    }

    static Claim claim(Sql sql, String name) throws SQLException {
        return sql.first("SELECT holder, waiting, behind FROM claim WHERE name = ?", row -> Sql.claim(row, 1), name)
                .orElse(Claim.FREE);
    }

    static Optional<RunnerId> holder(Sql sql, ExecutionId id) throws SQLException {
        return sql.first(
                "SELECT r.id FROM execution e JOIN runner r ON r.id = e.runner"
                        + " WHERE e.id = ? AND r.lease_until > clock_timestamp()",
                row -> new RunnerId(Sql.text(row, 1)),
                id);
    }

    static Optional<byte[]> pinned(Sql sql, String digest) throws SQLException {
        return sql.first("SELECT content FROM document WHERE digest = ?", row -> Sql.bytes(row, 1), digest);
    }

    static List<StoredSignal> signals(Sql sql, ExecutionId id) throws SQLException {
        return sql.rows(
                "SELECT s.id, s.at, s.payload FROM execution e JOIN signal s ON s.execution = e.number"
                        + " WHERE e.id = ? ORDER BY s.id",
                row -> new StoredSignal(
                        new SignalId(row.getLong(1)), StoredTime.toInstant(row.getLong(2)), Sql.bytes(row, 3)),
                id);
    }

    static List<ExecutionId> signalled(Sql sql) throws SQLException {
        return sql.rows(
                "SELECT id FROM execution WHERE number IN (SELECT execution FROM signal) ORDER BY number",
                row -> Sql.id(row, 1));
    }
}
