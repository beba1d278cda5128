package dev.penstock.settings;

import dev.penstock.build.BuildLocation;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ProjectDeclaration;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.pipeline.UnresolvedValue;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds on the runner's own machine do what the project says that their template declares: its buildspec and its variables
 * become those of the action, where neither the action nor the settings say otherwise. So they are kept with the execution. Builds
 * in CodeBuild have the project itself.
 */
public final class ProjectBuilds {

    private static final String BUILDSPEC = "BuildspecOverride";
    private static final String VARIABLES = "EnvironmentVariables";

    private final List<ProjectDeclaration> projects;
    private final RunSettings settings;
    private final List<UnresolvedValue> unresolved;

    private ProjectBuilds(PipelineReading.Accepted reading, RunSettings settings) {
        this.projects = reading.projects();
        this.settings = settings;
        this.unresolved = new ArrayList<>(reading.unresolved());
    }

    /** The reading with the builds of its template's projects. */
    public static PipelineReading.Accepted complete(PipelineReading.Accepted reading, RunSettings settings) {
        return reading.projects().isEmpty() ? reading : new ProjectBuilds(reading, settings).completed(reading);
    }

    private PipelineReading.Accepted completed(PipelineReading.Accepted reading) {
        Pipeline pipeline = reading.definition().pipeline();
        List<StageDeclaration> stages = new ArrayList<>();
        for (int i = 0; i < pipeline.stages().size(); i++) {
            StageDeclaration stage = pipeline.stages().get(i);
            List<ActionDeclaration> actions = new ArrayList<>();
            for (int j = 0; j < stage.actions().size(); j++) {
                actions.add(action(
                        "/stages/" + i + "/actions/" + j + "/configuration/",
                        stage.actions().get(j)));
            }
            stages.add(stage.withActions(actions));
        }
        return new PipelineReading.Accepted(
                new PipelineDefinition(
                        pipeline.withStages(stages), reading.definition().locations()),
                reading.logicalId(),
                unresolved,
                reading.projects(),
                reading.problems());
    }

    private ActionDeclaration action(String path, ActionDeclaration action) {
        String name = action.configuration().getOrDefault("ProjectName", "");
        Optional<ProjectDeclaration> project = action.type().provider().equals("CodeBuild")
                ? projects.stream().filter(each -> isNamed(each, name)).findFirst()
                : Optional.empty();
        BuildSetting setting = settings.buildOf(action.name());
        if (project.isEmpty() || setting.location().orElse(null) instanceof BuildLocation.CodeBuild) {
            return action;
        }
        Map<String, String> configuration = new LinkedHashMap<>(action.configuration());
        if (setting.buildspec().isEmpty() && !configuration.containsKey(BUILDSPEC)) {
            project.get()
                    .buildspec()
                    .filter(ProjectBuilds::isPlain)
                    .ifPresent(text -> configuration.put(BUILDSPEC, text));
            tell(path, project.get(), BUILDSPEC::equals);
        }
        variables(path, project.get(), setting, configuration);
        return action.withText(configuration, action.commands(), action.environmentVariables());
    }

    /** A name that only the stack knows stands as the reference that it is. */
    private static boolean isNamed(ProjectDeclaration project, String name) {
        return project.name().map(name::equals).orElseGet(() -> name.equals("${" + project.logicalId() + "}"));
    }

    private void variables(
            String path, ProjectDeclaration project, BuildSetting setting, Map<String, String> configuration) {
        String own = configuration.getOrDefault(VARIABLES, "[]").strip();
        Optional<Set<String>> named = names(own);
        if (named.isEmpty()) {
            return;
        }
        List<Map<String, String>> added = new ArrayList<>();
        for (EnvironmentVariable variable : project.environment()) {
            boolean said = named.get().contains(variable.name())
                    || setting.environment().containsKey(variable.name());
            if (!said && isPlain(variable.value())) {
                Map<String, String> written = new LinkedHashMap<>();
                written.put("name", variable.name());
                written.put("value", variable.value());
                written.put("type", variable.type().name());
                added.add(written);
                tell(path, project, (VARIABLES + "/" + variable.name())::equals);
            }
        }
        if (!added.isEmpty()) {
            String list = JsonMapper.builder().build().writeValueAsString(added);
            configuration.put(
                    VARIABLES,
                    named.get().isEmpty()
                            ? list
                            : list.substring(0, list.length() - 1) + "," + own.substring(own.indexOf('[') + 1));
        }
    }

    private void tell(String path, ProjectDeclaration project, Predicate<String> which) {
        project.unresolved().stream()
                .filter(value -> which.test(value.path())
                        && !(value.isReferenced() && value.path().startsWith(VARIABLES)))
                .forEach(value ->
                        unresolved.add(new UnresolvedValue(path + value.path(), value.span(), value.expression())));
    }

    /** Text in a definition may refer to variables of the pipeline; in a project it does not. */
    private static boolean isPlain(String text) {
        return !text.contains("#{");
    }

    /** The variables that an action names itself; empty if its list cannot be read yet. */
    private static Optional<Set<String>> names(String list) {
        Problems problems = new Problems();
        Optional<SourceNode> read = DocumentReader.read(SourceText.of(VARIABLES + ".json", list), problems);
        if (problems.hasErrors() || !(read.orElse(null) instanceof SourceNode.Sequence items)) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        for (SourceNode item : items.items()) {
            if (item instanceof SourceNode.Mapping mapping
                    && mapping.get("name").orElse(null) instanceof SourceNode.Scalar name) {
                names.add(name.text());
            }
        }
        return Optional.of(names);
    }
}
