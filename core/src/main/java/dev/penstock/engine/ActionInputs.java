package dev.penstock.engine;

import dev.penstock.artifact.ArtifactReference;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageRollback;
import dev.penstock.execution.StageState;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.pipeline.VariableDeclaration;
import dev.penstock.pipeline.VariableResolver;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What an action gets from the actions before it: artifacts, and variables in its text. */
final class ActionInputs {

    private ActionInputs() {}

    /** The action with every reference to a variable resolved. */
    static ActionDeclaration resolve(Pipeline pipeline, ExecutionState state, String stage, ActionDeclaration declared)
            throws Unresolved {
        if (!VariableResolver.mentionsVariables(declared)) {
            return declared;
        }
        return switch (VariableResolver.resolve(declared, namespaces(pipeline, state, stage))) {
            case VariableResolver.Resolution.Resolved(ActionDeclaration resolved) -> resolved;
            case VariableResolver.Resolution.Unresolved(String message) -> throw new Unresolved(message);
        };
    }

    /** The artifacts that the action names, by name, in the order declared. */
    static Map<String, ArtifactReference> artifacts(ExecutionState state, String stage, ActionDeclaration declared) {
        Map<String, ArtifactReference> found = new LinkedHashMap<>();
        for (String name : declared.inputArtifacts()) {
            artifact(state, stage, name).ifPresent(reference -> found.put(name, reference));
        }
        return found;
    }

    /** What went into the stages after some in an execution: what it can go back to. */
    static StageRollback.To whatWentInto(Pipeline pipeline, ExecutionState target, String stage, String cause) {
        Map<String, ArtifactReference> artifacts = new LinkedHashMap<>();
        Map<String, Map<String, String>> outputs = new LinkedHashMap<>();
        for (StageState before : target.stages()) {
            if (before.name().equals(stage)) {
                break;
            }
            outputs.putAll(outputs(pipeline, before));
            for (ActionState action : before.actions()) {
                action.result().ifPresent(result -> artifacts.putAll(result.artifacts()));
            }
        }
        return new StageRollback.To(cause, target.id(), target.variables(), artifacts, outputs);
    }

    /** The stage's way back, if it goes back: then nothing that this execution brought goes into it. */
    private static Optional<StageRollback.To> back(ExecutionState state, String stage) {
        return state.stage(stage)
                .flatMap(StageState::rollback)
                .filter(StageRollback.To.class::isInstance)
                .map(StageRollback.To.class::cast);
    }

    private static Optional<ArtifactReference> artifact(ExecutionState state, String inStage, String name) {
        Optional<StageRollback.To> back = back(state, inStage);
        if (back.isPresent() && back.get().artifacts().containsKey(name)) {
            return Optional.of(back.get().artifacts().get(name));
        }
        for (StageState stage : state.stages()) {
            for (ActionState action : stage.actions()) {
                Optional<ArtifactReference> reference = action.result()
                        .flatMap(
                                result -> Optional.ofNullable(result.artifacts().get(name)));
                if (reference.isPresent()) {
                    return reference;
                }
            }
        }
        return Optional.empty();
    }

    private static Map<String, Map<String, String>> namespaces(
            Pipeline pipeline, ExecutionState state, String inStage) {
        Optional<StageRollback.To> back = back(state, inStage);
        Map<String, Map<String, String>> namespaces = new HashMap<>();
        namespaces.put("codepipeline", Map.of("PipelineExecutionId", state.id().toString()));
        namespaces.put(
                "variables",
                pipelineVariables(
                        pipeline, back.map(StageRollback.To::variables).orElseGet(state::variables)));
        for (StageState stage : state.stages()) {
            namespaces.putAll(outputs(pipeline, stage));
        }
        back.ifPresent(to -> namespaces.putAll(to.outputs()));
        return namespaces;
    }

    /** The variables that the actions of a stage put out, by namespace. */
    private static Map<String, Map<String, String>> outputs(Pipeline pipeline, StageState stage) {
        Map<String, Map<String, String>> outputs = new LinkedHashMap<>();
        for (ActionState action : stage.actions()) {
            action.result()
                    .ifPresent(result -> namespace(pipeline, stage.name(), action.name())
                            .ifPresent(name -> outputs.put(name, result.variables())));
        }
        return outputs;
    }

    private static Map<String, String> pipelineVariables(Pipeline pipeline, Map<String, String> given) {
        Map<String, String> values = new HashMap<>();
        for (VariableDeclaration variable : pipeline.variables()) {
            variable.defaultValue().ifPresent(value -> values.put(variable.name(), value));
        }
        values.putAll(given);
        return values;
    }

    private static Optional<String> namespace(Pipeline pipeline, String stage, String action) {
        Optional<StageDeclaration> declared = pipeline.stage(stage);
        return declared.flatMap(each -> each.action(action)).flatMap(ActionDeclaration::namespace);
    }

    /** Text of an action refers to something that has no value here. */
    static final class Unresolved extends Exception {

        private static final long serialVersionUID = 1L;

        private final String code;

        Unresolved(String message) {
            this("PEN-ENGINE-004", message);
        }

        Unresolved(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        /** The failure's id. */
        String code() {
            return code;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
