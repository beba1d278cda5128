package dev.penstock.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.execution.ExecutionId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Moves executions from one journal to another. Each is first closed in its journal, then restored in the other, and then
 * the facts of both are compared. Whoever is interrupted calls it again: what was closed is restored, and what is there
 * already is left as it is, so that nothing is lost and nobody drives an execution in both. An open execution is due at once
 * where it comes to.
 */
public final class JournalCopy {

    /** What became of an execution. */
    public sealed interface Outcome {

        /** The execution. */
        ExecutionId id();

        /**
         * It goes on in the other journal.
         *
         * @param facts how many facts were compared; a snapshot counts as one
         * @param digest SHA-256 over all of them, in hexadecimal
         * @param before whether it was there before
         */
        record Moved(ExecutionId id, int facts, String digest, boolean before) implements Outcome {}

        /** A runner that is alive has it: nothing was done. */
        record Held(ExecutionId id, RunnerId holder) implements Outcome {}

        /**
         * It could not be moved.
         *
         * @param why a sentence
         * @param closed whether it is closed in its journal, so that it goes on nowhere until it is moved again
         */
        record Refused(ExecutionId id, String why, boolean closed) implements Outcome {}
    }

    private final Journal from;
    private final Journal to;
    private final String destination;
    private final RunnerId mover;

    /**
     * Moves from one to the other.
     *
     * @param destination the other journal, in words for people that hold no secret and are always the same for it
     * @param mover the name of a runner, under which executions are taken while they are moved
     */
    public JournalCopy(Journal from, Journal to, String destination, RunnerId mover) {
        this.from = from;
        this.to = to;
        this.destination = destination;
        this.mover = mover;
    }

    /**
     * Moves executions: those that hold claims first, so that none that waits for one is called too early, and then those
     * that wait, in the order in which they do.
     *
     * @param ids what to move; an id that the journal does not know is refused
     * @param told of each as soon as it is known what became of it
     * @return what became of each, in the order in which they were moved
     */
    public List<Outcome> move(List<ExecutionId> ids, Consumer<Outcome> told) {
        List<Outcome> outcomes = new ArrayList<>();
        try (RunnerRegistration registration = from.register(mover)) {
            List<ExecutionId> ordered = ids.stream()
                    .distinct()
                    .sorted(Comparator.comparing((ExecutionId id) -> !holdsClaims(id))
                            .thenComparingInt(this::place))
                    .toList();
            for (ExecutionId id : ordered) {
                Outcome outcome = move(id, registration.runner());
                outcomes.add(outcome);
                told.accept(outcome);
            }
        }
        return List.copyOf(outcomes);
    }

    private boolean holdsClaims(ExecutionId id) {
        return claims(id).anyMatch(WholeExecution.OwnClaim::holds);
    }

    /** How many wait before it, where it waits; 0 if it does not. */
    private int place(ExecutionId id) {
        return claims(id)
                .filter(claim -> !claim.holds())
                .mapToInt(claim -> from.claim(claim.name()).waiting().indexOf(id))
                .max()
                .orElse(0);
    }

    private Stream<WholeExecution.OwnClaim> claims(ExecutionId id) {
        return from.whole(id).stream().flatMap(whole -> whole.claims().stream());
    }

    private Outcome move(ExecutionId id, RunnerId runner) {
        Optional<WholeExecution> known = from.whole(id);
        if (known.isEmpty()) {
            return new Outcome.Refused(id, "There is no such execution in the journal.", false);
        }
        Optional<String> moved = known.get().movedTo();
        if (moved.isPresent() && !moved.get().equals(destination)) {
            return new Outcome.Refused(id, "It has moved to " + moved.get() + ".", true);
        }
        if (moved.isEmpty()) {
            try {
                from.moveAway(id, from.take(id, runner), destination);
            } catch (JournalException.Held e) {
                return new Outcome.Held(id, e.holder());
            }
        }
        WholeExecution whole = from.whole(id).orElseThrow();
        try {
            return restored(id, whole);
        } catch (JournalException.ClaimRefused | JournalException.Differs e) {
            return new Outcome.Refused(id, String.valueOf(e.getMessage()), true);
        }
    }

    private Outcome restored(ExecutionId id, WholeExecution whole) {
        boolean made = to.restore(whole);
        StoredExecution there = to.read(id).orElseThrow();
        String wanted = digest(whole.stored());
        boolean equal = there.summary().version() > whole.stored().summary().version()
                ? whole.isContinuedBy(there)
                : digest(there).equals(wanted);
        if (!equal) {
            return new Outcome.Refused(id, "Its facts are others in the other journal than here.", true);
        }
        int facts = whole.stored().entries().size() + (whole.stored().snapshot().isPresent() ? 1 : 0);
        return new Outcome.Moved(id, facts, wanted, !made);
    }

    /** Over snapshot and entries, with their versions and times. */
    private static String digest(StoredExecution stored) {
        MessageDigest sha256 = sha256();
        stored.snapshot().ifPresent(snapshot -> {
            sha256.update(("snapshot " + snapshot.version() + " " + snapshot.payload().length + "\n").getBytes(UTF_8));
            sha256.update(snapshot.payload());
        });
        for (Entry entry : stored.entries()) {
            sha256.update(("entry " + entry.version() + " " + entry.at() + " " + entry.payload().length + "\n")
                    .getBytes(UTF_8));
            sha256.update(entry.payload());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
