package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Map;

/** What names stand for while transforms are applied: parameters are known, resources are not. */
final class TransformScope implements Scope {

    private final ParameterValues parameters;
    private final Environment environment;
    private final Map<String, Map<String, Map<String, JsonValue>>> mappings;
    private final Conditions conditions;

    TransformScope(JsonValue.Structure document, ParameterValues parameters, Environment environment) {
        this.parameters = parameters;
        this.environment = new WithoutResources(environment);
        this.mappings = MappingReader.read(document);
        this.conditions = new Conditions(
                SectionReader.members(document, "Conditions", 0), new Resolver(this, Resolver.Strictness.PREVIEW));
    }

    @Override
    public Environment environment() {
        return environment;
    }

    @Override
    public ParameterValues parameters() {
        return parameters;
    }

    @Override
    public Conditions conditions() {
        return conditions;
    }

    @Override
    public Map<String, Map<String, Map<String, JsonValue>>> mappings() {
        return mappings;
    }

    @Override
    public boolean isResource(String name) {
        return true;
    }
}
