package dev.penstock.runner;

import dev.penstock.engine.Preflight;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.secret.DynamicReference;
import dev.penstock.secret.ReferenceValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Values that a definition only refers to, and that the journal therefore does not have: which of them a runner has not been given. */
public final class HiddenValues {

    private HiddenValues() {}

    /** What a new execution would lack, in full sentences; empty if nothing. */
    public static List<String> missing(RunPlan plan, Preflight preflight) {
        return missing(plan, preflight, Optional.empty());
    }

    /** What an execution lacks of that which it has still before it. */
    public static List<String> missing(RunPlan plan, Preflight preflight, ExecutionState state) {
        return missing(plan, preflight, Optional.of(state));
    }

    /** Whether a runner that is given nothing would lack something, as a worker elsewhere. */
    public static boolean areNeeded(RunPlan plan, Preflight preflight) {
        return references(plan, preflight, Optional.empty()).stream()
                .anyMatch(reference -> reference.service() == DynamicReference.Service.PARAMETER);
    }

    private static List<String> missing(RunPlan plan, Preflight preflight, Optional<ExecutionState> state) {
        Set<String> sentences = new LinkedHashSet<>();
        for (DynamicReference reference : references(plan, preflight, state)) {
            String name = reference.key();
            switch (reference.service()) {
                case PARAMETER -> {
                    if (!plan.hiddenValues().containsKey(name) && isUnset(plan, ReferenceValues.VARIABLE + name)) {
                        sentences.add("The value of the parameter '" + name
                                + "' is not kept, as the template declares it with NoEcho. Set the environment variable "
                                + ReferenceValues.VARIABLE + name + ".");
                    }
                }
                case ENVIRONMENT -> {
                    if (isUnset(plan, name)) {
                        sentences.add("The environment has no variable " + name + ", which the definition refers to.");
                    }
                }
                case SECRETS_MANAGER, SSM, SSM_SECURE -> {}
            }
        }
        return List.copyOf(sentences);
    }

    private static boolean isUnset(RunPlan plan, String variable) {
        return plan.environment().getOrDefault(variable, "").isEmpty();
    }

    private static List<DynamicReference> references(
            RunPlan plan, Preflight preflight, Optional<ExecutionState> state) {
        List<DynamicReference> references = new ArrayList<>();
        for (StageDeclaration stage : plan.pipeline().stages()) {
            boolean passed = state.flatMap(each -> each.stage(stage.name()))
                    .map(StageState::phase)
                    .filter(StageState.Phase::isPassed)
                    .isPresent();
            if (!passed) {
                stage.actions().forEach(action -> addAll(references, action, preflight));
            }
        }
        return references;
    }

    private static void addAll(List<DynamicReference> references, ActionDeclaration action, Preflight preflight) {
        action.configuration().forEach((key, text) -> {
            if (DynamicReference.isLookedUpIn(key) && DynamicReference.isIn(text) && preflight.needs(action, key)) {
                references.addAll(DynamicReference.in(text));
            }
        });
        for (EnvironmentVariable variable : action.environmentVariables()) {
            references.addAll(DynamicReference.in(variable.value()));
        }
    }
}
