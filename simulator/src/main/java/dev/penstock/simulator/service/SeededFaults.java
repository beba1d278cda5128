package dev.penstock.simulator.service;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A rule about calls. Calls of one account, region, service and operation are counted on their own. */
final class SeededFaults implements FaultPlan, Faults.InForce {

    private final FaultRule.OfCalls rule;
    private final Chance chance;

    /**
     * @param seed of this one rule
     * @param ordered the simulated time at which it came into force
     */
    SeededFaults(FaultRule.OfCalls rule, long seed, Instant ordered) {
        this.rule = rule;
        this.chance = new Chance(rule.recurrence(), seed, ordered);
    }

    @Override
    public FaultRule rule() {
        return rule;
    }

    @Override
    public long struck() {
        return chance.struck();
    }

    @Override
    public Optional<Fault> strike(Moment moment, Struck call) {
        if (!rule.fits(moment, call)) {
            return Optional.empty();
        }
        String kind =
                String.join(" ", call.caller().account(), call.caller().region(), call.service(), call.operation());
        return chance.strikes(kind, call.at()).map(drawn -> rule.effect().on(call.service()));
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
}
