package dev.penstock.simulator.service;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Rules whose chance comes from a seed. What strikes a call depends on the seed, the rule, and on which call of its
 * account, region, service and operation it is; so a seed reproduces a run whose calls of one operation come in the same
 * order, however those of others come in between.
 */
final class SeededFaults implements FaultPlan {

    private final FaultRule rule;
    private final long seed;
    private final Instant ordered;
    private final Map<String, Long> calls = new HashMap<>();
    private long fitting;
    private long struck;

    /**
     * @param seed of this one rule
     * @param ordered the simulated time at which it came into force
     */
    SeededFaults(FaultRule rule, long seed, Instant ordered) {
        this.rule = rule;
        this.seed = seed;
        this.ordered = ordered;
    }

    FaultRule rule() {
        return rule;
    }

    synchronized long struck() {
        return struck;
    }

    @Override
    public synchronized Optional<Fault> strike(Moment moment, Struck call) {
        if (!rule.fits(moment, call) || !rule.inForce(Duration.between(ordered, call.at()))) {
            return Optional.empty();
        }
        boolean drawn = drawn(call);
        if (++fitting <= rule.skip() || !drawn || struck >= rule.times().orElse(Long.MAX_VALUE)) {
            return Optional.empty();
        }
        struck++;
        return Optional.of(rule.effect().on(call.service()));
    }

    @Override
    public Duration memory() {
        return switch (rule.effect().on("")) {
            case Fault.Stale(Duration age) -> age;
            case Fault.Unseen(Duration age) -> age;
            case Fault.Refuse r -> Duration.ZERO;
            case Fault.Disconnect d -> Duration.ZERO;
            case Fault.ClockJump j -> Duration.ZERO;
            case Fault.Disorder d -> Duration.ZERO;
            case Fault.Delivery d -> Duration.ZERO;
        };
    }

    private boolean drawn(Struck call) {
        String key =
                String.join(" ", call.caller().account(), call.caller().region(), call.service(), call.operation());
        long number = calls.merge(key, 1L, Long::sum);
        long mixed = new SplittableRandom(seed ^ (long) key.hashCode() << 32).nextLong() + number;
        return new SplittableRandom(mixed).nextDouble() < rule.probability();
    }
}
