package dev.penstock.local.journal;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.sqlite.SQLiteConnection;

/** Finds executions that are due, each by an index, whatever else the journal holds. Used by one thread at a time. */
final class DueQueries {

    private final Path file;
    private final Liveness liveness;
    private final Checksum checksum = new Checksum();
    private final PreparedStatement runners;
    private final PreparedStatement byHolder;
    private final PreparedStatement signalled;
    private final PreparedStatement freed;
    private final PreparedStatement inTime;
    private final PreparedStatement earliest;

    DueQueries(SQLiteConnection connection, Path file, Liveness liveness) throws SQLException {
        this.file = file;
        this.liveness = liveness;
        runners = connection.prepareStatement("SELECT " + RunnerRow.COLUMNS + " FROM runner");
        byHolder = connection.prepareStatement("SELECT number FROM execution INDEXED BY execution_active"
                + " WHERE (ended = 0 OR runner <> 0) AND runner = ? AND ended = 0 ORDER BY number LIMIT ?");
        signalled = connection.prepareStatement("SELECT DISTINCT signal.execution FROM signal"
                + " JOIN parked ON parked.execution = signal.execution"
                + " WHERE instr(parked.heard, ',' || signal.id || ',') = 0 ORDER BY signal.execution LIMIT ?");
        freed = connection.prepareStatement("SELECT DISTINCT claim.waiting FROM claim INDEXED BY claim_free"
                + " JOIN parked ON parked.execution = claim.waiting WHERE claim.holder = 0 LIMIT ?");
        inTime = connection.prepareStatement("SELECT execution FROM parked WHERE due_at <= ? AND due_at < "
                + ParkedTable.NEVER + " ORDER BY due_at, execution LIMIT ?");
        earliest = connection.prepareStatement("SELECT min(due_at) FROM parked WHERE due_at < " + ParkedTable.NEVER);
    }

    /** The numbers of executions that are due at a time, at most so many. */
    Set<Long> due(long now, int limit) throws SQLException {
        Set<Long> due = atOnce(limit);
        inTime.setLong(1, now);
        // Some of them may be due at once as well.
        inTime.setLong(2, limit);
        collect(inTime, due, limit);
        return due;
    }

    /** Those that are due whatever the time is. */
    private Set<Long> atOnce(int limit) throws SQLException {
        Set<Long> due = new LinkedHashSet<>();
        for (long holder : holdersThatDoNothing()) {
            byHolder.setLong(1, holder);
            byHolder.setLong(2, limit);
            collect(byHolder, due, limit);
        }
        signalled.setLong(1, limit);
        collect(signalled, due, limit);
        freed.setLong(1, limit);
        collect(freed, due, limit);
        return due;
    }

    private List<Long> holdersThatDoNothing() throws SQLException {
        List<Long> holders = new ArrayList<>(List.of(ExecutionRow.NOBODY));
        try (ResultSet rows = runners.executeQuery()) {
            while (rows.next()) {
                RunnerRow row = RunnerRow.read(rows, checksum, file);
                if (!liveness.isAlive(row)) {
                    holders.add(row.number());
                }
            }
        }
        return holders;
    }

    private static void collect(PreparedStatement query, Set<Long> into, int limit) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next() && into.size() < limit) {
                into.add(rows.getLong(1));
            }
        }
    }

    /** In nanoseconds since 1970; 0 or less if something is due whatever the time is. */
    OptionalLong next() throws SQLException {
        if (!atOnce(1).isEmpty()) {
            return OptionalLong.of(0);
        }
        try (ResultSet rows = earliest.executeQuery()) {
            long at = rows.next() ? rows.getLong(1) : 0;
            return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(at);
        }
    }
}
