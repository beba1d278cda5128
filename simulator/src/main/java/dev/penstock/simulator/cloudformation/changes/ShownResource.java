package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.Environment;
import dev.penstock.simulator.cloudformation.template.Evaluation;
import dev.penstock.simulator.cloudformation.template.OutputDeclaration;
import dev.penstock.simulator.cloudformation.template.ResourceDeclaration;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/** A resource before and after a change as a whole, where property values are asked for. */
final class ShownResource {

    private final ChangeOptions options;
    private final Environment environment;

    ShownResource(ChangeOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
    }

    void before(ResourceChange.Builder change, Evaluation old, ResourceDeclaration resource) {
        if (options.propertyValues()) {
            change.beforeContext(context(old, resource));
        }
    }

    void after(ResourceChange.Builder change, Evaluation now, ResourceDeclaration resource) {
        if (options.propertyValues()) {
            change.afterContext(context(now, resource));
        }
    }

    /** Of a resource that goes, CloudFormation does not look up what it referred to. */
    void forgotten(ResourceChange.Builder change, DeployedStack stack, String name) {
        if (!options.propertyValues()) {
            return;
        }
        Evaluation unaware = new Evaluation(stack.template(), stack.parameters(), new StackView(environment, Map.of()));
        ResourceDeclaration declared = stack.template().resources().get(name);
        Deployed deployed = stack.resources().get(name);
        if (declared != null && unaware.activeResources().contains(name)) {
            change.beforeContext(context(unaware, declared));
        } else if (deployed != null) {
            change.beforeContext(ShownText.context(deployed.properties(), Map.of()));
        }
    }

    /** What there is, for a resource that its stack's template does not know. */
    static ResourceDeclaration asDeployed(String name, Deployed deployed) {
        return new ResourceDeclaration(
                name,
                deployed.type(),
                deployed.properties(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static String context(Evaluation evaluation, ResourceDeclaration resource) {
        Masking masking = new Masking(evaluation);
        Map<String, JsonValue> properties = new LinkedHashMap<>();
        resource.properties()
                .members()
                .forEach((name, written) ->
                        value(evaluation, masking, written).ifPresent(value -> properties.put(name, value)));
        Map<String, JsonValue> attributes = new LinkedHashMap<>();
        resource.attributes()
                .forEach((name, written) ->
                        value(evaluation, masking, written).ifPresent(value -> attributes.put(name, value)));
        return ShownText.context(new JsonValue.Structure(properties), attributes);
    }

    private static Optional<JsonValue> value(Evaluation evaluation, Masking masking, JsonValue written) {
        return Side.of(evaluation, Optional.of(written)).value().map(value -> masking.masked(value, written));
    }

    /** The outputs that there are, as far as they are known: equal when no output changes. */
    static List<Object> outputs(Evaluation evaluation) {
        List<Object> outputs = new ArrayList<>();
        for (OutputDeclaration output : evaluation.template().outputs().values()) {
            if (output.condition().map(evaluation::holds).orElse(true)) {
                outputs.add(List.of(
                        output.name(),
                        output.description(),
                        Side.of(evaluation, Optional.of(output.value())).value(),
                        Side.of(evaluation, output.exportName()).value()));
            }
        }
        return outputs;
    }
}
