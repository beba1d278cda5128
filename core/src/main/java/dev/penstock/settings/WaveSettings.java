package dev.penstock.settings;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.problem.ProblemType;
import dev.penstock.stack.StackWaves;
import dev.penstock.stack.StackWaves.OnFailure;
import dev.penstock.stack.StackWaves.Target;
import dev.penstock.stack.StackWaves.Wave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads to which stacks a deployment goes, and in what order. */
final class WaveSettings {

    /** Outputs are variables that begin with it, and log lines do. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,62}");

    private static final int MOST_AT_ONCE = 100;
    private static final int LONGEST_BAKE = 24 * 60;

    private final FieldContext context;
    private final SettingsValues values;
    private final Set<String> names = new HashSet<>();

    WaveSettings(FieldContext context, SettingsValues values) {
        this.context = context;
        this.values = values;
    }

    /** {@code waves} and {@code whenWaveFails}. */
    Optional<StackWaves> read(Fields stack) {
        Optional<OnFailure> onFailure = StackSettings.word(
                context, stack, "whenWaveFails", Map.of("stop", OnFailure.STOP, "rollBack", OnFailure.ROLL_BACK));
        List<Optional<Wave>> waves = stack.list("waves", (node, path) -> wave(Fields.of(node, path, context)));
        List<Wave> legal = waves.stream().flatMap(Optional::stream).toList();
        return legal.isEmpty() || legal.size() < waves.size()
                ? Optional.empty()
                : Optional.of(new StackWaves(legal, onFailure.orElse(OnFailure.STOP)));
    }

    private Optional<Wave> wave(Fields fields) {
        List<Target> targets = new ArrayList<>();
        fields.entries("targets").forEach((name, node) -> {
            String path = Fields.child(Fields.child(fields.path(), "targets"), name);
            Fields target = Fields.of(node, path, context);
            if (!NAME.matcher(name).matches()) {
                wrong(
                        target,
                        "'" + name + "' cannot be the name of a target.",
                        "It starts with a letter and has at most 63 letters, digits and hyphens.");
            } else if (!names.add(name)) {
                wrong(target, "There are two targets '" + name + "'.", "Names are unique over all waves.");
            } else {
                targets.add(new Target(
                        name,
                        target.text("region"),
                        target.text("roleArn"),
                        target.text("stackName"),
                        target.textMap("parameters")));
            }
            target.end();
        });
        if (targets.isEmpty()) {
            wrong(fields, "A wave needs a target.", "Name them under 'targets', like 'dublin: {region: eu-west-1}'.");
        }
        int atOnce = clamp(values.range(fields, "atOnce", 1, MOST_AT_ONCE).orElse(1), 1, MOST_AT_ONCE);
        int tolerated = clamp(values.range(fields, "toleratedFailures", 0, 1000).orElse(0), 0, 1000);
        int bake = clamp(values.range(fields, "bakeMinutes", 0, LONGEST_BAKE).orElse(0), 0, LONGEST_BAKE);
        List<String> alarms = fields.texts("alarms");
        fields.end();
        return targets.isEmpty()
                ? Optional.empty()
                : Optional.of(new Wave(targets, atOnce, tolerated, Duration.ofMinutes(bake), alarms));
    }

    private static int clamp(int number, int least, int most) {
        return Math.min(most, Math.max(least, number));
    }

    private void wrong(Fields fields, String message, String hint) {
        context.problems().report(ProblemType.SETTINGS_VALUE, fields.span(), fields.path(), message, hint);
    }
}
