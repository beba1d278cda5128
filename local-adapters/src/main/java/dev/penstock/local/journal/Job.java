package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One change that waits to be written. It checks before it writes: when it throws a {@link JournalException} it has
 * written nothing, and the other jobs of its batch are not disturbed.
 */
final class Job<T> {

    /** What a job does inside the transaction of its batch. */
    @FunctionalInterface
    interface Work<T> {
        T run(JournalWriter writer) throws SQLException;
    }

    final CompletableFuture<T> future = new CompletableFuture<>();
    private final Work<T> work;
    private @Nullable T result;
    private @Nullable RuntimeException failure;

    Job(Work<T> work) {
        this.work = work;
    }

    /** Does the work; may be done again when the batch could not be committed. */
    void run(JournalWriter writer) throws SQLException {
        result = null;
        failure = null;
        try {
            result = work.run(writer);
        } catch (JournalException.Damaged e) {
            // Found in the midst of it: what was written so far must not stay.
            throw e;
        } catch (JournalException | IllegalStateException | IllegalArgumentException e) {
            failure = e;
        }
    }

    /** Tells the result, once it is durable. */
    @SuppressWarnings("NullAway") // A job that has neither failed nor a result is one of CompletableFuture<Void>.
    void tell() {
        if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            future.complete(result);
        }
    }

    void fail(JournalException with) {
        future.completeExceptionally(with);
    }
}
