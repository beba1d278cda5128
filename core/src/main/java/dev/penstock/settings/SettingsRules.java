package dev.penstock.settings;

import dev.penstock.document.Fields;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.VariableDeclaration;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Settings and the pipeline that they are for: what the settings name should be there, and what they say should count. */
public final class SettingsRules {

    private final Locations locations;
    private final Problems problems;

    private SettingsRules(Locations locations, Problems problems) {
        this.locations = locations;
        this.problems = problems;
    }

    /**
     * Warns of names that the pipeline does not have, and reports what would count for nothing.
     *
     * @param locations where the settings' values stand
     */
    public static void check(RunSettings settings, Locations locations, Pipeline pipeline, Problems problems) {
        SettingsRules rules = new SettingsRules(locations, problems);
        List<ActionDeclaration> actions = pipeline.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .toList();
        rules.names("/sources", settings.sources().keySet(), sources(actions), "source action");
        rules.names("/builds", settings.builds().keySet(), builds(pipeline, actions), "action");
        rules.names("/images", settings.images().keySet(), others(actions), "action");
        rules.names("/deployments", settings.deployments().keySet(), others(actions), "action");
        List<String> variables =
                pipeline.variables().stream().map(VariableDeclaration::name).toList();
        rules.names("/variables", settings.variables().keySet(), variables, "variable");
        rules.taskSets(settings, actions);
        new GraphRules(locations, problems).check(settings, pipeline);
        new SchemaRules(settings, locations, problems).check(pipeline);
        rules.names("/roles", settings.roles().keySet(), roles(pipeline, actions), "role");
    }

    private static List<String> sources(List<ActionDeclaration> actions) {
        return actions.stream()
                .filter(action -> action.type().category() == ActionCategory.SOURCE)
                .map(ActionDeclaration::name)
                .toList();
    }

    /** Actions, and rules by the names that tell them from actions, such as {@code onSuccess/Smoke}. */
    private static List<String> builds(Pipeline pipeline, List<ActionDeclaration> actions) {
        List<String> names = others(actions);
        rules(pipeline).map(ActionDeclaration::name).forEach(names::add);
        return names;
    }

    private static Stream<ActionDeclaration> rules(Pipeline pipeline) {
        return pipeline.stages().stream()
                .flatMap(stage -> Stream.of(ConditionKind.values())
                        .flatMap(kind -> stage.condition(kind).stream()
                                .flatMap(condition -> condition.rules().stream())
                                .map(rule -> rule.asAction(kind))));
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
                                Stream.concat(
                                        actions.stream()
                                                .map(action ->
                                                        action.configuration().get("RoleArn"))
                                                .filter(Objects::nonNull),
                                        rules(pipeline)
                                                .map(ActionDeclaration::roleArn)
                                                .flatMap(Optional::stream))))
                .toList());
    }

    /** Without a release, deployments are made by ECS: nobody would ask for the rule. */
    private void taskSets(RunSettings settings, List<ActionDeclaration> actions) {
        Set<String> told = new HashSet<>();
        for (ActionDeclaration action : actions) {
            DeploymentSetting setting = settings.deploymentOf(action.name());
            if (setting.taskSets().isEmpty() || setting.release().isPresent()) {
                continue;
            }
            boolean isService = action.type().category() == ActionCategory.DEPLOY
                    && action.type().provider().equals("ECS");
            boolean isOwn = settings.deployments()
                    .getOrDefault(action.name(), DeploymentSetting.none())
                    .taskSets()
                    .isPresent();
            String at =
                    Fields.child(Fields.child("/deployments", isOwn ? action.name() : RunSettings.DEFAULT), "taskSets");
            if ((isOwn || isService) && told.add(at)) {
                problems.report(
                        ProblemType.SETTINGS_FIELD_MISSING,
                        locations.of(at),
                        at,
                        "'taskSets' says where a release divides requests, and the action '" + action.name()
                                + "' has no 'release'.",
                        "Add one, such as 'release: {strategy: canary}', or remove 'taskSets'.");
            }
        }
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
