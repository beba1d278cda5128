package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.template.Evaluation;
import dev.penstock.simulator.cloudformation.template.Resolved;
import dev.penstock.simulator.cloudformation.template.ResourceDeclaration;
import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.Output;

/** What a template says should be there. */
final class TemplateBlueprint implements Blueprint {

    private final Evaluation evaluation;
    private final StackEnvironment environment;

    TemplateBlueprint(Evaluation evaluation, StackEnvironment environment) {
        this.evaluation = evaluation;
        this.environment = environment;
    }

    @Override
    public List<String> active() {
        return evaluation.order();
    }

    @Override
    public Map<String, Set<String>> dependencies() {
        return evaluation.dependencies();
    }

    @Override
    public Declared declared(String logicalId) {
        ResourceDeclaration resource = Optional.ofNullable(
                        evaluation.template().resources().get(logicalId))
                .orElseThrow(() -> new IllegalArgumentException("no resource " + logicalId));
        return new Declared(
                resource.type(),
                evaluation.deletionPolicy(logicalId).text(),
                evaluation.updateReplacePolicy(logicalId).text(),
                structure(resource.creationPolicy()),
                structure(resource.updatePolicy()),
                resource.metadata().map(this::known));
    }

    private Optional<JsonValue.Structure> structure(Optional<JsonValue> policy) {
        return policy.map(this::known)
                .filter(JsonValue.Structure.class::isInstance)
                .map(JsonValue.Structure.class::cast);
    }

    private JsonValue known(JsonValue value) {
        return switch (evaluation.resolve(value)) {
            case Resolved.Known known -> known.value();
            case Resolved.Unknown unknown -> unknown.partly();
            case Resolved.NoValue nothing -> new JsonValue.Structure(Map.of());
        };
    }

    @Override
    public JsonValue.Structure properties(String logicalId) {
        return evaluation.properties(logicalId);
    }

    @Override
    public List<Output> outputs() {
        return evaluation.outputs().stream()
                .map(output -> Output.builder()
                        .outputKey(output.name())
                        .outputValue(output.value())
                        .description(output.description().orElse(null))
                        .exportName(output.exportName().orElse(null))
                        .build())
                .toList();
    }

    /** What the evaluation has asked for, once all of it was evaluated. */
    @Override
    public Set<String> imports() {
        evaluation.activeResources().forEach(evaluation::properties);
        evaluation.outputs();
        return environment.imported();
    }

    @Override
    public Optional<String> description() {
        return evaluation.template().description();
    }
}
