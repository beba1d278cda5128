package dev.penstock.simulator.service;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/** A rule about what goes wrong within services. Occasions of one kind and group of tasks are counted on their own. */
final class SeededIncidents implements Faults.InForce {

    private final FaultRule.Within rule;
    private final Chance chance;

    /**
     * @param seed of this one rule
     * @param ordered the simulated time at which it came into force
     */
    SeededIncidents(FaultRule.Within rule, long seed, Instant ordered) {
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

    /** What goes wrong on an occasion, and how long after it. */
    Optional<Faults.Due> strike(Occasion occasion) {
        if (!rule.incident().fits(occasion)) {
            return Optional.empty();
        }
        Occasion.Place place = occasion.place();
        String kind =
                String.join(" ", place.account(), place.region(), place.cluster(), place.group(), occasion.kind());
        return chance.strikes(kind, place.at()).map(random -> new Faults.Due(rule.incident(), after(random)));
    }

    private Duration after(SplittableRandom random) {
        return switch (rule.incident()) {
            case Incident.SpotInterruption interruption -> interruption.delay().of(random.nextDouble());
            case Incident.ForeignChange change -> change.delay().of(random.nextDouble());
            case Incident.NoCapacity none -> Duration.ZERO;
            case Incident.CannotPull cannot -> Duration.ZERO;
        };
    }
}
