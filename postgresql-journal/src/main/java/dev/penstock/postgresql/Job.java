package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.JournalException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One change that waits to be written. It checks before it writes: when it throws a {@link JournalException} it has
 * written nothing, and the other jobs of its batch are not disturbed.
 */
final class Job<T> {

    /** What a job does in the transaction of its batch. May be done again when the transaction came to nothing. */
    @FunctionalInterface
    interface Work<T> {
        T run(Transaction transaction) throws SQLException;
    }

    /**
     * What is locked before the work begins.
     *
     * @param executions whose rows are
     * @param claims which are, whether they are there yet or not
     */
    record Locks(Set<ExecutionId> executions, Set<String> claims) {

        static final Locks NONE = new Locks(Set.of(), Set.of());

        static Locks of(ExecutionId execution) {
            return new Locks(Set.of(execution), Set.of());
        }
    }

    /**
     * A job that one statement can judge and do together with others: an append, or a creation if there is a pipeline.
     *
     * @param append without claims
     * @param pipeline of an execution that is created; empty for one that is there
     * @param definition of an execution that is created
     */
    record Plain(Append append, String pipeline, String definition, boolean creates) {}

    final CompletableFuture<T> future = new CompletableFuture<>();
    final Locks locks;
    final @Nullable Plain plain;
    private final Work<T> work;
    private @Nullable T result;
    private @Nullable RuntimeException failure;

    Job(Locks locks, @Nullable Plain plain, Work<T> work) {
        this.locks = locks;
        this.plain = plain;
        this.work = work;
    }

    void run(Transaction transaction) throws SQLException {
        result = null;
        failure = null;
        try {
            result = work.run(transaction);
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

    /** Tells a result that was found otherwise than by running. */
    @SuppressWarnings("unchecked") // Of plain jobs alone, whose result is of this type.
    void tell(Object found) {
        future.complete((T) found);
    }

    void fail(RuntimeException with) {
        future.completeExceptionally(with);
    }
}
