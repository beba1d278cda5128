package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a journal has of an execution, so that it can go on in another journal.
 *
 * @param stored its summary as it was before it {@linkplain Journal#moveAway moved away}, its newest snapshot and the
 *     entries after it
 * @param definition the pinned document of its definition; absent if it was never pinned
 * @param signals messages that were not taken in, oldest first
 * @param claims the claims that it holds or waits for
 * @param wakeup with which it was released; absent if it is held, or was released without
 * @param movedTo where it moved; absent if it did not
 */
public record WholeExecution(
        StoredExecution stored,
        Optional<byte[]> definition,
        List<StoredSignal> signals,
        List<OwnClaim> claims,
        Optional<Wakeup> wakeup,
        Optional<String> movedTo) {

    public WholeExecution {
        signals = List.copyOf(signals);
        claims = List.copyOf(claims);
    }

    /**
     * A claim of the execution.
     *
     * @param name the claim's name
     * @param holds whether it holds the claim; otherwise it waits for it
     */
    public record OwnClaim(String name, boolean holds) {

        /**
         * The claim as it is once it was restored for an execution; where it waits, behind those who wait already.
         *
         * @param current the claim as it is in the journal that the execution comes to
         * @throws JournalException.ClaimRefused if another execution holds what this one does
         */
        public Claim in(ExecutionId execution, Claim current) {
            if (!holds) {
                return current.waiting().contains(execution) ? current : current.linedUpBy(execution);
            }
            current.holder().filter(other -> !other.equals(execution)).ifPresent(other -> {
                throw new JournalException.ClaimRefused(name, other);
            });
            return new Claim(Optional.of(execution), current.waiting());
        }
    }

    /**
     * Whether what another journal has is this execution, as it is here or as it has gone on since: it began alike, and no
     * entry that both have differs.
     */
    public boolean isContinuedBy(StoredExecution there) {
        ExecutionSummary mine = stored.summary();
        ExecutionSummary other = there.summary();
        if (!mine.id().equals(other.id())
                || !mine.pipeline().equals(other.pipeline())
                || !mine.definition().equals(other.definition())
                || !mine.startedAt().equals(other.startedAt())
                || mine.version() > other.version()) {
            return false;
        }
        Map<Long, Entry> entries = new HashMap<>();
        there.entries().forEach(entry -> entries.put(entry.version(), entry));
        return stored.entries().stream().allMatch(entry -> {
            Entry same = entries.get(entry.version());
            return same == null
                    ? there.snapshot()
                            .filter(snapshot -> snapshot.version() >= entry.version())
                            .isPresent()
                    : entry.at().equals(same.at()) && Arrays.equals(entry.payload(), same.payload());
        });
    }
}
