package dev.penstock.aws.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Claim;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.StoredExecution;
import dev.penstock.journal.Wakeup;
import dev.penstock.journal.WholeExecution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Executions that come from another journal, or go there. */
final class Moves {

    private static final int BLOCK_WEIGHT = 200_000;

    private final Calls calls;
    private final Heads heads;
    private final History history;
    private final ClaimItems claims;
    private final Contents contents;
    private final Documents documents;
    private final Takes takes;
    private final Appends appends;

    Moves(
            Calls calls,
            Heads heads,
            History history,
            ClaimItems claims,
            Contents contents,
            Documents documents,
            Takes takes,
            Appends appends) {
        this.calls = calls;
        this.heads = heads;
        this.history = history;
        this.claims = claims;
        this.contents = contents;
        this.documents = documents;
        this.takes = takes;
        this.appends = appends;
    }

    Optional<WholeExecution> whole(ExecutionId id) {
        return history.read(id).map(reading -> {
            Head head = reading.head();
            List<WholeExecution.OwnClaim> own = Stream.concat(
                            head.claims().holds().stream().map(name -> new WholeExecution.OwnClaim(name, true)),
                            head.claims().waits().stream().map(name -> new WholeExecution.OwnClaim(name, false)))
                    .sorted(Comparator.comparing(WholeExecution.OwnClaim::name).thenComparing(claim -> !claim.holds()))
                    .toList();
            return new WholeExecution(
                    new StoredExecution(head.ownSummary(), reading.snapshot(), history.entries(reading, 0)),
                    documents.pinned(head.identity().definition()),
                    history.signals(head),
                    own,
                    head.holding().wakeup(),
                    head.standing().movedTo());
        });
    }

    boolean restore(WholeExecution whole) {
        ExecutionId id = whole.stored().summary().id();
        if (isThere(whole)) {
            return false;
        }
        whole.definition()
                .ifPresent(document -> documents.pin(whole.stored().summary().definition(), document));
        // What nobody reads without a head comes first: it may be written again.
        besides(whole);
        Head restored = head(whole);
        takes.register(restored);
        boolean made = heads.change(id, (current, write) -> {
            if (current.isPresent()) {
                return Heads.Outcome.keep(false);
            }
            return withClaims(restored, whole, write);
        });
        if (!made) {
            // Somebody was faster; says so if it is another.
            isThere(whole);
        }
        return made;
    }

    private boolean isThere(WholeExecution whole) {
        ExecutionId id = whole.stored().summary().id();
        Optional<History.Reading> there = history.read(id);
        if (there.isEmpty()) {
            return false;
        }
        if (!whole.isContinuedBy(history.stored(there.get()))) {
            throw new JournalException.Differs(id);
        }
        return true;
    }

    private Heads.Outcome<Boolean> withClaims(Head restored, WholeExecution whole, long write) {
        if (whole.claims().isEmpty()) {
            return Heads.Outcome.write(restored, true);
        }
        Map<String, Claim> current = claims.read(
                whole.claims().stream().map(WholeExecution.OwnClaim::name).toList());
        Map<String, Claim> after = new HashMap<>();
        for (WholeExecution.OwnClaim own : whole.claims()) {
            Claim now = after.getOrDefault(own.name(), current.getOrDefault(own.name(), Claim.FREE));
            after.put(own.name(), own.in(restored.id(), now));
        }
        ClaimItems.Plan plan = claims.plan(
                restored, current, after, List.of(), whole.stored().summary().updatedAt(), write);
        return new Heads.Outcome.Write<>(plan.head(), plan.others(), true);
    }

    private Head head(WholeExecution whole) {
        ExecutionSummary summary = whole.stored().summary();
        List<Head.Letter> letters = new ArrayList<>();
        whole.signals()
                .forEach(signal -> letters.add(new Head.Letter(
                        ClaimItems.signal(summary.id(), letters.size() + 1L),
                        signal.at(),
                        contents.keep(summary.id(), signal.payload()))));
        return new Head(
                new Head.Identity(
                        summary.id(),
                        summary.pipeline(),
                        summary.definition(),
                        summary.startedAt(),
                        appends.nextCreated()),
                new Head.Standing(
                        summary.status(),
                        summary.ended(),
                        summary.detail(),
                        summary.version(),
                        summary.updatedAt(),
                        Optional.empty()),
                new Head.Holding(
                        Optional.empty(), 1, whole.wakeup().map(wakeup -> new Wakeup(wakeup.at(), wakeup.resources()))),
                new Head.Log(
                        List.of(),
                        whole.stored()
                                .snapshot()
                                .map(snapshot -> snapshot.version())
                                .orElse(0L),
                        true),
                new Head.Mail(letters.size(), letters),
                new Head.OwnClaims(new TreeSet<>(), new TreeSet<>(), new TreeSet<>()),
                Head.Revision.NONE);
    }

    private void besides(WholeExecution whole) {
        ExecutionId id = whole.stored().summary().id();
        List<WriteRequest> writes = new ArrayList<>();
        whole.stored()
                .snapshot()
                .ifPresent(snapshot -> writes.add(WriteRequest.builder()
                        .putRequest(put -> put.item(history.snapshotItem(id, snapshot)))
                        .build()));
        List<Head.StoredEntry> block = new ArrayList<>();
        int weight = 0;
        for (var entry : whole.stored().entries()) {
            var kept = new Head.StoredEntry(entry.version(), entry.at(), contents.keep(id, entry.payload()), 0);
            if (!block.isEmpty() && weight + kept.weight() > BLOCK_WEIGHT) {
                writes.add(block(id, block));
                block.clear();
                weight = 0;
            }
            block.add(kept);
            weight += kept.weight();
        }
        if (!block.isEmpty()) {
            writes.add(block(id, block));
        }
        calls.writeAll(writes);
    }

    private WriteRequest block(ExecutionId id, List<Head.StoredEntry> entries) {
        var item = history.blockItem(id, List.copyOf(entries));
        return WriteRequest.builder().putRequest(put -> put.item(item)).build();
    }

    boolean moveAway(ExecutionId id, Fence fence, String to) {
        return heads.change(id, (current, write) -> {
            Head head = current.orElseThrow(() -> new JournalException.Unknown(id));
            head.checkFence(fence);
            Head.Standing was = head.standing();
            return Heads.Outcome.write(
                    head.with(new Head.Standing(
                                    was.status(),
                                    was.ended(),
                                    was.detail(),
                                    was.version(),
                                    was.updatedAt(),
                                    Optional.of(to)))
                            .with(new Head.Holding(
                                    Optional.empty(),
                                    head.holding().token(),
                                    head.holding().wakeup())),
                    true);
        });
    }
}
