package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Claim;
import dev.penstock.journal.Entry;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.StoredExecution;
import dev.penstock.journal.StoredSignal;
import dev.penstock.journal.StoredTime;
import dev.penstock.journal.Wakeup;
import dev.penstock.journal.WholeExecution;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Executions that come from another journal or go to one, with all that belongs to them. */
final class Moving {

    private Moving() {}

    private record Place(long number, Optional<String> movedTo) {}

    /** Asked in a transaction that sees one state throughout. */
    static Optional<WholeExecution> whole(Sql sql, ExecutionId id) throws SQLException {
        Optional<StoredExecution> stored = Reading.stored(sql, id, Reading.Shown.AS_IT_WAS);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        Place place = sql.first(
                        "SELECT number, moved_to FROM execution WHERE id = ?",
                        row -> new Place(row.getLong(1), Optional.ofNullable(row.getString(2))),
                        id)
                .orElseThrow();
        return Optional.of(new WholeExecution(
                stored.get(),
                Reading.pinned(sql, stored.get().summary().definition()),
                Reading.signals(sql, id),
                claims(sql, id),
                Parking.wakeup(sql, place.number()),
                place.movedTo()));
    }

    private static List<WholeExecution.OwnClaim> claims(Sql sql, ExecutionId id) throws SQLException {
        List<WholeExecution.OwnClaim> claims = new ArrayList<>();
        sql.rows(
                "SELECT name, holder = ?, waiting = ? OR ? = ANY(behind) FROM claim"
                        + " WHERE holder = ? OR waiting = ? OR ? = ANY(behind) ORDER BY name",
                row -> {
                    if (row.getBoolean(2)) {
                        claims.add(new WholeExecution.OwnClaim(Sql.text(row, 1), true));
                    }
                    if (row.getBoolean(3)) {
                        claims.add(new WholeExecution.OwnClaim(Sql.text(row, 1), false));
                    }
                    return true;
                },
                id,
                id,
                id,
                id,
                id,
                id);
        return claims;
    }

    static Job<Boolean> restore(WholeExecution whole) {
        ExecutionId id = whole.stored().summary().id();
        Set<String> claims =
                whole.claims().stream().map(WholeExecution.OwnClaim::name).collect(Collectors.toSet());
        return new Job<>(new Job.Locks(Set.of(id), claims), null, transaction -> restore(transaction, whole));
    }

    private static boolean restore(Transaction transaction, WholeExecution whole) throws SQLException {
        ExecutionSummary summary = whole.stored().summary();
        if (transaction.find(summary.id()).isPresent()) {
            return alreadyThere(transaction, whole);
        }
        Map<String, Claim> changed = new LinkedHashMap<>();
        for (WholeExecution.OwnClaim own : whole.claims()) {
            Claim known = changed.get(own.name());
            changed.put(own.name(), own.in(summary.id(), known == null ? transaction.claim(own.name()) : known));
        }
        var template = new LockedExecution(
                0, summary.id(), summary.version(), summary.ended(), Optional.empty(), 1, Optional.empty());
        Optional<LockedExecution> inserted = transaction.insert(
                template,
                new Transaction.Row(
                        summary.pipeline(),
                        summary.definition(),
                        StoredTime.toNanos(summary.startedAt()),
                        StoredTime.toNanos(summary.updatedAt()),
                        summary.status(),
                        summary.detail()));
        if (inserted.isEmpty()) {
            return alreadyThere(transaction, whole);
        }
        long number = inserted.get().number;
        for (Entry entry : whole.stored().entries()) {
            transaction.insertEntry(number, entry.version(), StoredTime.toNanos(entry.at()), entry.payload());
        }
        if (whole.stored().snapshot().isPresent()) {
            Changes.writeSnapshot(transaction, number, whole.stored().snapshot().get());
        }
        for (StoredSignal signal : whole.signals()) {
            transaction.insertSignal(summary.id(), signal.payload(), StoredTime.toNanos(signal.at()));
        }
        if (whole.definition().isPresent()) {
            Changes.pin(transaction, summary.definition(), whole.definition().get());
        }
        for (var claim : changed.entrySet()) {
            transaction.writeClaim(claim.getKey(), claim.getValue());
        }
        if (whole.wakeup().isPresent() && !summary.ended()) {
            // The numbers of signals are this journal's own.
            Wakeup was = whole.wakeup().get();
            Parking.park(transaction.sql(), number, new Wakeup(was.at(), was.resources()));
        }
        transaction.tell(summary.id());
        return true;
    }

    private static boolean alreadyThere(Transaction transaction, WholeExecution whole) throws SQLException {
        ExecutionId id = whole.stored().summary().id();
        StoredExecution there =
                Reading.stored(transaction.sql(), id, Reading.Shown.AS_IT_WAS).orElseThrow();
        if (!whole.isContinuedBy(there)) {
            throw new JournalException.Differs(id);
        }
        return false;
    }
}
