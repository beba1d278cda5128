package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.StoredTime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Appends and creations that came together, at most one for an execution and none with claims: one statement checks each of
 * them and writes those that are right. What is wrong with the others is found out afterwards, with their rows locked.
 */
final class PlainBatch {

    /** Nothing happens unless the writer's row is as it should be: see {@link Session}. */
    private static final String WRITE = """
        WITH mine AS (
          UPDATE writer SET batch = ?, at = clock_timestamp() WHERE id = ? AND epoch = ? RETURNING batch
        ), input AS MATERIALIZED (
          SELECT i.*, m.batch FROM mine m CROSS JOIN
            unnest(?::uuid[], ?::int8[], ?::text[], ?::int8[], ?::int8[], ?::bytea[], ?::text[], ?::bool[], ?::text[])
              AS i(id, expected, runner, token, at, payload, status, ended, detail)
        ), changed AS (
          UPDATE execution e
            SET version = i.expected + 1, updated_at = i.at, status = coalesce(i.status, e.status),
              ended = coalesce(i.ended, e.ended), detail = coalesce(i.detail, e.detail),
              runner = CASE WHEN i.ended THEN NULL ELSE e.runner END
            FROM input i
            WHERE e.id = i.id AND e.version = i.expected AND e.runner = i.runner AND e.token = i.token
            RETURNING e.number, e.id, i.expected + 1 AS version, i.at, i.payload, i.batch
        ), added AS (
          INSERT INTO entry (execution, version, at, batch, payload)
            SELECT number, version, at, batch, payload FROM changed
        ), heard AS (
          DELETE FROM signal s USING unnest(?::uuid[], ?::int8[]) AS t(id, signal), changed c
            WHERE c.id = t.id AND s.execution = c.number AND s.id = t.signal
        ), fresh AS MATERIALIZED (
          SELECT i.*, m.batch FROM mine m CROSS JOIN
            unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::int8[], ?::bytea[], ?::text[], ?::bool[], ?::text[])
              AS i(id, pipeline, definition, runner, at, payload, status, ended, detail)
        ), created AS (
          INSERT INTO execution
              (id, pipeline, definition, started_at, updated_at, version, status, ended, detail, runner, token)
            SELECT id, pipeline, definition, at, at, 1, coalesce(status, ''), coalesce(ended, false),
              coalesce(detail, ''), CASE WHEN ended THEN NULL ELSE runner END, 1 FROM fresh
            ON CONFLICT (id) DO NOTHING RETURNING number, id
        ), begun AS (
          INSERT INTO entry (execution, version, at, batch, payload)
            SELECT c.number, 1, f.at, f.batch, f.payload FROM created c JOIN fresh f USING (id)
        )
        SELECT NULL::uuid FROM mine UNION ALL SELECT id FROM changed UNION ALL SELECT id FROM created
        """;

    /** Which of them a batch has written. */
    private static final String LOOK_UP =
            "SELECT e.id FROM unnest(?::uuid[], ?::int8[]) AS i(id, version) JOIN execution e ON e.id = i.id"
                    + " JOIN entry n ON n.execution = e.number AND n.version = i.version WHERE n.batch = ?";

    private final List<Job<?>> jobs;

    PlainBatch(List<Job<?>> jobs) {
        this.jobs = jobs;
    }

    /**
     * Writes what is right, durably.
     *
     * @return whose appends were written; empty if the writer's row is not as it should be, and nothing was done
     */
    Optional<Set<ExecutionId>> write(Sql sql, UUID writer, long epoch, long batch) throws SQLException {
        Columns append = new Columns();
        Columns create = new Columns();
        List<UUID> signalled = new ArrayList<>();
        List<Long> signals = new ArrayList<>();
        for (Job<?> job : jobs) {
            Job.Plain plain = plain(job);
            (plain.creates() ? create : append).add(plain);
            for (SignalId signal : plain.append().takenIn()) {
                signalled.add(plain.append().execution().value());
                signals.add(signal.value());
            }
        }
        List<Optional<ExecutionId>> rows = sql.rows(
                WRITE,
                row -> Sql.optionalId(row, 1),
                batch,
                writer,
                epoch,
                sql.uuids(append.ids),
                sql.numbers(append.versions),
                sql.texts(append.runners),
                sql.numbers(append.tokens),
                sql.numbers(append.times),
                sql.bytes(append.payloads),
                sql.texts(append.statuses),
                sql.booleans(append.ends),
                sql.texts(append.details),
                sql.uuids(signalled),
                sql.numbers(signals),
                sql.uuids(create.ids),
                sql.texts(create.pipelines),
                sql.texts(create.definitions),
                sql.texts(create.runners),
                sql.numbers(create.times),
                sql.bytes(create.payloads),
                sql.texts(create.statuses),
                sql.booleans(create.ends),
                sql.texts(create.details));
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Set<ExecutionId> written = new HashSet<>();
        rows.forEach(row -> row.ifPresent(written::add));
        return Optional.of(written);
    }

    /** Whose appends were written by a batch that is known to be in. */
    Set<ExecutionId> written(Sql sql, long batch) throws SQLException {
        Columns all = new Columns();
        jobs.forEach(job -> all.add(plain(job)));
        return new HashSet<>(sql.rows(
                LOOK_UP,
                row -> Sql.id(row, 1),
                sql.uuids(all.ids),
                sql.numbers(all.versions.stream().map(version -> version + 1).toList()),
                batch));
    }

    static Job.Plain plain(Job<?> job) {
        Job.Plain plain = job.plain;
        if (plain == null) {
            throw new IllegalArgumentException("the job is not a plain one");
        }
        return plain;
    }

    /** The members of appends, each in a list, as the statement takes them. */
    private static final class Columns {

        private final List<UUID> ids = new ArrayList<>();
        private final List<Long> versions = new ArrayList<>();
        private final List<@Nullable String> runners = new ArrayList<>();
        private final List<Long> tokens = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private final List<byte[]> payloads = new ArrayList<>();
        private final List<@Nullable String> statuses = new ArrayList<>();
        private final List<@Nullable Boolean> ends = new ArrayList<>();
        private final List<@Nullable String> details = new ArrayList<>();
        private final List<@Nullable String> pipelines = new ArrayList<>();
        private final List<@Nullable String> definitions = new ArrayList<>();

        void add(Job.Plain plain) {
            Append append = plain.append();
            ids.add(append.execution().value());
            versions.add(append.expectedVersion());
            runners.add(append.fence().runner().value());
            tokens.add(append.fence().token());
            times.add(StoredTime.toNanos(append.at()));
            payloads.add(append.payload());
            statuses.add(append.status().map(Append.StatusChange::status).orElse(null));
            ends.add(append.status().map(Append.StatusChange::ended).orElse(null));
            details.add(append.status().map(Append.StatusChange::detail).orElse(null));
            pipelines.add(plain.pipeline());
            definitions.add(plain.definition());
        }
    }
}
