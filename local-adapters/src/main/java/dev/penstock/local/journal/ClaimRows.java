package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConnection;

/**
 * Reads the tables {@code claim} and {@code line}, and makes sure that they are what was written. A claim that nobody has
 * anything of has no row, and one that at most one execution waits for has no line. Used by one thread at a time.
 */
final class ClaimRows {

    private final Path file;
    private final Checksum checksum = new Checksum();
    private final PreparedStatement select;
    private final PreparedStatement selectLine;
    private final PreparedStatement selectOf;

    ClaimRows(SQLiteConnection connection, Path file) throws SQLException {
        this.file = file;
        select = connection.prepareStatement("SELECT holder, waiting, checksum FROM claim WHERE name = ?");
        selectLine = connection.prepareStatement("SELECT executions, checksum FROM line WHERE name = ?");
        selectOf = connection.prepareStatement("SELECT name FROM claim WHERE holder = ?1 OR waiting = ?1"
                + " UNION SELECT name FROM line WHERE instr(executions, ',' || ?1 || ',') > 0");
    }

    /** The claim of that name; empty if there is none. */
    Optional<ClaimRow> find(String name) throws SQLException {
        long holder;
        long waiting;
        select.setString(1, name);
        try (ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            holder = rows.getLong(1);
            waiting = rows.getLong(2);
            if (checksum(name, holder, waiting) != rows.getLong(3)) {
                throw damaged(name);
            }
        }
        return Optional.of(new ClaimRow(holder, waiting, waiting == 0 ? List.of() : line(name)));
    }

    private List<Long> line(String name) throws SQLException {
        selectLine.setString(1, name);
        try (ResultSet rows = selectLine.executeQuery()) {
            if (!rows.next()) {
                return List.of();
            }
            String executions = String.valueOf(rows.getString(1));
            if (checksum(name, executions) != rows.getLong(2)) {
                throw damaged(name);
            }
            return numbers(executions);
        }
    }

    /** The claims that an execution holds or waits for, by name. */
    Map<String, ClaimRow> of(long execution) throws SQLException {
        List<String> names = new ArrayList<>();
        selectOf.setLong(1, execution);
        try (ResultSet rows = selectOf.executeQuery()) {
            while (rows.next()) {
                names.add(String.valueOf(rows.getString(1)));
            }
        }
        Map<String, ClaimRow> found = new TreeMap<>();
        for (String name : names) {
            find(name).ifPresent(row -> found.put(name, row));
        }
        return found;
    }

    /** Numbers between commas, with one at both ends, so that one is found by its text. */
    static String text(List<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", ",", ","));
    }

    private static List<Long> numbers(String text) {
        List<Long> numbers = new ArrayList<>();
        for (String number : text.split(",", -1)) {
            if (!number.isEmpty()) {
                numbers.add(Long.parseLong(number));
            }
        }
        return numbers;
    }

    long checksum(String name, long holder, long waiting) {
        return checksum.start().add(name).add(holder).add(waiting).value();
    }

    long checksum(String name, String line) {
        return checksum.start().add(name).add(line).value();
    }

    private JournalException.Damaged damaged(String name) {
        return new JournalException.Damaged(
                "journal " + file + " is damaged: claim '" + name + "' does not match its checksum");
    }
}
