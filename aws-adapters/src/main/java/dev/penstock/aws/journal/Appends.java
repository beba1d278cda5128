package dev.penstock.aws.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.Claim;
import dev.penstock.journal.ClaimChange;
import dev.penstock.journal.ClaimTransition;
import dev.penstock.journal.Committed;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Adds entries. */
final class Appends {

    /**
     * How many bytes of entries a head takes before they are moved into a block. A head is written with every append, at a
     * write unit for each KB; a block costs two for each, once.
     */
    private static final int LARGEST_HEAD = 3_000;

    /** Writes of which nobody could tell whether they were made, until the same append is asked for again. */
    private record Unknown(long version, Fence fence, Set<Long> writes) {}

    private final Calls calls;
    private final Heads heads;
    private final History history;
    private final ClaimItems claims;
    private final Contents contents;
    private final Leases leases;
    private final Map<ExecutionId, Unknown> unknown = new ConcurrentHashMap<>();
    private final AtomicLong created = new AtomicLong();

    Appends(Calls calls, Heads heads, History history, ClaimItems claims, Contents contents, Leases leases) {
        this.calls = calls;
        this.heads = heads;
        this.history = history;
        this.claims = claims;
        this.contents = contents;
        this.leases = leases;
    }

    /** Grows in this process, and follows the clock over processes; in microseconds. */
    long nextCreated() {
        long now = calls.options().clock().millis() * 1_000;
        return created.updateAndGet(last -> Math.max(last + 1, now));
    }

    Committed create(String pipeline, String definition, Append append) {
        return leases.taking(append.fence().runner(), () -> created(pipeline, definition, append));
    }

    private Committed created(String pipeline, String definition, Append append) {
        Content content = contents.keep(append.execution(), append.payload());
        long number = nextCreated();
        return settled(append, (current, write) -> {
            if (current.isPresent()) {
                throw new JournalException.VersionConflict(
                        append.execution(), 0, current.get().version());
            }
            Head blank = new Head(
                    new Head.Identity(append.execution(), pipeline, definition, append.at(), number),
                    new Head.Standing("", false, "", 0, append.at(), Optional.empty()),
                    new Head.Holding(Optional.of(append.fence().runner()), 1, Optional.empty()),
                    new Head.Log(List.of(), 0, false),
                    new Head.Mail(0, List.of()),
                    Head.OwnClaims.NONE,
                    Head.Revision.NONE);
            return added(blank, append, content, write);
        });
    }

    Committed append(Append append) {
        Content content = contents.keep(append.execution(), append.payload());
        Committed committed = settled(append, (current, write) -> {
            Head head = current.orElseThrow(() -> new JournalException.Unknown(append.execution()));
            head.checkFence(append.fence());
            if (head.version() != append.expectedVersion()) {
                throw new JournalException.VersionConflict(
                        append.execution(), append.expectedVersion(), head.version());
            }
            return added(head, append, content, write);
        });
        if (append.status().filter(Append.StatusChange::ended).isPresent()) {
            calls.options()
                    .retention()
                    .ifPresent(kept -> history.expire(append.execution(), Optional.of(heads.expiry(kept.plusDays(1)))));
        }
        return committed;
    }

    /** Makes a change; one that was asked for before without an answer may have been made then. */
    private Committed settled(Append append, Heads.Change<Committed> change) {
        Optional<Unknown> before = Optional.ofNullable(unknown.get(append.execution()))
                .filter(asked -> asked.version() == append.expectedVersion()
                        && asked.fence().equals(append.fence()));
        try {
            Committed committed = heads.change(append.execution(), change);
            unknown.remove(append.execution());
            return committed;
        } catch (Unsettled e) {
            Set<Long> writes = new HashSet<>(e.writes());
            before.ifPresent(asked -> writes.addAll(asked.writes()));
            unknown.put(append.execution(), new Unknown(append.expectedVersion(), append.fence(), writes));
            throw new JournalException.Unavailable(String.valueOf(e.getMessage()), e);
        } catch (JournalException.VersionConflict | JournalException.FencedOff e) {
            if (before.isPresent() && isMade(append, before.get().writes())) {
                unknown.remove(append.execution());
                return new Committed(append.expectedVersion() + 1, List.of(), List.of());
            }
            throw e;
        }
    }

    private boolean isMade(Append append, Set<Long> writes) {
        return history.read(append.execution()).stream()
                .flatMap(reading -> reading.entries().stream())
                .anyMatch(entry -> entry.version() == append.expectedVersion() + 1 && writes.contains(entry.write()));
    }

    private Heads.Outcome<Committed> added(Head head, Append append, Content content, long write) {
        var entry = new Head.StoredEntry(append.expectedVersion() + 1, append.at(), content, write);
        List<TransactWriteItem> others = new ArrayList<>();
        Head next =
                head.with(log(head, entry, others)).with(standing(head, append)).with(mail(head, append.takenIn()));
        if (append.status().filter(Append.StatusChange::ended).isPresent()) {
            next = next.with(new Head.Holding(Optional.empty(), head.holding().token(), Optional.empty()));
        }
        if (append.claims().isEmpty()) {
            return new Heads.Outcome.Write<>(next, others, ClaimTransition.NONE.committed(entry.version()));
        }
        Map<String, Claim> current =
                claims.read(append.claims().stream().map(ClaimChange::name).toList());
        ClaimTransition transition =
                ClaimTransition.of(append.execution(), append.claims(), name -> current.getOrDefault(name, Claim.FREE));
        ClaimItems.Plan plan =
                claims.plan(next, current, transition.changed(), transition.displaced(), append.at(), write);
        others.addAll(plan.others());
        return new Heads.Outcome.Write<>(plan.head(), others, transition.committed(entry.version()));
    }

    /** The log with one more entry; older ones go into a block when the head would become too large. */
    private Head.Log log(Head head, Head.StoredEntry entry, List<TransactWriteItem> others) {
        List<Head.StoredEntry> entries = new ArrayList<>(head.log().entries());
        boolean tooMuch = head.log().weight() + entry.weight() > LARGEST_HEAD;
        if (tooMuch && entry.weight() > LARGEST_HEAD) {
            entries.add(entry);
            others.add(history.block(head.id(), entries));
            return new Head.Log(List.of(), head.log().snapshot(), true);
        }
        if (tooMuch) {
            others.add(history.block(head.id(), entries));
            return new Head.Log(List.of(entry), head.log().snapshot(), true);
        }
        entries.add(entry);
        return new Head.Log(entries, head.log().snapshot(), head.log().spilled());
    }

    private static Head.Standing standing(Head head, Append append) {
        Append.StatusChange status = append.status()
                .orElseGet(() -> new Append.StatusChange(
                        head.standing().status(),
                        head.standing().ended(),
                        head.standing().detail()));
        return new Head.Standing(
                status.status(),
                status.ended(),
                status.detail(),
                append.expectedVersion() + 1,
                append.at(),
                head.standing().movedTo());
    }

    private static Head.Mail mail(Head head, List<SignalId> takenIn) {
        return takenIn.isEmpty()
                ? head.mail()
                : new Head.Mail(
                        head.mail().last(),
                        head.mail().letters().stream()
                                .filter(letter -> !takenIn.contains(letter.id()))
                                .toList());
    }

    Boolean compact(ExecutionId id, Fence fence, Snapshot snapshot) {
        boolean changed = heads.change(id, (current, write) -> {
            Head head = current.orElseThrow(() -> new JournalException.Unknown(id));
            head.checkFence(fence);
            if (snapshot.version() > head.version()) {
                throw new JournalException.VersionConflict(id, snapshot.version(), head.version());
            }
            if (snapshot.version() < head.log().snapshot()) {
                return Heads.Outcome.keep(false);
            }
            List<Head.StoredEntry> entries = head.log().entries().stream()
                    .filter(entry -> entry.version() > snapshot.version())
                    .toList();
            return new Heads.Outcome.Write<>(
                    head.with(new Head.Log(entries, snapshot.version(), true)),
                    List.of(history.snapshot(id, snapshot)),
                    true);
        });
        if (changed) {
            history.sweep(id, snapshot.version());
        }
        return changed;
    }
}
