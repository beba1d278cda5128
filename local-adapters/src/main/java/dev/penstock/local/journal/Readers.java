package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A few connections for questions, opened when they are first needed. They never wait for the writer. */
final class Readers {

    private static final int MOST = 4;

    private final Database database;
    private final Liveness liveness;
    private final ConcurrentLinkedDeque<JournalReader> free = new ConcurrentLinkedDeque<>();
    private final Semaphore permits = new Semaphore(MOST);
    private volatile boolean closed;

    Readers(Database database, Liveness liveness) {
        this.database = database;
        this.liveness = liveness;
    }

    <T> T ask(JournalReader.Question<T> question) {
        permits.acquireUninterruptibly();
        JournalReader reader = null;
        try {
            if (closed) {
                throw new JournalException.Closed();
            }
            reader = borrow();
            return reader.ask(question);
        } catch (SQLException e) {
            discard(reader);
            reader = null;
            throw Failures.translate(database.file(), e);
        } finally {
            if (reader != null) {
                free.push(reader);
            }
            permits.release();
        }
    }

    private JournalReader borrow() throws SQLException {
        JournalReader reader = free.poll();
        return reader == null ? new JournalReader(database.openReader(), database.file(), liveness) : reader;
    }

    private static void discard(@Nullable JournalReader reader) {
        if (reader != null) {
            try {
                reader.close();
            } catch (SQLException e) {
                // It was of no use anyway.
            }
        }
    }

    /** Waits for the questions that are being answered. */
    void close() {
        permits.acquireUninterruptibly(MOST);
        closed = true;
        for (JournalReader reader = free.poll(); reader != null; reader = free.poll()) {
            discard(reader);
        }
        permits.release(MOST);
    }
}
