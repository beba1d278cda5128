package dev.penstock.pipeline;

import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules of namespaces and of references to variables. */
final class VariableRules {

    static final String PIPELINE_NAMESPACE = "codepipeline";
    static final String VARIABLES_NAMESPACE = "variables";
    static final String EXECUTION_ID = "PipelineExecutionId";

    private final Pipeline pipeline;
    private final Judge judge;
    private final Map<String, Namespace> namespaces = new HashMap<>();

    private VariableRules(Pipeline pipeline, Judge judge) {
        this.pipeline = pipeline;
        this.judge = judge;
    }

    /** A namespace, the action whose it is, and when that runs. */
    private record Namespace(ActionDeclaration action, ArtifactRules.Moment moment) {}

    static void check(Pipeline pipeline, Judge judge) {
        VariableRules rules = new VariableRules(pipeline, judge);
        rules.namespaces();
        rules.references();
    }

    private void namespaces() {
        Set<String> artifacts = new HashSet<>();
        PipelineRules.forEachAction(
                pipeline,
                (stage, action, path) -> action.outputArtifacts().forEach(output -> artifacts.add(output.name())));
        Judge.UniqueNames names = judge.new UniqueNames("namespaces of a pipeline");
        PipelineRules.forEachAction(
                pipeline,
                (stage, action, path) -> action.namespace()
                        .ifPresent(name -> namespace(
                                name,
                                new Namespace(
                                        action, new ArtifactRules.Moment(stage, action.runOrder(), action.name())),
                                path + "/namespace",
                                artifacts,
                                names)));
    }

    private void namespace(
            String name, Namespace namespace, String path, Set<String> artifacts, Judge.UniqueNames names) {
        names.add(path, name);
        namespaces.putIfAbsent(name, namespace);
        if (name.equals(PIPELINE_NAMESPACE) || name.equals(VARIABLES_NAMESPACE)) {
            judge.report(
                    ProblemType.VARIABLE_NAMESPACE_RESERVED,
                    path,
                    "The namespace '" + name + "' is reserved.",
                    "Choose another name.");
        }
        if (artifacts.contains(name) && judge.isKnown(path)) {
            judge.report(
                    ProblemType.PIPELINE_NAME_TWICE,
                    path,
                    "The namespace '" + name + "' has the name of an artifact.",
                    "Choose a name that is neither a namespace nor an artifact yet.");
        }
    }

    private void references() {
        PipelineRules.forEachAction(pipeline, (stage, action, path) -> {
            ArtifactRules.Moment start = new ArtifactRules.Moment(stage, action.runOrder(), action.name());
            boolean source = action.type().category() == ActionCategory.SOURCE;
            action.configuration()
                    .forEach((key, value) -> text(Judge.at(path + "/configuration", key), value, start, source));
            for (int i = 0; i < action.commands().size(); i++) {
                text(path + "/commands/" + i, action.commands().get(i), start, source);
            }
            for (int i = 0; i < action.environmentVariables().size(); i++) {
                String value = action.environmentVariables().get(i).value();
                text(path + "/environmentVariables/" + i + "/value", value, start, source);
            }
        });
        ConditionRules.forEachRule(pipeline, (place, rule, path) -> {
            // A stage is entered before its first run order, and is judged after its last.
            int runOrder = place.kind() == ConditionKind.BEFORE_ENTRY ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            ArtifactRules.Moment start = new ArtifactRules.Moment(place.stage(), runOrder, rule.name());
            rule.configuration()
                    .forEach((key, value) -> text(Judge.at(path + "/configuration", key), value, start, false));
            for (int i = 0; i < rule.commands().size(); i++) {
                text(path + "/commands/" + i, rule.commands().get(i), start, false);
            }
        });
    }

    private void text(String path, String text, ArtifactRules.Moment start, boolean source) {
        if (text.indexOf('#') < 0) {
            return;
        }
        for (VariableReferences.Reference reference : VariableReferences.in(text)) {
            reference(path, reference, start, source);
        }
        for (VariableReferences.Reference malformed : VariableReferences.malformedIn(text)) {
            judge.report(
                    ProblemType.VARIABLE_SYNTAX,
                    path,
                    "'" + text.substring(malformed.start(), malformed.end()) + "' looks like a variable and is none.",
                    "A reference is #{namespace.key}, without spaces.");
        }
    }

    private void reference(
            String path, VariableReferences.Reference reference, ArtifactRules.Moment start, boolean source) {
        switch (reference.namespace()) {
            case PIPELINE_NAMESPACE -> {
                if (!reference.key().equals(EXECUTION_ID)) {
                    unknownKey(path, reference, List.of(EXECUTION_ID));
                }
            }
            case VARIABLES_NAMESPACE -> declared(path, reference, source);
            default -> outputOfAction(path, reference, start);
        }
    }

    private void declared(String path, VariableReferences.Reference reference, boolean source) {
        List<String> known =
                pipeline.variables().stream().map(VariableDeclaration::name).toList();
        if (source) {
            judge.report(
                    ProblemType.VARIABLE_IN_SOURCE,
                    path,
                    "A source action cannot use " + reference.written() + ".",
                    "Pipeline variables can be used from the second stage on.");
        } else if (!known.contains(reference.key()) && judge.isKnown("/variables")) {
            judge.report(
                    ProblemType.VARIABLE_UNDECLARED,
                    path,
                    "The pipeline declares no variable '" + reference.key() + "', which " + reference.written()
                            + " refers to.",
                    known.isEmpty() ? "Declare it under variables." : DidYouMean.hint(reference.key(), known));
        }
    }

    private void outputOfAction(String path, VariableReferences.Reference reference, ArtifactRules.Moment start) {
        Namespace namespace = namespaces.get(reference.namespace());
        if (namespace == null) {
            List<String> known = new ArrayList<>(namespaces.keySet());
            known.sort(null);
            judge.report(
                    ProblemType.VARIABLE_NAMESPACE_UNKNOWN,
                    path,
                    "No action has the namespace '" + reference.namespace() + "', which " + reference.written()
                            + " refers to.",
                    known.isEmpty()
                            ? "Give the action whose variable is meant a namespace."
                            : DidYouMean.hint(reference.namespace(), known));
        } else if (!namespace.moment().isBefore(start)) {
            judge.report(
                    ProblemType.VARIABLE_NAMESPACE_LATE,
                    path,
                    reference.written() + " has no value yet: the action '"
                            + namespace.action().name() + "' is not certain to run earlier.",
                    "Use variables of earlier stages, or of the same stage with a lower run order.");
        } else {
            outputs(namespace.action())
                    .filter(keys -> !keys.contains(reference.key()))
                    .ifPresent(keys ->
                            unknownKey(path, reference, keys.stream().sorted().toList()));
        }
    }

    /** What an action puts out, when that is certain. */
    private static Optional<Set<String>> outputs(ActionDeclaration action) {
        if (action.type().category() == ActionCategory.COMPUTE) {
            return Optional.of(Set.copyOf(action.outputVariables()));
        }
        return ActionTypeCatalogue.find(action.type()).flatMap(ActionTypeDescription::outputVariables);
    }

    private void unknownKey(String path, VariableReferences.Reference reference, List<String> known) {
        judge.report(
                ProblemType.VARIABLE_KEY_UNKNOWN,
                path,
                "The namespace '" + reference.namespace() + "' has no variable '" + reference.key() + "'.",
                known.isEmpty() ? "The action puts out no variables." : DidYouMean.hint(reference.key(), known));
    }
}
