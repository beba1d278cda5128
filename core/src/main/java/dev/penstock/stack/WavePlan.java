package dev.penstock.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * To which stacks a deployment goes, as it was when it began: who changes the settings meanwhile changes the next deployment.
 * Values of parameters may be secrets and are not made durable, only their names; the values are those that the settings have
 * when they are needed.
 */
final class WavePlan {

    private WavePlan() {}

    /** The waves as they are made durable. */
    static StackWaves withoutValues(StackWaves waves) {
        return changed(waves, target -> {
            Map<String, String> names = new LinkedHashMap<>();
            target.parameters().keySet().forEach(name -> names.put(name, ""));
            return with(target, names);
        });
    }

    /**
     * The waves of a deployment that was begun, with the values that the settings have now.
     *
     * @param begun as they were made durable
     * @param settings the waves in the settings now; absent if there are none any more
     * @throws StackFailure if a parameter of a target that is not done yet has no value any more
     */
    static StackWaves of(StackWaves begun, Optional<StackWaves> settings, List<WaveTarget> targets)
            throws StackFailure {
        List<String> missing = new ArrayList<>();
        StackWaves waves = changed(begun, target -> with(target, values(target, settings)));
        for (WaveTarget target : targets) {
            boolean needed = target.status() == WaveTarget.Status.TO_DO || target.isUnderWay();
            StackWaves.Target now = waves.target(target.name());
            begun.target(target.name()).parameters().keySet().stream()
                    .filter(name -> needed && !now.parameters().containsKey(name))
                    .forEach(name -> missing.add("'" + name + "' of target '" + target.name() + "'"));
        }
        if (!missing.isEmpty()) {
            throw new StackFailure(
                    "PEN-STACK-031",
                    "The deployment goes on to the targets that it was begun to, and the settings have no value any more for "
                            + String.join(", ", missing) + ". Give the settings those 'waves' back, and retry.");
        }
        return waves;
    }

    /** The same, for what needs no parameters. */
    static StackWaves ofNames(StackWaves begun) {
        return changed(begun, target -> with(target, Map.of()));
    }

    private static Map<String, String> values(StackWaves.Target begun, Optional<StackWaves> settings) {
        Map<String, String> values = new LinkedHashMap<>(settings.stream()
                .flatMap(waves -> waves.waves().stream())
                .flatMap(wave -> wave.targets().stream())
                .filter(target -> target.name().equals(begun.name()))
                .findFirst()
                .map(StackWaves.Target::parameters)
                .orElse(Map.of()));
        values.keySet().retainAll(begun.parameters().keySet());
        return values;
    }

    private static StackWaves.Target with(StackWaves.Target target, Map<String, String> parameters) {
        return new StackWaves.Target(target.name(), target.region(), target.roleArn(), target.stackName(), parameters);
    }

    private static StackWaves changed(StackWaves waves, UnaryOperator<StackWaves.Target> change) {
        return new StackWaves(
                waves.waves().stream()
                        .map(wave -> new StackWaves.Wave(
                                wave.targets().stream().map(change).toList(),
                                wave.atOnce(),
                                wave.toleratedFailures(),
                                wave.bake(),
                                wave.alarms()))
                        .toList(),
                waves.onFailure());
    }
}
