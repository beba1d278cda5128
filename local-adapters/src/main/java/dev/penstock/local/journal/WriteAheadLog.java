package dev.penstock.local.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sqlite.SQLiteConnection;

/**
 * Keeps the write-ahead log short without making anybody wait. When the log has grown, another thread copies it into the
 * main file while batches go on; when that is done, the writer copies the little that has come since, and the next batch
 * starts the log from its beginning again. The log's file is kept, because writing over a file is faster than making one
 * longer; only when nothing happens is it cut to nothing.
 *
 * <p>A log that was copied whole must not lie about: a bit that flips in it would bring old pages back. That is why a
 * pause ends with cutting it.
 */
final class WriteAheadLog {

    /** In pages: 16 MiB, half a second of the greatest load. */
    private static final int LONG = 4_000;

    /** In pages: after a pause, from here on it is worth the flushes. */
    private static final int WORTH_COPYING = 256;

    private static final int COMMITS_PER_LOOK = 16;

    private enum Phase {
        SHORT,
        BEING_COPIED,
        NEARLY_COPIED
    }

    private final PreparedStatement look;
    private final PreparedStatement copy;
    private final PreparedStatement cut;
    private final SQLiteConnection background;
    private final ExecutorService copier = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "penstock-journal-log");
        thread.setDaemon(true);
        return thread;
    });

    private volatile Phase phase = Phase.SHORT;
    private boolean lastCopyBegins;
    private boolean bindAll;
    private int commits;

    /** @param inherited whether there was a log when the file was opened */
    WriteAheadLog(SQLiteConnection connection, Database database, boolean inherited) throws SQLException {
        this.bindAll = inherited;
        this.background = database.openCheckpointer();
        look = connection.prepareStatement("PRAGMA wal_checkpoint(NOOP)");
        copy = connection.prepareStatement("PRAGMA wal_checkpoint(PASSIVE)");
        cut = connection.prepareStatement("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /** Inside the transaction: what must be in the log before all of it is copied. */
    void prepare(ExecutionTable executions) throws SQLException {
        lastCopyBegins = phase == Phase.NEARLY_COPIED;
        if (lastCopyBegins) {
            bind(executions);
        }
    }

    void bind(ExecutionTable executions) throws SQLException {
        if (bindAll) {
            executions.bindAll();
            bindAll = false;
        }
        executions.bind();
    }

    /** After the transaction: looks how long the log has become, and does what is to be done. */
    void afterCommit(int jobs) throws SQLException {
        if (lastCopyBegins) {
            lastCopyBegins = false;
            run(copy);
            phase = Phase.SHORT;
            return;
        }
        commits++;
        if (commits < COMMITS_PER_LOOK && jobs < COMMITS_PER_LOOK) {
            return;
        }
        commits = 0;
        if (phase == Phase.SHORT && run(look) > LONG) {
            phase = Phase.BEING_COPIED;
            copier.execute(this::copyInBackground);
        }
    }

    private void copyInBackground() {
        try {
            Database.execute(background, "PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException e) {
            // The writer tries it as well, and is told by its own error.
        }
        phase = Phase.NEARLY_COPIED;
    }

    boolean isWorthCopying() throws SQLException {
        return phase == Phase.SHORT && run(look) > WORTH_COPYING;
    }

    /** Copies what there is and cuts the log to nothing, when nobody is reading. */
    void copyAll() throws SQLException {
        run(cut);
    }

    /** Pages in the log. */
    private static long run(PreparedStatement checkpoint) throws SQLException {
        try (ResultSet rows = checkpoint.executeQuery()) {
            return rows.next() ? rows.getLong(2) : 0;
        }
    }

    void close() {
        copier.close();
        try {
            background.close();
        } catch (SQLException e) {
            // It had nothing to lose.
        }
    }
}
