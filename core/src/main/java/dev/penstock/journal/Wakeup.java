package dev.penstock.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * When somebody has to look at an execution that nobody holds, as far as it is not a signal or a claim that was freed:
 * those are looked at in any case.
 *
 * @param at a time; absent if no time counts
 * @param resources texts of the caller's own, such as names of what is waited for; {@link Journal#wake} with one of them
 *     makes the execution due. Each has 1 to {@value #LONGEST_RESOURCE} characters
 * @param heard signals that were seen and are left for later, because what they are about is not there yet: they do not
 *     make the execution due, others do
 */
public record Wakeup(Optional<Instant> at, Set<String> resources, Set<SignalId> heard) {

    /** In characters. */
    public static final int LONGEST_RESOURCE = 512;

    public Wakeup {
        resources = Set.copyOf(resources);
        heard = Set.copyOf(heard);
        for (String resource : resources) {
            if (resource.isEmpty() || resource.length() > LONGEST_RESOURCE) {
                throw new IllegalArgumentException(
                        "a resource has 1 to " + LONGEST_RESOURCE + " characters, got " + resource.length());
            }
        }
    }

    /** A wakeup that every signal is, too. */
    public Wakeup(Optional<Instant> at, Set<String> resources) {
        this(at, resources, Set.of());
    }

    /** At a time. */
    public static Wakeup at(Instant time) {
        return new Wakeup(Optional.of(time), Set.of());
    }

    /** At once, as if it was given back without a wakeup. */
    public static Wakeup now() {
        return at(Instant.EPOCH);
    }

    /** At nothing but a signal or a claim that is freed. */
    public static Wakeup onSignal() {
        return new Wakeup(Optional.empty(), Set.of());
    }

    /** The same, at the latest at a time. */
    public Wakeup atTheLatest(Instant time) {
        return new Wakeup(at.filter(own -> own.isBefore(time)).or(() -> Optional.of(time)), resources, heard);
    }
}
