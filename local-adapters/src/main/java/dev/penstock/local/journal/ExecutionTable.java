package dev.penstock.local.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.JournalException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The table {@code execution} as the writer sees it: with the rows that were used last in memory, so that an append needs
 * no question to the database.
 */
final class ExecutionTable {

    private static final int REMEMBERED = 8_192;

    private final Path file;
    private final Checksum checksum = new Checksum();
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final PreparedStatement selectById;
    private final PreparedStatement selectByNumber;
    private final PreparedStatement selectByRunner;
    private final PreparedStatement selectLast;
    private final PreparedStatement selectVersion;
    private final PreparedStatement selectBehind;

    private final Map<ExecutionId, ExecutionRow> remembered = new LinkedHashMap<>(512, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ExecutionId, ExecutionRow> eldest) {
            // A row whose bound is behind is needed for the next checkpoint.
            return size() > REMEMBERED && !unbound.contains(eldest.getValue());
        }
    };
    private final Set<ExecutionRow> unbound = new HashSet<>();
    private long last = -1;

    ExecutionTable(SQLiteConnection connection, Path file) throws SQLException {
        this.file = file;
        insert = connection.prepareStatement(
                "INSERT INTO execution (number, id, pipeline, definition, started_at, status,"
                        + " ended, detail, version_bound, runner, token, checksum) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
                        + " ON CONFLICT DO NOTHING");
        update = connection.prepareStatement(
                "UPDATE execution SET status=?, ended=?, detail=?, version_bound=?, runner=?,"
                        + " token=?, checksum=? WHERE number=?");
        selectById = connection.prepareStatement(ExecutionRows.SELECT + " WHERE id=?");
        selectByNumber = connection.prepareStatement(ExecutionRows.SELECT + " WHERE number=?");
        selectByRunner = connection.prepareStatement("SELECT number FROM execution INDEXED BY execution_active"
                + " WHERE (ended = 0 OR runner <> 0) AND runner = ? ORDER BY number LIMIT ?");
        selectLast = connection.prepareStatement("SELECT max(number) FROM execution");
        selectBehind = connection.prepareStatement("SELECT number FROM execution INDEXED BY execution_active"
                + " WHERE (ended = 0 OR runner <> 0) AND version_bound < (SELECT max(key) FROM entry"
                + " WHERE key BETWEEN number << 24 AND (number << 24) + 16777215) & 16777215");
        selectVersion =
                connection.prepareStatement("SELECT coalesce((SELECT max(key) FROM entry WHERE key BETWEEN ?1 AND"
                        + " ?2) & 16777215, (SELECT version FROM snapshot WHERE execution = ?3), 0)");
    }

    /** Forgets what it remembers, because it may not be so any more. */
    void forget() {
        remembered.clear();
        unbound.clear();
        last = -1;
    }

    ExecutionRow known(ExecutionId id) throws SQLException {
        ExecutionRow row = find(id);
        if (row == null) {
            throw new JournalException.Unknown(id);
        }
        return row;
    }

    @Nullable
    ExecutionRow find(ExecutionId id) throws SQLException {
        ExecutionRow row = remembered.get(id);
        if (row != null) {
            return row;
        }
        selectById.setBytes(1, ExecutionRow.toBytes(id));
        return select(selectById);
    }

    ExecutionRow find(long number) throws SQLException {
        selectByNumber.setLong(1, number);
        ExecutionRow row = select(selectByNumber);
        if (row == null) {
            throw new JournalException.Damaged(
                    "journal " + file + " is damaged: execution number " + number + " is missing");
        }
        return row;
    }

    private @Nullable ExecutionRow select(PreparedStatement statement) throws SQLException {
        ExecutionRow row;
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return null;
            }
            row = ExecutionRows.read(rows, checksum, file);
        }
        ExecutionRow same = remembered.get(row.id);
        if (same != null) {
            return same;
        }
        row.version = version(row.number);
        ExecutionRows.checkBound(row, row.version, file);
        remembered.put(row.id, row);
        return row;
    }

    private long version(long number) throws SQLException {
        selectVersion.setLong(1, ExecutionRow.key(number, 0));
        selectVersion.setLong(2, ExecutionRow.key(number, ExecutionRow.MAX_VERSION));
        selectVersion.setLong(3, number);
        try (ResultSet rows = selectVersion.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    long nextNumber() throws SQLException {
        if (last < 0) {
            try (ResultSet rows = selectLast.executeQuery()) {
                last = rows.next() ? rows.getLong(1) : 0;
            }
        }
        return last + 1;
    }

    /** Adds a row; says whether there was none of that id. */
    boolean insert(ExecutionRow row) throws SQLException {
        insert.setLong(1, row.number);
        insert.setBytes(2, ExecutionRow.toBytes(row.id));
        insert.setString(3, row.pipeline);
        insert.setString(4, row.definition);
        insert.setLong(5, row.startedAt);
        insert.setString(6, row.status);
        insert.setLong(7, row.ended ? 1 : 0);
        insert.setString(8, row.detail);
        insert.setLong(9, row.versionBound);
        insert.setLong(10, row.runner);
        insert.setLong(11, row.token);
        insert.setLong(12, row.checksum(checksum));
        if (insert.executeUpdate() == 0) {
            return false;
        }
        last = row.number;
        remembered.put(row.id, row);
        return true;
    }

    void update(ExecutionRow row) throws SQLException {
        row.versionBound = row.version;
        unbound.remove(row);
        update.setString(1, row.status);
        update.setLong(2, row.ended ? 1 : 0);
        update.setString(3, row.detail);
        update.setLong(4, row.versionBound);
        update.setLong(5, row.runner);
        update.setLong(6, row.token);
        update.setLong(7, row.checksum(checksum));
        update.setLong(8, row.number);
        if (update.executeUpdate() != 1) {
            throw new JournalException.Damaged(
                    "journal " + file + " is damaged: execution " + row.id + " cannot be found by its number");
        }
        if (row.ended && row.runner == ExecutionRow.NOBODY) {
            remembered.remove(row.id);
        }
    }

    /** Notes a new entry: changes the row only if the status changes. */
    void advance(ExecutionRow row, Append append) throws SQLException {
        row.version++;
        if (append.status().isPresent()) {
            setStatus(row, append.status().get());
            update(row);
        } else {
            unbound.add(row);
        }
    }

    static void setStatus(ExecutionRow row, Append.StatusChange change) {
        row.status = change.status();
        row.ended = change.ended();
        row.detail = change.detail();
        if (change.ended()) {
            row.runner = ExecutionRow.NOBODY;
        }
    }

    /** Brings the bounds up to the versions. */
    void bind() throws SQLException {
        for (ExecutionRow row : List.copyOf(unbound)) {
            update(row);
        }
    }

    /** Does the same for all executions that have not ended, also those that another process has appended to. */
    void bindAll() throws SQLException {
        List<Long> behind = new ArrayList<>();
        try (ResultSet rows = selectBehind.executeQuery()) {
            while (rows.next()) {
                behind.add(rows.getLong(1));
            }
        }
        for (long number : behind) {
            update(find(number));
        }
    }

    boolean holdsAny(long runner) throws SQLException {
        return !numbersOf(runner, 1).isEmpty();
    }

    void releaseAllOf(long runner) throws SQLException {
        for (long number : numbersOf(runner, -1)) {
            ExecutionRow row = find(number);
            row.runner = ExecutionRow.NOBODY;
            update(row);
        }
    }

    private List<Long> numbersOf(long runner, int limit) throws SQLException {
        selectByRunner.setLong(1, runner);
        selectByRunner.setLong(2, limit);
        List<Long> numbers = new ArrayList<>();
        try (ResultSet rows = selectByRunner.executeQuery()) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }
}
