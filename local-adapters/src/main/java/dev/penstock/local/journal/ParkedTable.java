package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.StoredTime;
import dev.penstock.journal.Wakeup;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConnection;

/**
 * The tables {@code parked} and {@code awaited}: with what wakeup an execution was released that has not ended. One that
 * was taken has no row. Used by one thread at a time.
 */
final class ParkedTable {

    /** In the place of a time: only something else makes it due. */
    static final long NEVER = Long.MAX_VALUE;

    private final Path file;
    private final Checksum checksum = new Checksum();
    private final PreparedStatement insert;
    private final PreparedStatement insertResource;
    private final PreparedStatement delete;
    private final PreparedStatement deleteResources;
    private final PreparedStatement select;
    private final PreparedStatement selectResources;
    private final PreparedStatement selectWaiting;

    ParkedTable(SQLiteConnection connection, Path file) throws SQLException {
        this.file = file;
        insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO parked (execution, due_at, heard, checksum) VALUES (?,?,?,?)");
        insertResource =
                connection.prepareStatement("INSERT INTO awaited (resource, execution, checksum) VALUES (?,?,?)");
        delete = connection.prepareStatement("DELETE FROM parked WHERE execution = ?");
        deleteResources = connection.prepareStatement("DELETE FROM awaited WHERE execution = ?");
        select = connection.prepareStatement("SELECT due_at, heard, checksum FROM parked WHERE execution = ?");
        selectResources = connection.prepareStatement("SELECT resource, checksum FROM awaited WHERE execution = ?");
        selectWaiting = connection.prepareStatement("SELECT execution FROM awaited WHERE resource = ?");
    }

    void park(long execution, Wakeup wakeup) throws SQLException {
        write(execution, wakeup.at().map(StoredTime::toNanos).orElse(NEVER), heard(wakeup.heard()));
        for (String resource : wakeup.resources()) {
            insertResource.setString(1, resource);
            insertResource.setLong(2, execution);
            insertResource.setLong(3, checksum(resource, execution));
            insertResource.executeUpdate();
        }
    }

    private void write(long execution, long dueAt, String heard) throws SQLException {
        insert.setLong(1, execution);
        insert.setLong(2, dueAt);
        insert.setString(3, heard);
        insert.setLong(4, checksum(execution, dueAt, heard));
        insert.executeUpdate();
    }

    void unpark(long execution) throws SQLException {
        delete.setLong(1, execution);
        delete.executeUpdate();
        deleteResources.setLong(1, execution);
        deleteResources.executeUpdate();
    }

    /** Makes those that wait for a resource due at a time, unless they are earlier; gives their numbers. */
    List<Long> wake(String resource, long at) throws SQLException {
        List<Long> waiting = new ArrayList<>();
        selectWaiting.setString(1, resource);
        try (ResultSet rows = selectWaiting.executeQuery()) {
            while (rows.next()) {
                waiting.add(rows.getLong(1));
            }
        }
        for (long execution : waiting) {
            Row row = row(execution).orElseThrow(() -> damaged(execution));
            if (row.dueAt() > at) {
                write(execution, at, row.heard());
            }
        }
        return waiting;
    }

    Optional<Wakeup> wakeup(long execution) throws SQLException {
        Optional<Row> row = row(execution);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        long dueAt = row.get().dueAt();
        Optional<Instant> at = dueAt == NEVER ? Optional.empty() : Optional.of(StoredTime.toInstant(dueAt));
        return Optional.of(
                new Wakeup(at, resources(execution), signals(row.get().heard())));
    }

    private record Row(long dueAt, String heard) {}

    private Optional<Row> row(long execution) throws SQLException {
        select.setLong(1, execution);
        try (ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            Row row = new Row(rows.getLong(1), String.valueOf(rows.getString(2)));
            if (checksum(execution, row.dueAt(), row.heard()) != rows.getLong(3)) {
                throw damaged(execution);
            }
            return Optional.of(row);
        }
    }

    private Set<String> resources(long execution) throws SQLException {
        Set<String> resources = new HashSet<>();
        selectResources.setLong(1, execution);
        try (ResultSet rows = selectResources.executeQuery()) {
            while (rows.next()) {
                String resource = String.valueOf(rows.getString(1));
                if (checksum(resource, execution) != rows.getLong(2)) {
                    throw damaged(execution);
                }
                resources.add(resource);
            }
        }
        return resources;
    }

    /** Numbers between commas, with one at both ends, so that one is found by its text. */
    private static String heard(Set<SignalId> signals) {
        return signals.isEmpty()
                ? ""
                : new TreeSet<>(signals.stream().map(SignalId::value).toList())
                        .stream().map(String::valueOf).collect(Collectors.joining(",", ",", ","));
    }

    private static Set<SignalId> signals(String heard) {
        Set<SignalId> signals = new HashSet<>();
        for (String number : heard.split(",", -1)) {
            if (!number.isEmpty()) {
                signals.add(new SignalId(Long.parseLong(number)));
            }
        }
        return signals;
    }

    private long checksum(long execution, long dueAt, String heard) {
        return checksum.start().add(execution).add(dueAt).add(heard).value();
    }

    private long checksum(String resource, long execution) {
        return checksum.start().add(resource).add(execution).value();
    }

    private JournalException.Damaged damaged(long execution) {
        return new JournalException.Damaged("journal " + file + " is damaged: when execution number " + execution
                + " is due does not match its checksum");
    }
}
