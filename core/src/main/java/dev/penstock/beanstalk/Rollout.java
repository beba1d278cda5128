package dev.penstock.beanstalk;

import dev.penstock.rollout.duration.CostlySetting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a change goes over the instances of an environment, as its options have it.
 *
 * @param how in words, such as {@code Rolling, 2 batches of at most 1 of 2 instances: one batch after the other is out}
 * @param phases what happens, in order, with what it takes
 * @param patience how long commands on an instance may take before the change has failed
 * @param costly the options that cost most of the time, the worst first; three at most
 */
public record Rollout(String how, List<Phase> phases, Duration patience, List<CostlySetting> costly) {

    public Rollout {
        phases = List.copyOf(phases);
        costly = List.copyOf(costly);
    }

    /** One of which no option is named. */
    Rollout(String how, List<Phase> phases, Duration patience) {
        this(how, phases, patience, List.of());
    }

    /** The same with options named that cost most. */
    Rollout naming(List<CostlySetting> worst) {
        return new Rollout(how, phases, patience, worst);
    }

    /**
     * What happens once or several times.
     *
     * @param words such as {@code deploy}
     * @param times how often, one after the other; at least 1
     * @param each what it takes each time
     */
    public record Phase(String words, int times, Duration each) {}

    /** This, and then another. */
    Rollout then(Rollout next) {
        List<Phase> all = new ArrayList<>(phases);
        all.addAll(next.phases);
        return new Rollout(how + "; then " + next.how, all, patience, next.costly);
    }

    /** This, and then the bakes of a release. */
    Rollout thenBaking(List<dev.penstock.rollout.duration.Phase> bakes) {
        List<Phase> all = new ArrayList<>(phases);
        bakes.forEach(bake -> all.add(new Phase(bake.words(), bake.times(), bake.each())));
        return new Rollout(how, all, patience, costly);
    }

    /** What all of it takes if nothing goes wrong. */
    public Duration expected() {
        return phases.stream()
                .map(phase -> phase.each().multipliedBy(phase.times()))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
