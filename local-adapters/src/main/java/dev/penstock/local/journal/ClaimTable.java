package dev.penstock.local.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Claim;
import dev.penstock.journal.ClaimChange;
import dev.penstock.journal.JournalException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/** The table {@code claim} as the writer sees it. A claim that nobody has anything of has no row. */
final class ClaimTable {

    private final Path file;
    private final Checksum checksum = new Checksum();
    private final PreparedStatement select;
    private final PreparedStatement replace;
    private final PreparedStatement delete;
    private final Map<String, Claim> loaded = new HashMap<>();

    ClaimTable(SQLiteConnection connection, Path file) throws SQLException {
        this.file = file;
        select = connection.prepareStatement("SELECT holder, waiting, checksum FROM claim WHERE name = ?");
        replace = connection.prepareStatement(
                "INSERT OR REPLACE INTO claim (name, holder, waiting, checksum) VALUES (?,?,?,?)");
        delete = connection.prepareStatement("DELETE FROM claim WHERE name = ?");
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

    /** A claim as the table has it. */
    Claim read(String name, ExecutionTable executions) throws SQLException {
        long holder;
        long waiting;
        select.setString(1, name);
        try (ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                return Claim.FREE;
            }
            holder = rows.getLong(1);
            waiting = rows.getLong(2);
            if (checksum(name, holder, waiting) != rows.getLong(3)) {
                throw new JournalException.Damaged(
                        "journal " + file + " is damaged: claim '" + name + "' does not match its checksum");
            }
        }
        return new Claim(id(holder, executions), id(waiting, executions));
    }

    private static Optional<ExecutionId> id(long number, ExecutionTable executions) throws SQLException {
        return number == 0 ? Optional.empty() : Optional.of(executions.find(number).id);
    }

    void write(String name, Claim claim, ExecutionTable executions) throws SQLException {
        if (claim.equals(Claim.FREE)) {
            delete.setString(1, name);
            delete.executeUpdate();
            return;
        }
        long holder = number(claim.holder(), executions);
        long waiting = number(claim.waiting(), executions);
        replace.setString(1, name);
        replace.setLong(2, holder);
        replace.setLong(3, waiting);
        replace.setLong(4, checksum(name, holder, waiting));
        replace.executeUpdate();
    }

    private static long number(Optional<ExecutionId> id, ExecutionTable executions) throws SQLException {
        return id.isEmpty() ? 0 : executions.known(id.get()).number;
    }

    private long checksum(String name, long holder, long waiting) {
        return checksum.start().add(name).add(holder).add(waiting).value();
    }
}
