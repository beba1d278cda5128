package dev.penstock.stack;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One deployment to several stacks: regions, accounts or both, one wave after the other.
 *
 * @param waves in order; at least one
 * @param onFailure what becomes of the targets that were done when a wave fails
 */
public record StackWaves(List<Wave> waves, OnFailure onFailure) {

    public StackWaves {
        waves = List.copyOf(waves);
        if (waves.isEmpty()) {
            throw new IllegalArgumentException("waves without a wave");
        }
        Set<String> names = new LinkedHashSet<>();
        for (Wave wave : waves) {
            for (Target target : wave.targets()) {
                if (!names.add(target.name())) {
                    throw new IllegalArgumentException("there are two targets '" + target.name() + "'");
                }
            }
        }
    }

    /** What becomes of targets that were done. */
    public enum OnFailure {
        /** They stay as they are. */
        STOP,
        /** They go back to the template and the parameters that they had; a stack that is new stays. */
        ROLL_BACK
    }

    /**
     * Targets that are deployed to together.
     *
     * @param targets at least one
     * @param atOnce how many of them are deployed to at a time, at least 1
     * @param toleratedFailures how many of them may fail without ending the deployment
     * @param bake how long to wait and to look at the alarms before the next wave; may be zero
     * @param alarms names of CloudWatch alarms, looked for in each target's account and Region; one that is in alarm, or that
     *     is not there, fails the wave
     */
    public record Wave(List<Target> targets, int atOnce, int toleratedFailures, Duration bake, List<String> alarms) {

        public Wave {
            targets = List.copyOf(targets);
            alarms = List.copyOf(alarms);
            if (targets.isEmpty() || atOnce < 1 || toleratedFailures < 0 || bake.isNegative()) {
                throw new IllegalArgumentException("no wave: " + targets.size() + " targets, " + atOnce + " at once, "
                        + toleratedFailures + " failures tolerated, bake " + bake);
            }
        }

        /** Whether a target of that name is among its own. */
        boolean has(String name) {
            return targets.stream().anyMatch(target -> target.name().equals(name));
        }
    }

    /**
     * A stack.
     *
     * @param name unique among all targets of the action
     * @param region absent for the action's
     * @param roleArn a role that is assumed for this target, after those of the action; such as one in another account
     * @param stackName absent for the action's
     * @param parameters values that go before all others
     */
    public record Target(
            String name,
            Optional<String> region,
            Optional<String> roleArn,
            Optional<String> stackName,
            Map<String, String> parameters) {

        public Target {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    /** The same targets all at once, each by itself, with nothing taken back: for looking at what would be done to them. */
    public StackWaves forPlanning() {
        List<Target> all =
                waves.stream().flatMap(wave -> wave.targets().stream()).toList();
        return new StackWaves(List.of(new Wave(all, all.size(), all.size(), Duration.ZERO, List.of())), OnFailure.STOP);
    }

    /** How many waves, in words: {@code 1 wave}, {@code 2 waves}. */
    String counted() {
        return waves.size() == 1 ? "1 wave" : waves.size() + " waves";
    }

    /** All targets, in order. */
    List<Target> targets() {
        return waves.stream().flatMap(wave -> wave.targets().stream()).toList();
    }

    /** The wave with the target of that name. */
    Wave waveOf(String name) {
        return waves.stream().filter(wave -> wave.has(name)).findFirst().orElseThrow();
    }

    /** Whether there is a target of that name. */
    boolean has(String name) {
        return waves.stream()
                .flatMap(wave -> wave.targets().stream())
                .anyMatch(target -> target.name().equals(name));
    }

    /** The target of that name. */
    Target target(String name) {
        return waves.stream()
                .flatMap(wave -> wave.targets().stream())
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
