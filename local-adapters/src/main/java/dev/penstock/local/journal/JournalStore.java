package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** The file as the writer thread works on it: transactions, and what must happen when one fails. */
final class JournalStore implements WriterThread.Store {

    private static final long SHORT_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    /** Everything that goes with one connection. */
    private record Session(
            SQLiteConnection connection, PreparedStatement dataVersion, JournalWriter writer, WriteAheadLog log) {}

    private final Database database;
    private final Liveness liveness;
    private @Nullable Session session;
    private long dataVersion = -1;
    private boolean rested;

    JournalStore(Database database, Liveness liveness) {
        this.database = database;
        this.liveness = liveness;
    }

    /** Opens the file, on the thread of whoever opens the journal, so that it learns of what is wrong. */
    void open() throws SQLException {
        session();
    }

    private Session session() throws SQLException {
        Session open = session;
        if (open != null) {
            return open;
        }
        boolean inherited = database.hasLog();
        SQLiteConnection connection = database.openWriter();
        open = new Session(
                connection,
                connection.prepareStatement("PRAGMA data_version"),
                new JournalWriter(connection, database.file(), liveness),
                new WriteAheadLog(connection, database, inherited));
        dataVersion = -1;
        session = open;
        return open;
    }

    @Override
    public void commit(List<Job<?>> batch) throws SQLException {
        rested = false;
        Session open = session();
        try {
            Database.execute(open.connection(), "BEGIN IMMEDIATE");
            forgetIfOthersWrote(open);
            for (Job<?> job : batch) {
                job.run(open.writer());
            }
            open.writer().runners().beatIfDue();
            open.log().prepare(open.writer().executions());
            Database.execute(open.connection(), "COMMIT");
        } catch (SQLException | RuntimeException | Error e) {
            abandon(open, e);
            throw e;
        }
        keepLogShort(open, batch.size());
    }

    /** Must not fail: the batch is durable, whatever becomes of the log. */
    private void keepLogShort(Session open, int jobs) {
        try {
            open.log().afterCommit(jobs);
        } catch (SQLException e) {
            // For example because the main file cannot grow. The log stays as it is, and is tried again later.
            closeSession();
        }
    }

    private void forgetIfOthersWrote(Session open) throws SQLException {
        long now;
        try (ResultSet rows = open.dataVersion().executeQuery()) {
            now = rows.next() ? rows.getLong(1) : 0;
        }
        if (now != dataVersion) {
            open.writer().forget();
            dataVersion = now;
        }
    }

    private void abandon(Session open, Throwable why) {
        Database.rollback(open.connection());
        open.writer().forgetAll();
        if (!(why instanceof SQLException failure) || !Failures.isBusy(failure)) {
            // After a failed flush nobody knows what is on the disk: only what is read anew can be trusted. And a
            // statement that has failed cannot be used again.
            closeSession();
        }
    }

    @Override
    public JournalException translate(Throwable failure) {
        return switch (failure) {
            case JournalException told -> told;
            case SQLException sql -> Failures.translate(database.file(), sql);
            default -> new JournalException.Unavailable("journal " + database.file() + ": " + failure, failure);
        };
    }

    @Override
    public boolean isWorthDividing(Throwable failure) {
        return !(failure instanceof SQLException sql && Failures.isTransient(sql));
    }

    @Override
    public long pause() {
        try {
            return rest(session());
        } catch (SQLException | JournalException e) {
            // Whoever writes next is told, if it is still so then.
            closeSession();
            return untilNextBeat();
        }
    }

    private long rest(Session open) throws SQLException {
        if (!rested && open.log().isWorthCopying()) {
            rested = true;
            return SHORT_PAUSE;
        }
        if (rested) {
            copyLog(open);
            rested = false;
        }
        beatIfHolding(open);
        return untilNextBeat();
    }

    private void copyLog(Session open) throws SQLException {
        Database.execute(open.connection(), "BEGIN IMMEDIATE");
        try {
            forgetIfOthersWrote(open);
            open.log().bind(open.writer().executions());
            Database.execute(open.connection(), "COMMIT");
        } catch (SQLException | RuntimeException e) {
            abandon(open, e);
            throw e;
        }
        open.log().copyAll();
    }

    private void beatIfHolding(Session open) throws SQLException {
        for (var runner : open.writer().runners().due(liveness.now())) {
            var number = open.writer().runners().find(runner);
            if (number.isPresent() && open.writer().executions().holdsAny(number.get())) {
                commit(List.of());
                return;
            }
        }
    }

    private long untilNextBeat() {
        return liveness.ours().isEmpty() ? TimeUnit.HOURS.toNanos(1) : liveness.lease() / 3;
    }

    /** Closes what was opened and touches nothing: the file is not to be written to. */
    void abandon() {
        closeSession();
    }

    @Override
    public void close() {
        Session open = session;
        if (open == null) {
            return;
        }
        try {
            copyLog(open);
        } catch (SQLException | JournalException e) {
            // The log stays beside the file and is read when it is opened again.
        }
        closeSession();
    }

    private void closeSession() {
        Session open = session;
        session = null;
        if (open != null) {
            open.log().close();
            try {
                open.connection().close();
            } catch (SQLException e) {
                // Nothing more can be done with it.
            }
        }
    }
}
