package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.RunnerId;
import java.sql.SQLException;
import java.util.List;

/** Runners that come and go, as jobs. */
final class Registering {

    private Registering() {}

    static Job<Boolean> register(RunnerId runner, Leases leases) {
        return new Job<>(Job.Locks.NONE, null, transaction -> {
            Sql sql = transaction.sql();
            // Its row is locked first, so that of two who come at the same time one sees the other.
            transaction.ensureRunner(runner);
            sql.rows("SELECT FROM runner WHERE id = ? FOR UPDATE", row -> true, runner.value());
            if (transaction.isAlive(runner)) {
                throw new IllegalStateException("runner " + runner + " is registered already");
            }
            sql.change(
                    "UPDATE runner SET lease_until = clock_timestamp() + ? * interval '1 millisecond' WHERE id = ?",
                    leases.lease(),
                    runner.value());
            sweep(sql);
            // Here, on the writer's thread, which keeps it alive from now on.
            leases.born(runner);
            return true;
        });
    }

    /** Removes runners that were not heard of for long and hold nothing. */
    private static void sweep(Sql sql) throws SQLException {
        sql.change("DELETE FROM runner WHERE lease_until < clock_timestamp() - interval '1 day'"
                + " AND NOT EXISTS (SELECT FROM execution e WHERE e.runner = runner.id)");
    }

    static Job<Integer> unregister(RunnerId runner) {
        return new Job<>(Job.Locks.NONE, null, transaction -> {
            List<ExecutionId> released = transaction
                    .sql()
                    .rows(
                            "UPDATE execution e SET runner = NULL FROM (SELECT number FROM execution WHERE runner = ?"
                                    + " ORDER BY id FOR NO KEY UPDATE) h WHERE e.number = h.number RETURNING e.id",
                            row -> Sql.id(row, 1),
                            runner.value());
            released.forEach(transaction::tell);
            return transaction.sql().change("DELETE FROM runner WHERE id = ?", runner.value());
        });
    }

    /** Lets a lease run out at once. */
    static Job<Integer> expire(RunnerId runner) {
        return new Job<>(
                Job.Locks.NONE,
                null,
                transaction -> transaction
                        .sql()
                        .change("UPDATE runner SET lease_until = '-infinity' WHERE id = ?", runner.value()));
    }
}
