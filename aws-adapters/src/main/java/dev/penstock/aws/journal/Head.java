package dev.penstock.aws.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Wakeup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** An execution as its head has it. */
record Head(
        Identity identity,
        Standing standing,
        Holding holding,
        Log log,
        Mail mail,
        OwnClaims claims,
        Revision revision) {

    /** What never changes. {@code created} orders executions by when they were created. */
    record Identity(ExecutionId id, String pipeline, String definition, Instant startedAt, long created) {}

    /** What lists show. */
    record Standing(
            String status, boolean ended, String detail, long version, Instant updatedAt, Optional<String> movedTo) {

        boolean isOver() {
            return ended || movedTo.isPresent();
        }
    }

    /** Who has it, with which token, and until when it was released. */
    record Holding(Optional<RunnerId> runner, long token, Optional<Wakeup> wakeup) {}

    /**
     * Its newest entries.
     *
     * @param entries oldest first; older ones are in blocks
     * @param snapshot the version of the newest snapshot, 0 without one
     * @param spilled whether there are other items of it
     */
    record Log(List<StoredEntry> entries, long snapshot, boolean spilled) {

        Log {
            entries = List.copyOf(entries);
        }

        int weight() {
            return entries.stream().mapToInt(StoredEntry::weight).sum();
        }
    }

    /** An entry with the number of the write that made it. */
    record StoredEntry(long version, Instant at, Content content, long write) {

        int weight() {
            return content.weight() + 40;
        }
    }

    /** Signals that were not taken in; {@code last} counts all that ever came. */
    record Mail(long last, List<Letter> letters) {

        Mail {
            letters = List.copyOf(letters);
        }
    }

    /** A signal. */
    record Letter(SignalId id, Instant at, Content content) {}

    /** Its claims: held, awaited, and those of the awaited that nobody holds. */
    record OwnClaims(SortedSet<String> holds, SortedSet<String> waits, SortedSet<String> called) {

        static final OwnClaims NONE = new OwnClaims(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }

    /** How often it was written, and by which writes lately. */
    record Revision(long number, List<Long> writes) {

        private static final int REMEMBERED = 8;

        static final Revision NONE = new Revision(0, List.of());

        Revision {
            writes = List.copyOf(writes);
        }

        Revision next(long write) {
            List<Long> next = new ArrayList<>(writes);
            next.add(write);
            return new Revision(number + 1, next.subList(Math.max(0, next.size() - REMEMBERED), next.size()));
        }
    }

    ExecutionId id() {
        return identity.id();
    }

    long version() {
        return standing.version();
    }

    Head with(Standing next) {
        return new Head(identity, next, holding, log, mail, claims, revision);
    }

    Head with(Holding next) {
        return new Head(identity, standing, next, log, mail, claims, revision);
    }

    Head with(Log next) {
        return new Head(identity, standing, holding, next, mail, claims, revision);
    }

    Head with(Mail next) {
        return new Head(identity, standing, holding, log, next, claims, revision);
    }

    Head with(OwnClaims next) {
        return new Head(identity, standing, holding, log, mail, next, revision);
    }

    Head with(Revision next) {
        return new Head(identity, standing, holding, log, mail, claims, next);
    }

    boolean isHeldWith(Fence fence) {
        return holding.token() == fence.token() && holding.runner().equals(Optional.of(fence.runner()));
    }

    void checkFence(Fence fence) {
        if (!isHeldWith(fence)) {
            throw new JournalException.FencedOff(id(), fence, holding.runner());
        }
    }

    void checkHere() {
        standing.movedTo().ifPresent(to -> {
            throw new JournalException.Moved(id(), to);
        });
    }

    /** Whether it is due whatever the time is, as far as nobody holds it. */
    boolean isDueAtOnce() {
        return holding.wakeup().isEmpty() || hasUnheard() || !claims.called().isEmpty();
    }

    private boolean hasUnheard() {
        Set<SignalId> heard = holding.wakeup().map(Wakeup::heard).orElse(Set.of());
        return mail.letters().stream().anyMatch(letter -> !heard.contains(letter.id()));
    }

    /** Whether there are items beside it: blocks, a snapshot, large facts. */
    boolean hasMore() {
        return log.spilled()
                || log.snapshot() > 0
                || log.entries().stream().anyMatch(entry -> entry.content() instanceof Content.Elsewhere);
    }

    /** Whether it is due at that time, as far as nobody holds it. */
    boolean isDue(Instant now) {
        return !standing.isOver()
                && (isDueAtOnce()
                        || holding.wakeup()
                                .flatMap(Wakeup::at)
                                .filter(at -> !at.isAfter(now))
                                .isPresent());
    }

    ExecutionSummary summary() {
        return standing.movedTo().map(to -> summary(Journal.MOVED, true, to)).orElseGet(this::ownSummary);
    }

    /** Its summary as if it had not moved. */
    ExecutionSummary ownSummary() {
        return summary(standing.status(), standing.ended(), standing.detail());
    }

    private ExecutionSummary summary(String status, boolean ended, String detail) {
        return new ExecutionSummary(
                id(),
                identity.pipeline(),
                identity.definition(),
                status,
                ended,
                detail,
                standing.version(),
                identity.startedAt(),
                standing.updatedAt());
    }
}
