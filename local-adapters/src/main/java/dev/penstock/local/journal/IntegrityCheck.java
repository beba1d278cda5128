package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Looks through the whole file once after it was opened: that all pages are in their places, and that indexes and tables
 * agree. Whether the rows are what was written is found by their checksums when they are read. A small file is looked
 * through before anything else happens, a large one meanwhile; from then on a damaged journal refuses everything.
 */
final class IntegrityCheck {

    /** In bytes: about 20 milliseconds. */
    private static final long SMALL = 4 << 20;

    private final Database database;
    private volatile JournalException.@Nullable Damaged damage;
    private @Nullable Thread thread;
    private volatile @Nullable SQLiteConnection looking;

    IntegrityCheck(Database database) {
        this.database = database;
    }

    void start() throws SQLException {
        if (size() <= SMALL) {
            look().ifPresent(found -> {
                throw found;
            });
            return;
        }
        Thread background = new Thread(this::lookMeanwhile, "penstock-journal-check");
        background.setDaemon(true);
        thread = background;
        background.start();
    }

    /** Throws what was found. */
    void demandHealth() {
        JournalException.Damaged found = damage;
        if (found != null) {
            throw new JournalException.Damaged(String.valueOf(found.getMessage()), found);
        }
    }

    private void lookMeanwhile() {
        try {
            damage = look().orElse(null);
        } catch (SQLException e) {
            JournalException translated = Failures.translate(database.file(), e);
            if (translated instanceof JournalException.Damaged found) {
                damage = found;
            }
        }
    }

    private Optional<JournalException.Damaged> look() throws SQLException {
        Path file = database.file();
        try (SQLiteConnection connection = database.openReader()) {
            looking = connection;
            return look(connection, file);
        } finally {
            looking = null;
        }
    }

    private static Optional<JournalException.Damaged> look(SQLiteConnection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
            String found = rows.next() ? String.valueOf(rows.getString(1)) : "nothing";
            return found.equals("ok")
                    ? Optional.empty()
                    : Optional.of(new JournalException.Damaged(
                            "journal " + file + " is damaged: " + found.replace('\n', ' ')));
        }
    }

    private long size() {
        try {
            return Files.size(database.file());
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Ends the look that is under way, and waits for its end, because its connection keeps the file open. */
    void close() {
        Thread background = thread;
        if (background == null) {
            return;
        }
        SQLiteConnection connection = looking;
        if (connection != null) {
            interrupt(connection);
        }
        boolean interrupted = false;
        while (background.isAlive()) {
            try {
                background.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void interrupt(SQLiteConnection connection) {
        try {
            connection.getDatabase().interrupt();
        } catch (SQLException e) {
            // It has come to its end by itself.
        }
    }
}
