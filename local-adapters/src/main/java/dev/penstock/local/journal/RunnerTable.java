package dev.penstock.local.journal;

import dev.penstock.journal.RunnerId;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/** The table {@code runner} as the writer sees it: who is registered, and until when its lease is good. */
final class RunnerTable {

    private final Liveness liveness;
    private final Path file;
    private final Checksum checksum = new Checksum();
    private final PreparedStatement selectById;
    private final PreparedStatement selectByNumber;
    private final PreparedStatement selectAll;
    private final PreparedStatement replace;
    private final PreparedStatement delete;
    private final PreparedStatement selectLast;

    /** Numbers that were looked up, for the fence of every append. */
    private final Map<RunnerId, Long> numbers = new HashMap<>();

    /** When our runners last gave a sign of life, in nanoseconds since 1970. */
    private final Map<RunnerId, Long> beats = new HashMap<>();

    RunnerTable(SQLiteConnection connection, Path file, Liveness liveness) throws SQLException {
        this.file = file;
        this.liveness = liveness;
        String select = "SELECT " + RunnerRow.COLUMNS + " FROM runner";
        selectById = connection.prepareStatement(select + " WHERE id = ?");
        selectByNumber = connection.prepareStatement(select + " WHERE number = ?");
        selectAll = connection.prepareStatement(select);
        replace = connection.prepareStatement("INSERT OR REPLACE INTO runner"
                + " (number, id, process, locked, lease_until, checksum) VALUES (?,?,?,?,?,?)");
        delete = connection.prepareStatement("DELETE FROM runner WHERE number = ?");
        selectLast = connection.prepareStatement(
                "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'runner'), 0)");
    }

    /** Forgets what another process may have changed. */
    void forget() {
        numbers.clear();
    }

    /** Forgets also what was to be written and was not. */
    void forgetAll() {
        numbers.clear();
        beats.clear();
    }

    Optional<Long> find(RunnerId runner) throws SQLException {
        Long number = numbers.get(runner);
        if (number != null) {
            return Optional.of(number);
        }
        Optional<Long> found = row(runner).map(RunnerRow::number);
        found.ifPresent(value -> numbers.put(runner, value));
        return found;
    }

    /** The number of a runner; one that was never registered gets a row without a lease. */
    long numberOf(RunnerId runner) throws SQLException {
        Optional<Long> found = find(runner);
        if (found.isPresent()) {
            return found.get();
        }
        return insert(runner);
    }

    private long insert(RunnerId runner) throws SQLException {
        long number;
        try (ResultSet rows = selectLast.executeQuery()) {
            number = rows.next() ? rows.getLong(1) + 1 : 1;
        }
        write(new RunnerRow(number, runner, RunnerRow.NO_PROCESS, false, 0));
        numbers.put(runner, number);
        return number;
    }

    /** Makes a runner one of this process; gives its number. */
    long register(RunnerId runner) throws SQLException {
        Optional<RunnerRow> existing = row(runner);
        if (existing.isPresent() && liveness.isAlive(existing.get())) {
            throw new IllegalStateException("runner " + runner + " is registered already");
        }
        long number = numberOf(runner);
        beat(runner, number, liveness.lock(number));
        return number;
    }

    void unregister(long number) throws SQLException {
        delete.setLong(1, number);
        delete.executeUpdate();
        numbers.values().remove(number);
    }

    /** Renews the leases that are a third through. Costs nothing but memory otherwise. */
    void beatIfDue() throws SQLException {
        long now = liveness.now();
        for (RunnerId runner : due(now)) {
            Optional<RunnerRow> row = row(runner);
            if (row.isPresent()) {
                beat(runner, row.get().number(), row.get().locked());
            }
        }
    }

    List<RunnerId> due(long now) {
        List<RunnerId> due = new ArrayList<>();
        for (RunnerId runner : liveness.ours()) {
            long last = beats.getOrDefault(runner, Long.MIN_VALUE);
            if (now < last || now - liveness.lease() / 3 >= last) {
                due.add(runner);
            }
        }
        return due;
    }

    private void beat(RunnerId runner, long number, boolean locked) throws SQLException {
        long now = liveness.now();
        write(new RunnerRow(number, runner, liveness.process(), locked, now + liveness.lease()));
        beats.put(runner, now);
        liveness.beaten(runner, now);
    }

    private void write(RunnerRow row) throws SQLException {
        replace.setLong(1, row.number());
        replace.setString(2, row.id().value());
        replace.setString(3, row.process().toString());
        replace.setLong(4, row.locked() ? 1 : 0);
        replace.setLong(5, row.leaseUntil());
        replace.setLong(6, row.checksum(checksum));
        replace.executeUpdate();
    }

    /** Removes runners that will never be heard of again and hold nothing. */
    void sweep(ExecutionTable executions) throws SQLException {
        List<RunnerRow> all = new ArrayList<>();
        try (ResultSet rows = selectAll.executeQuery()) {
            while (rows.next()) {
                all.add(RunnerRow.read(rows, checksum, file));
            }
        }
        for (RunnerRow row : all) {
            if (liveness.isGone(row) && !executions.holdsAny(row.number())) {
                unregister(row.number());
                liveness.removeFile(row.number());
            }
        }
    }

    Optional<RunnerId> nameOf(long number) throws SQLException {
        return row(number).map(RunnerRow::id);
    }

    Optional<RunnerId> liveHolder(long number) throws SQLException {
        return row(number).filter(liveness::isAlive).map(RunnerRow::id);
    }

    private Optional<RunnerRow> row(RunnerId runner) throws SQLException {
        selectById.setString(1, runner.value());
        return select(selectById);
    }

    private Optional<RunnerRow> row(long number) throws SQLException {
        selectByNumber.setLong(1, number);
        return select(selectByNumber);
    }

    private Optional<RunnerRow> select(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(RunnerRow.read(rows, checksum, file)) : Optional.empty();
        }
    }
}
