package dev.penstock.local.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Claim;
import dev.penstock.journal.ClaimChange;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/** The tables {@code claim} and {@code line} as the writer sees them. */
final class ClaimTable {

    private final ClaimRows rows;
    private final PreparedStatement replace;
    private final PreparedStatement delete;
    private final PreparedStatement replaceLine;
    private final PreparedStatement deleteLine;
    private final Map<String, Claim> loaded = new HashMap<>();

    ClaimTable(SQLiteConnection connection, Path file) throws SQLException {
        rows = new ClaimRows(connection, file);
        replace = connection.prepareStatement(
                "INSERT OR REPLACE INTO claim (name, holder, waiting, checksum) VALUES (?,?,?,?)");
        delete = connection.prepareStatement("DELETE FROM claim WHERE name = ?");
        replaceLine =
                connection.prepareStatement("INSERT OR REPLACE INTO line (name, executions, checksum) VALUES (?,?,?)");
        deleteLine = connection.prepareStatement("DELETE FROM line WHERE name = ?");
    }

    /** Reads the claims that changes are about, for {@link #loaded}. */
    void load(List<ClaimChange> changes, ExecutionTable executions) throws SQLException {
        loaded.clear();
        for (ClaimChange change : changes) {
            if (!loaded.containsKey(change.name())) {
                loaded.put(change.name(), read(change.name(), executions));
            }
        }
    }

    Claim loaded(String name) {
        return loaded.getOrDefault(name, Claim.FREE);
    }

    /** A claim as the tables have it. */
    Claim read(String name, ExecutionTable executions) throws SQLException {
        Optional<ClaimRow> row = rows.find(name);
        if (row.isEmpty()) {
            return Claim.FREE;
        }
        List<ExecutionId> behind = new ArrayList<>();
        for (long number : row.get().behind()) {
            behind.add(executions.find(number).id);
        }
        return Claim.of(id(row.get().holder(), executions), id(row.get().waiting(), executions), behind);
    }

    private static Optional<ExecutionId> id(long number, ExecutionTable executions) throws SQLException {
        return number == 0 ? Optional.empty() : Optional.of(executions.find(number).id);
    }

    void write(String name, Claim claim, ExecutionTable executions) throws SQLException {
        writeLine(name, claim.behind(), executions);
        if (claim.equals(Claim.FREE)) {
            delete.setString(1, name);
            delete.executeUpdate();
            return;
        }
        long holder = number(claim.holder(), executions);
        long waiting = number(claim.next(), executions);
        replace.setString(1, name);
        replace.setLong(2, holder);
        replace.setLong(3, waiting);
        replace.setLong(4, rows.checksum(name, holder, waiting));
        replace.executeUpdate();
    }

    private void writeLine(String name, List<ExecutionId> behind, ExecutionTable executions) throws SQLException {
        if (behind.isEmpty()) {
            deleteLine.setString(1, name);
            deleteLine.executeUpdate();
            return;
        }
        List<Long> numbers = new ArrayList<>();
        for (ExecutionId id : behind) {
            numbers.add(executions.known(id).number);
        }
        String text = ClaimRows.text(numbers);
        replaceLine.setString(1, name);
        replaceLine.setString(2, text);
        replaceLine.setLong(3, rows.checksum(name, text));
        replaceLine.executeUpdate();
    }

    private static long number(Optional<ExecutionId> id, ExecutionTable executions) throws SQLException {
        return id.isEmpty() ? 0 : executions.known(id.get()).number;
    }
}
