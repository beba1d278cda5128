package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.Committed;
import dev.penstock.journal.JournalException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches durable, whatever becomes of the connection meanwhile. When it is lost after something was sent, the next
 * connection tells whether that is in; until there is one, nobody is told anything. Used by the writer thread, but for
 * {@link #closing} and {@link #isClosing}.
 */
final class BatchStore implements AutoCloseable {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final int TRIES_AGAINST_OTHERS = 20;

    private final Server server;
    private final Leases leases;
    private final String channel;
    private final UUID writer;
    private long batch = new SecureRandom().nextLong() >>> 2;
    private @Nullable Session session;
    private volatile boolean closing;

    BatchStore(Server server, Leases leases, String channel, UUID writer) {
        this.server = server;
        this.leases = leases;
        this.channel = channel;
        this.writer = writer;
    }

    void closing() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /** Connects, on the thread of whoever opens the journal, so that it learns of what is wrong. */
    void open() throws SQLException {
        session = Session.open(server, writer);
    }

    Optional<Job<?>> beat() {
        return leases.beat();
    }

    long untilNextBeat() {
        return leases.untilNextBeat();
    }

    /** Does jobs and tells them, each as it deserves. */
    void write(List<Job<?>> jobs, Supplier<List<Job<?>>> queued) {
        Set<ExecutionId> seen = new HashSet<>();
        List<Job<?>> plain = new ArrayList<>();
        List<Job<?>> others = new ArrayList<>();
        for (Job<?> job : jobs) {
            // What is about one execution keeps its order.
            boolean first = job.locks.executions().stream().noneMatch(seen::contains);
            (first && job.plain != null ? plain : others).add(job);
            seen.addAll(job.locks.executions());
        }
        List<Job<?>> left = new ArrayList<>(writeTogether(plain, queued));
        left.addAll(others);
        if (!left.isEmpty()) {
            transact(left, queued);
        }
    }

    /** Does plain jobs by one statement; gives back those that it refused. */
    private List<Job<?>> writeTogether(List<Job<?>> plain, Supplier<List<Job<?>>> queued) {
        if (plain.isEmpty()) {
            return List.of();
        }
        Set<ExecutionId> written;
        try {
            written = certainly(new PlainAttempt(new PlainBatch(plain)), queued);
        } catch (SQLException | RuntimeException | Error e) {
            if (concernsAll(e)) {
                fail(plain, e);
                return List.of();
            }
            // One of them spoils it, and with their rows locked it is found out which.
            return plain;
        }
        List<Job<?>> refused = new ArrayList<>();
        for (Job<?> job : plain) {
            Append append = PlainBatch.plain(job).append();
            if (written.contains(append.execution())) {
                job.tell(new Committed(append.expectedVersion() + 1, List.of(), List.of()));
            } else {
                refused.add(job);
            }
        }
        return refused;
    }

    private static boolean concernsAll(Throwable failure) {
        return failure instanceof JournalException || (failure instanceof SQLException sql && Failures.isGeneral(sql));
    }

    private void transact(List<Job<?>> jobs, Supplier<List<Job<?>>> queued) {
        try {
            certainly(new Transacting(jobs), queued);
            jobs.forEach(Job::tell);
        } catch (SQLException | RuntimeException | Error e) {
            boolean general = e instanceof SQLException sql && Failures.isGeneral(sql);
            if (jobs.size() > 1 && !general) {
                // Finds the job that spoils the batch, so that only it fails.
                jobs.forEach(job -> transact(List.of(job), queued));
            } else {
                fail(jobs, e);
            }
        }
    }

    private void fail(List<Job<?>> jobs, Throwable why) {
        JournalException translated = Failures.translate(server, why);
        jobs.forEach(job -> job.fail(translated));
    }

    /** Something that is in the database or not afterwards. */
    private interface Attempt<T> {

        /** Does it; empty if the session was overtaken, and nothing was done. */
        Optional<T> run(Session open, long number) throws SQLException;

        /** What came of it, once it is known that it is in. */
        T result(Session open, long number) throws SQLException;
    }

    private record PlainAttempt(PlainBatch plain) implements Attempt<Set<ExecutionId>> {

        @Override
        public Optional<Set<ExecutionId>> run(Session open, long number) throws SQLException {
            return open.write(plain, number);
        }

        @Override
        public Set<ExecutionId> result(Session open, long number) throws SQLException {
            return plain.written(open.sql(), number);
        }
    }

    private final class Transacting implements Attempt<Boolean> {

        private final List<Job<?>> jobs;

        Transacting(List<Job<?>> jobs) {
            this.jobs = jobs;
        }

        @Override
        public Optional<Boolean> run(Session open, long number) throws SQLException {
            return open.write(jobs, number, channel) ? Optional.of(true) : Optional.empty();
        }

        @Override
        public Boolean result(Session open, long number) {
            // The jobs know what came of them: they had run before it was committed.
            return true;
        }
    }

    /** Does it once, and not less. Fails only if it is certain that nothing was done, or if the journal is closed. */
    private <T> T certainly(Attempt<T> attempt, Supplier<List<Job<?>>> queued) throws SQLException {
        long sent = 0;
        int tries = 0;
        while (true) {
            try {
                Session open = session(sent != 0, queued);
                if (sent != 0 && open.committed() == sent) {
                    return attempt.result(open, sent);
                }
                batch++;
                sent = batch;
                Optional<T> result = attempt.run(open, sent);
                if (result.isPresent()) {
                    return result.get();
                }
                // Overtaken by a session that was opened for this writer: only tests do that.
                closeSession();
                sent = 0;
            } catch (SQLException e) {
                if (Failures.isLost(e)) {
                    closeSession();
                } else if (Failures.isContention(e) && ++tries < TRIES_AGAINST_OTHERS) {
                    LockSupport.parkNanos(this, FIRST_PAUSE);
                    sent = 0;
                } else {
                    closeSession();
                    throw e;
                }
            }
        }
    }

    /**
     * The session, or a new one. Where something is in doubt this waits for the server for as long as it takes.
     *
     * @throws SQLException if there is none for a while, and nothing is in doubt
     */
    private Session session(boolean inDoubt, Supplier<List<Job<?>>> queued) throws SQLException {
        Session known = session;
        if (known != null && known.isOpen()) {
            return known;
        }
        long begin = System.nanoTime();
        long pause = FIRST_PAUSE;
        while (true) {
            try {
                Session opened = Session.open(server, writer);
                session = opened;
                return opened;
            } catch (SQLException e) {
                // A password that is wrong is not right a second later.
                boolean over = !(Failures.isLost(e) || inDoubt)
                        || System.nanoTime() - begin
                                > server.options().patience().toNanos();
                if (over) {
                    fail(queued.get(), e);
                }
                if (over && (closing || !inDoubt)) {
                    throw inDoubt ? doubtful(e) : gone(e);
                }
                LockSupport.parkNanos(this, pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE);
            }
        }
    }

    /** Not to be tried again: it was for long enough. */
    private static SQLException gone(SQLException failure) {
        return Failures.isLost(failure)
                ? new SQLException("the server cannot be reached (" + failure.getMessage() + ")", "53000", failure)
                : failure;
    }

    private static SQLException doubtful(SQLException failure) {
        return new SQLException(
                "the connection was lost while something was being written, and the journal closed before it could be"
                        + " asked whether that is in: read it again; " + failure.getMessage(),
                "53000",
                failure);
    }

    private void closeSession() {
        Session open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closeSession();
    }
}
