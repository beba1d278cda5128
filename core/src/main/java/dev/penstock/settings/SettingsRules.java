package dev.penstock.settings;

import dev.penstock.document.Fields;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.VariableDeclaration;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Settings and the pipeline that they are for: what the settings name should be there. */
public final class SettingsRules {

    private final Locations locations;
    private final Problems problems;

    private SettingsRules(Locations locations, Problems problems) {
        this.locations = locations;
        this.problems = problems;
    }

    /**
     * Warns of names that the pipeline does not have.
     *
     * @param locations where the settings' values stand
     */
    public static void check(RunSettings settings, Locations locations, Pipeline pipeline, Problems problems) {
        SettingsRules rules = new SettingsRules(locations, problems);
        List<ActionDeclaration> actions = pipeline.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .toList();
        rules.names("/sources", settings.sources().keySet(), sources(actions), "source action");
        rules.names("/builds", settings.builds().keySet(), others(actions), "action");
        rules.names("/images", settings.images().keySet(), others(actions), "action");
        rules.names("/deployments", settings.deployments().keySet(), others(actions), "action");
        List<String> variables =
                pipeline.variables().stream().map(VariableDeclaration::name).toList();
        rules.names("/variables", settings.variables().keySet(), variables, "variable");
        rules.names("/roles", settings.roles().keySet(), roles(pipeline, actions), "role");
    }

    private static List<String> sources(List<ActionDeclaration> actions) {
        return actions.stream()
                .filter(action -> action.type().category() == ActionCategory.SOURCE)
                .map(ActionDeclaration::name)
                .toList();
    }

    private static List<String> others(List<ActionDeclaration> actions) {
        List<String> names = new ArrayList<>();
        names.add(RunSettings.DEFAULT);
        actions.forEach(action -> names.add(action.name()));
        return names;
    }

    private static Collection<String> roles(Pipeline pipeline, List<ActionDeclaration> actions) {
        return new TreeSet<>(Stream.concat(
                        pipeline.roleArn().stream(),
                        Stream.concat(
                                actions.stream().map(ActionDeclaration::roleArn).flatMap(Optional::stream),
                                actions.stream()
                                        .map(action -> action.configuration().get("RoleArn"))
                                        .filter(Objects::nonNull)))
                .toList());
    }

    private void names(String path, Collection<String> named, Collection<String> known, String what) {
        for (String name : named) {
            if (!known.contains(name)) {
                String at = Fields.child(path, name);
                problems.report(
                        ProblemType.SETTINGS_NAME_UNKNOWN,
                        locations.of(at),
                        at,
                        "The pipeline has no " + what + " '" + name + "'.",
                        known.isEmpty() ? "Remove it." : DidYouMean.hint(name, known));
            }
        }
    }
}
