package dev.penstock.runner;

import dev.penstock.cloudformation.StackValues;
import dev.penstock.cloudformation.Template;
import dev.penstock.cloudformation.TemplateValues;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.problem.Problems;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SourceSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the stacks of a pipeline make themselves, as far as their templates lie in folders that stand in for sources: nothing may
 * stand in for that, or the stack would find its name taken.
 */
final class OwnStacks {

    private final List<Template> templates = new ArrayList<>();

    private OwnStacks() {}

    static OwnStacks of(List<ActionDeclaration> actions, RunSettings settings) {
        var own = new OwnStacks();
        Map<String, Path> folders = new LinkedHashMap<>();
        for (ActionDeclaration action : actions) {
            if (settings.sources().get(action.name()) instanceof SourceSetting.Directory(Path folder)) {
                action.outputArtifacts().forEach(output -> folders.put(output.name(), folder));
            }
            if (action.type().provider().equals("CloudFormation")) {
                own.add(action, folders, settings);
            }
        }
        return own;
    }

    /** The names of what they make of a type. */
    Set<String> names(String type) {
        Set<String> names = new HashSet<>();
        templates.forEach(template -> names.addAll(template.names(type)));
        return names;
    }

    private void add(ActionDeclaration action, Map<String, Path> folders, RunSettings settings) {
        String[] path = action.configuration().getOrDefault("TemplatePath", "").split("::", 2);
        Path folder = folders.get(path[0]);
        if (path.length < 2 || folder == null || !Files.isRegularFile(folder.resolve(path[1]))) {
            return;
        }
        read(folder.resolve(path[1]))
                .map(document -> Template.of(
                        document,
                        new TemplateValues(
                                parameters(action.configuration().getOrDefault("ParameterOverrides", "{}")),
                                action.region().or(settings::region).or(() -> Optional.of(RunPlan.SIMULATED_REGION)),
                                settings.account().or(() -> Optional.of(RunPlan.SIMULATED_ACCOUNT)),
                                Optional.ofNullable(action.configuration().get("StackName")),
                                StackValues.none()),
                        new Problems()))
                .ifPresent(templates::add);
    }

    /** What is wrong with a template, the run says. */
    private static Optional<SourceNode.Mapping> read(Path file) {
        try {
            return DocumentReader.read(
                            SourceText.read(file.toString(), file),
                            ReadLimits.DEFAULT,
                            Tags.CLOUDFORMATION,
                            new Problems())
                    .filter(SourceNode.Mapping.class::isInstance)
                    .map(SourceNode.Mapping.class::cast);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> parameters(String json) {
        Map<String, String> parameters = new LinkedHashMap<>();
        DocumentReader.read(SourceText.of("ParameterOverrides.json", json), new Problems())
                .filter(SourceNode.Mapping.class::isInstance)
                .ifPresent(document -> ((SourceNode.Mapping) document).entries().forEach(entry -> {
                    if (entry.value() instanceof SourceNode.Scalar value
                            && !value.text().contains("#{")) {
                        parameters.put(entry.name(), value.text());
                    }
                }));
        return parameters;
    }
}
