package dev.penstock.runner;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.secret.DynamicReference;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SourceSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values of a definition's own {@code ParameterOverrides} that the template of the stack declares with {@code NoEcho}, as far as it
 * lies in a folder that stands in for a source. They are kept with each execution, as CodePipeline keeps them.
 */
final class SecretOverrides {

    private static final String KEY = "ParameterOverrides";

    private SecretOverrides() {}

    /** Warns of each. */
    static void check(PipelineDefinition definition, RunSettings settings, Problems problems) {
        Map<String, Path> folders = new LinkedHashMap<>();
        List<StageDeclaration> stages = definition.pipeline().stages();
        for (int i = 0; i < stages.size(); i++) {
            List<ActionDeclaration> actions = stages.get(i).actions();
            for (int j = 0; j < actions.size(); j++) {
                ActionDeclaration action = actions.get(j);
                if (settings.sources().get(action.name()) instanceof SourceSetting.Directory(Path folder)) {
                    action.outputArtifacts().forEach(output -> folders.put(output.name(), folder));
                }
                String path = "/stages/" + i + "/actions/" + j + "/configuration/" + KEY;
                for (String name : secrets(action, folders)) {
                    problems.report(
                            ProblemType.RUN_SECRET,
                            definition.locations().of(path),
                            path,
                            "The value of the stack's parameter '" + name
                                    + "' stands in the definition, and its template declares it" + " with NoEcho.",
                            "Refer to it: {{resolve:secretsmanager:ID:SecretString:KEY}}, or {{resolve:environment:NAME}} for a"
                                    + " variable of the runner's environment.");
                }
            }
        }
    }

    private static Set<String> secrets(ActionDeclaration action, Map<String, Path> folders) {
        String overrides = action.configuration().getOrDefault(KEY, "");
        String[] template =
                action.configuration().getOrDefault("TemplatePath", "").split("::", 2);
        Path folder = folders.get(template[0]);
        if (overrides.isEmpty() || template.length < 2 || folder == null) {
            return Set.of();
        }
        Set<String> literal = literal(overrides);
        if (!literal.isEmpty()) {
            literal.retainAll(hidden(folder.resolve(template[1])));
        }
        return literal;
    }

    /** The parameters whose values are written out. */
    private static Set<String> literal(String overrides) {
        Set<String> names = new HashSet<>();
        mapping(SourceText.of(KEY + ".json", overrides))
                .ifPresent(values -> values.entries().forEach(entry -> {
                    if (entry.value() instanceof Scalar value
                            && !value.text().isEmpty()
                            && !value.text().contains("#{")
                            && !DynamicReference.isIn(value.text())) {
                        names.add(entry.name());
                    }
                }));
        return names;
    }

    /** The parameters that a template declares with {@code NoEcho}; what is wrong with it, the run says. */
    private static Set<String> hidden(Path template) {
        Set<String> names = new HashSet<>();
        try {
            if (Files.isRegularFile(template)) {
                mapping(SourceText.read(template.toString(), template))
                        .flatMap(root -> root.get("Parameters"))
                        .filter(Mapping.class::isInstance)
                        .ifPresent(parameters -> ((Mapping) parameters)
                                .entries()
                                .forEach(entry -> {
                                    if (entry.value() instanceof Mapping declaration
                                            && declaration.get("NoEcho").orElse(declaration) instanceof Scalar scalar
                                            && scalar.text().equalsIgnoreCase("true")) {
                                        names.add(entry.name());
                                    }
                                }));
            }
        } catch (IOException e) {
            // The run says that it cannot be read.
            return Set.of();
        }
        return names;
    }

    private static Optional<Mapping> mapping(SourceText text) {
        Optional<SourceNode> document =
                DocumentReader.read(text, ReadLimits.DEFAULT, Tags.CLOUDFORMATION, new Problems());
        return document.filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }
}
