package dev.penstock.simulator.service;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The chance of one rule, from a seed. What strikes depends on the seed, the rule, and on the how-manieth of its kind
 * something is; so a seed reproduces a run in which things of one kind come in the same order, however those of others
 * come in between.
 */
final class Chance {

    private final Recurrence recurrence;
    private final long seed;
    private final Instant ordered;
    private final Map<String, Long> counts = new HashMap<>();
    private long fitting;
    private long struck;

    /**
     * @param seed of this one rule
     * @param ordered the simulated time at which it came into force
     */
    Chance(Recurrence recurrence, long seed, Instant ordered) {
        this.recurrence = recurrence;
        this.seed = seed;
        this.ordered = ordered;
    }

    synchronized long struck() {
        return struck;
    }

    /**
     * Whether something that fits the rule is struck.
     *
     * @param kind what is counted on its own
     * @return what else is drawn for it
     */
    synchronized Optional<SplittableRandom> strikes(String kind, Instant at) {
        if (!recurrence.inForce(Duration.between(ordered, at))) {
            return Optional.empty();
        }
        long number = counts.merge(kind, 1L, Long::sum);
        long mixed = new SplittableRandom(seed ^ (long) kind.hashCode() << 32).nextLong() + number;
        SplittableRandom random = new SplittableRandom(mixed);
        boolean drawn = random.nextDouble() < recurrence.probability();
        if (++fitting <= recurrence.skip()
                || !drawn
                || struck >= recurrence.times().orElse(Long.MAX_VALUE)) {
            return Optional.empty();
        }
        struck++;
        return Optional.of(random);
    }
}
