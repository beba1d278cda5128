package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Fence;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.StoredTime;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Executions that wait to be looked at: with what wakeup they were released, which are due, and taking those. */
final class Parking {

    /**
     * What is due whatever the time is, each part by an index of its own: held by a runner who is not alive, released without
     * a wakeup, with a signal that was not heard, the next for a claim that nobody holds.
     */
    private static final String AT_ONCE = """
        (SELECT e.number, e.token, '-infinity'::float8 AS due FROM runner r JOIN execution e ON e.runner = r.id
          WHERE r.lease_until <= clock_timestamp() AND NOT e.ended LIMIT %1$s)
        UNION ALL
        (SELECT number, token, '-infinity' FROM execution
          WHERE runner IS NULL AND NOT ended AND NOT parked AND moved_to IS NULL ORDER BY number LIMIT %1$s)
        UNION ALL
        (SELECT e.number, e.token, '-infinity' FROM signal s JOIN execution e ON e.number = s.execution
          WHERE e.parked AND NOT s.id = ANY(e.heard) AND e.runner IS NULL AND NOT e.ended AND e.moved_to IS NULL
          LIMIT %1$s)
        UNION ALL
        (SELECT e.number, e.token, '-infinity' FROM claim c JOIN execution e ON e.id = c.waiting
          WHERE c.holder IS NULL AND e.parked AND e.runner IS NULL AND NOT e.ended AND e.moved_to IS NULL LIMIT %1$s)
        """;

    private static final String FREE = "NOT e.ended AND e.moved_to IS NULL AND (e.runner IS NULL OR NOT EXISTS"
            + " (SELECT FROM runner r WHERE r.id = e.runner AND r.lease_until > clock_timestamp()))";

    private static final String TAKE = "WITH due AS (SELECT number, token, min(due) AS due FROM ("
            + AT_ONCE.formatted("?")
            + " UNION ALL (SELECT number, token, wake_at FROM execution WHERE parked AND wake_at IS NOT NULL AND wake_at <= ?"
            + " AND runner IS NULL AND NOT ended AND moved_to IS NULL ORDER BY wake_at, number LIMIT ?)) AS any_due"
            + " GROUP BY number, token), free AS (SELECT e.number, d.due, e.runner AS dead FROM due d"
            // A row that was taken, and given back, while this one waited for it has another token, and may not be due.
            + " JOIN execution e ON e.number = d.number AND e.token = d.token"
            + " WHERE " + FREE
            + " ORDER BY d.due, e.number LIMIT ? FOR NO KEY UPDATE OF e SKIP LOCKED)"
            + " UPDATE execution e SET runner = ?, token = token + 1 FROM free f WHERE e.number = f.number"
            + " RETURNING e.id, e.token, e.number, f.due, f.dead";

    private static final String NEXT = "SELECT (SELECT count(*) FROM (SELECT 1 FROM ("
            + AT_ONCE.formatted("1")
            + ") AS any_due LIMIT 1) AS one) > 0, (SELECT min(wake_at) FROM execution"
            + " WHERE parked AND wake_at IS NOT NULL AND runner IS NULL AND NOT ended AND moved_to IS NULL)";

    private record Found(Taken taken, long number, double due) {}

    private Parking() {}

    static Job<List<Taken>> takeDue(RunnerId runner, Instant now, int limit, Leases leases) {
        return new Job<>(Job.Locks.NONE, null, transaction -> {
            if (!leases.isOurs(runner)) {
                throw new IllegalStateException("runner " + runner + " is not registered with this journal");
            }
            // Of those that are due more are looked at than are taken: others may just be taking some.
            long looked = 4L * limit + 16;
            List<Found> found = transaction
                    .sql()
                    .rows(
                            TAKE,
                            row -> new Found(
                                    new Taken(
                                            Sql.id(row, 1),
                                            new Fence(runner, row.getLong(2)),
                                            Optional.ofNullable(row.getString(5))
                                                    .map(RunnerId::new)),
                                    row.getLong(3),
                                    row.getDouble(4)),
                            looked,
                            looked,
                            looked,
                            looked,
                            StoredTime.toNanos(now),
                            looked,
                            limit,
                            runner.value());
            unpark(transaction.sql(), found.stream().map(Found::number).toList());
            return found.stream()
                    .sorted(Comparator.comparingDouble(Found::due).thenComparingLong(Found::number))
                    .map(Found::taken)
                    .toList();
        });
    }

    static Optional<Instant> nextDue(Sql sql) throws SQLException {
        return sql.rows(NEXT, row -> {
                    long at = row.getLong(2);
                    boolean none = row.wasNull();
                    return row.getBoolean(1)
                            ? Optional.of(Instant.EPOCH)
                            : none ? Optional.<Instant>empty() : Optional.of(StoredTime.toInstant(at));
                })
                .getFirst();
    }

    static void park(Sql sql, long execution, Wakeup wakeup) throws SQLException {
        sql.change(
                "UPDATE execution SET parked = true, wake_at = ?, heard = ? WHERE number = ?",
                wakeup.at().map(StoredTime::toNanos).orElse(null),
                sql.numbers(wakeup.heard().stream().map(SignalId::value).toList()),
                execution);
        if (!wakeup.resources().isEmpty()) {
            sql.change(
                    "INSERT INTO awaited (execution, resource) SELECT ?, r FROM unnest(?) r",
                    execution,
                    sql.texts(List.copyOf(wakeup.resources())));
        }
    }

    /** Takes the wakeups of executions away. */
    static void unpark(Sql sql, List<Long> executions) throws SQLException {
        if (executions.isEmpty()) {
            return;
        }
        int parked = sql.change(
                "UPDATE execution SET parked = false, wake_at = NULL, heard = '{}' WHERE number = ANY(?) AND parked",
                sql.numbers(executions));
        if (parked > 0) {
            sql.change("DELETE FROM awaited WHERE execution = ANY(?)", sql.numbers(executions));
        }
    }

    /** With what wakeup an execution was released, if it was with one and nobody has taken it since. */
    static Optional<Wakeup> wakeup(Sql sql, long execution) throws SQLException {
        Optional<Wakeup> plain = sql.first(
                "SELECT wake_at, heard FROM execution WHERE number = ? AND parked",
                row -> {
                    long at = row.getLong(1);
                    Optional<Instant> time = row.wasNull() ? Optional.empty() : Optional.of(StoredTime.toInstant(at));
                    Set<SignalId> heard = new HashSet<>();
                    if (row.getArray(2).getArray() instanceof Long[] signals) {
                        for (long signal : signals) {
                            heard.add(new SignalId(signal));
                        }
                    }
                    return new Wakeup(time, Set.of(), heard);
                },
                execution);
        if (plain.isEmpty()) {
            return plain;
        }
        Set<String> resources = new HashSet<>(
                sql.rows("SELECT resource FROM awaited WHERE execution = ?", row -> Sql.text(row, 1), execution));
        return plain.map(wakeup -> new Wakeup(wakeup.at(), resources, wakeup.heard()));
    }

    static Job<List<ExecutionId>> wake(String resource, Instant now) {
        return new Job<>(Job.Locks.NONE, null, transaction -> {
            Sql sql = transaction.sql();
            List<ExecutionId> woken = sql.rows(
                    "UPDATE execution e SET wake_at = least(e.wake_at, ?) FROM (SELECT x.number FROM awaited a"
                            + " JOIN execution x ON x.number = a.execution WHERE a.resource = ? ORDER BY x.id"
                            + " FOR NO KEY UPDATE OF x) w"
                            + " WHERE e.number = w.number AND e.parked AND e.runner IS NULL AND e.moved_to IS NULL"
                            + " AND NOT e.ended RETURNING e.id",
                    row -> Sql.id(row, 1),
                    StoredTime.toNanos(now),
                    resource);
            woken.forEach(transaction::tell);
            return woken;
        });
    }
}
