package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.Claim;
import dev.penstock.journal.ClaimTransition;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The transaction of a batch: the rows that its jobs are about, locked, and what the jobs do to them. Rows are locked in one
 * order by everybody, executions before claims, so that nobody waits for each other.
 */
final class Transaction {

    private static final String LOCK_EXECUTIONS =
            "SELECT number, id, version, ended, runner, token, moved_to FROM execution WHERE id = ANY(?) ORDER BY id"
                    + " FOR NO KEY UPDATE";

    /** Locks claims, and makes a row for one that is not there so that there is something to lock. */
    private static final String LOCK_CLAIMS = "INSERT INTO claim AS c (name) SELECT n FROM unnest(?) n ORDER BY n"
            + " ON CONFLICT (name) DO UPDATE SET name = c.name RETURNING name, holder, waiting, behind";

    private final Sql sql;
    private final long batch;
    private final Map<ExecutionId, LockedExecution> executions = new HashMap<>();
    private final Map<String, Claim> claims = new HashMap<>();
    private final Set<String> lockedClaims = new TreeSet<>();
    private final Set<ExecutionId> news = new LinkedHashSet<>();

    Transaction(Sql sql, long batch) {
        this.sql = sql;
        this.batch = batch;
    }

    Sql sql() {
        return sql;
    }

    void lock(List<Job<?>> jobs) throws SQLException {
        Set<ExecutionId> ids = new TreeSet<>();
        for (Job<?> job : jobs) {
            ids.addAll(job.locks.executions());
            lockedClaims.addAll(job.locks.claims());
        }
        if (!ids.isEmpty()) {
            sql.rows(LOCK_EXECUTIONS, Transaction::execution, sql.ids(ids)).forEach(row -> executions.put(row.id, row));
        }
        if (!lockedClaims.isEmpty()) {
            sql.rows(
                    LOCK_CLAIMS,
                    row -> claims.put(row.getString(1), Sql.claim(row, 2)),
                    sql.texts(List.copyOf(lockedClaims)));
        }
    }

    private static LockedExecution execution(ResultSet row) throws SQLException {
        return new LockedExecution(
                row.getLong(1),
                Sql.id(row, 2),
                row.getLong(3),
                row.getBoolean(4),
                Optional.ofNullable(row.getString(5)).map(RunnerId::new),
                row.getLong(6),
                Optional.ofNullable(row.getString(7)));
    }

    /** Ends the work of the batch: what is left over goes, and others are told. */
    void finish(String channel, String sender) throws SQLException {
        if (!lockedClaims.isEmpty()) {
            sql.change(
                    "DELETE FROM claim WHERE name = ANY(?) AND holder IS NULL AND waiting IS NULL",
                    sql.texts(List.copyOf(lockedClaims)));
        }
        if (!news.isEmpty()) {
            sql.rows(
                    "SELECT pg_notify(?, ? || ' ' || id) FROM unnest(?) id",
                    row -> true,
                    channel,
                    sender,
                    sql.ids(news));
        }
    }

    Optional<LockedExecution> find(ExecutionId id) {
        return Optional.ofNullable(executions.get(id));
    }

    LockedExecution known(ExecutionId id) {
        return find(id).orElseThrow(() -> new JournalException.Unknown(id));
    }

    /** Adds the row of a new execution; empty if there is one of that id after all, which is locked then. */
    Optional<LockedExecution> insert(LockedExecution template, Row row) throws SQLException {
        Optional<LockedExecution> inserted = sql.first(
                "INSERT INTO execution (id, pipeline, definition, started_at, updated_at, version, status, ended,"
                        + " detail, runner, token) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING RETURNING"
                        + " number, id, version, ended, runner, token, moved_to",
                Transaction::execution,
                template.id,
                row.pipeline(),
                row.definition(),
                row.startedAt(),
                row.updatedAt(),
                template.version,
                row.status(),
                template.ended,
                row.detail(),
                template.runner.map(RunnerId::value).orElse(null),
                template.token);
        if (inserted.isEmpty()) {
            sql.rows(LOCK_EXECUTIONS, Transaction::execution, sql.ids(Set.of(template.id)))
                    .forEach(found -> executions.put(found.id, found));
        }
        inserted.ifPresent(found -> executions.put(found.id, found));
        return inserted;
    }

    /** The columns of a new execution that never change, or that nobody asks a locked one for. */
    record Row(String pipeline, String definition, long startedAt, long updatedAt, String status, String detail) {}

    /** Writes back who has an execution. */
    void updateHolder(LockedExecution row) throws SQLException {
        sql.change(
                "UPDATE execution SET runner = ?, token = ? WHERE number = ?",
                row.runner.map(RunnerId::value).orElse(null),
                row.token,
                row.number);
    }

    /** Makes the next version of an execution, as an append says. */
    void advance(LockedExecution row, Append append, long at) throws SQLException {
        row.version++;
        if (append.status().isPresent()) {
            Append.StatusChange status = append.status().get();
            row.ended = status.ended();
            row.runner = status.ended() ? Optional.empty() : row.runner;
            sql.change(
                    "UPDATE execution SET version = ?, updated_at = ?, status = ?, ended = ?, detail = ?, runner = ?"
                            + " WHERE number = ?",
                    row.version,
                    at,
                    status.status(),
                    status.ended(),
                    status.detail(),
                    row.runner.map(RunnerId::value).orElse(null),
                    row.number);
        } else {
            sql.change(
                    "UPDATE execution SET version = ?, updated_at = ? WHERE number = ?", row.version, at, row.number);
        }
    }

    void insertEntry(long execution, long version, long at, byte[] payload) throws SQLException {
        sql.change(
                "INSERT INTO entry (execution, version, at, batch, payload) VALUES (?,?,?,?,?)",
                execution,
                version,
                at,
                batch,
                payload);
    }

    void deleteSignals(long execution, Collection<SignalId> signals) throws SQLException {
        if (!signals.isEmpty()) {
            sql.change(
                    "DELETE FROM signal WHERE execution = ? AND id = ANY(?)",
                    execution,
                    sql.numbers(signals.stream().map(SignalId::value).toList()));
        }
    }

    /** Leaves a message to an execution, which need not be locked. */
    SignalId insertSignal(ExecutionId execution, byte[] payload, long at) throws SQLException {
        news.add(execution);
        return sql.first(
                        "INSERT INTO signal (execution, at, payload) SELECT number, ?, ? FROM execution WHERE id = ?"
                                + " RETURNING id",
                        row -> new SignalId(row.getLong(1)),
                        at,
                        payload,
                        execution)
                .orElseThrow(() -> new JournalException.Unknown(execution));
    }

    /** Others learn of it once it is durable. */
    void tell(ExecutionId execution) {
        news.add(execution);
    }

    Claim claim(String name) {
        return claims.getOrDefault(name, Claim.FREE);
    }

    void writeClaim(String name, Claim claim) throws SQLException {
        claims.put(name, claim);
        sql.change(
                "UPDATE claim SET holder = ?, waiting = ?, behind = ? WHERE name = ?",
                claim.holder().map(ExecutionId::value).orElse(null),
                claim.next().map(ExecutionId::value).orElse(null),
                sql.ids(claim.behind()),
                name);
    }

    ClaimTransition transition(Append append) {
        return ClaimTransition.of(append.execution(), append.claims(), this::claim);
    }

    /** Whoever holds anything has a row; one that is not registered gets one whose lease is over. */
    void ensureRunner(RunnerId runner) throws SQLException {
        sql.change(
                "INSERT INTO runner (id, lease_until) VALUES (?, '-infinity') ON CONFLICT DO NOTHING", runner.value());
    }

    boolean isAlive(RunnerId runner) throws SQLException {
        return sql.first(
                        "SELECT lease_until > clock_timestamp() FROM runner WHERE id = ?",
                        row -> row.getBoolean(1),
                        runner.value())
                .orElse(false);
    }

    static long nanos(Instant at) {
        return StoredTime.toNanos(at);
    }
}
