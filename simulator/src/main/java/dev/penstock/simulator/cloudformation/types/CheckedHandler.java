package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A handler between two things that CloudFormation itself does for all types of its registry: it holds properties to the
 * type's schema before the handler sees them, and gives attributes that are properties or the identifier.
 */
final class CheckedHandler implements ResourceHandler {

    private final RegistrySchemas schemas;
    private final String type;
    private final ResourceHandler handler;

    CheckedHandler(RegistrySchemas schemas, String type, ResourceHandler handler) {
        this.schemas = schemas;
        this.type = type;
        this.handler = handler;
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        List<String> problems = problems(properties);
        return problems.isEmpty()
                ? complete(handler.create(context, properties), properties)
                : refused(context, problems, "");
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        List<String> problems = problems(after);
        return problems.isEmpty()
                ? complete(handler.update(context, before, after), after)
                : refused(context, problems, before.physicalId());
    }

    @Override
    public boolean replaces(Policies policies, Deployed before, JsonValue.Structure after) {
        return handler.replaces(policies, before, after);
    }

    @Override
    public void snapshot(ResourceContext context, Deployed resource) {
        handler.snapshot(context, resource);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        return handler.delete(context, resource);
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        return complete(handler.check(context, resource, operation), resource.properties());
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        return handler.read(context, resource);
    }

    private List<String> problems(JsonValue.Structure properties) {
        return schemas.registered(type)
                .map(schema -> new SchemaCheck(schema).problems(properties))
                .orElse(List.of());
    }

    private static Progress refused(ResourceContext context, List<String> problems, String physicalId) {
        String message = "Properties validation failed for resource " + context.logicalId() + " with message:\n["
                + String.join(", ", problems) + "]";
        return new Progress.Failed("InvalidRequest", message, physicalId);
    }

    private Progress complete(Progress progress, JsonValue.Structure properties) {
        return switch (progress) {
            case Progress.Done(String id, JsonValue.Structure attributes) ->
                new Progress.Done(id, complete(id, attributes, properties));
            case Progress.Working working -> working;
            case Progress.Failed failed -> failed;
        };
    }

    private JsonValue.Structure complete(String id, JsonValue.Structure attributes, JsonValue.Structure properties) {
        Map<String, JsonValue> all = new LinkedHashMap<>(attributes.members());
        for (String name : schemas.registered(type).map(Schema::attributes).orElse(Set.of())) {
            if (name.equals("Id")) {
                all.putIfAbsent(name, new JsonValue.Text(id));
            } else if (properties.members().containsKey(name)) {
                Optional.ofNullable(properties.members().get(name)).ifPresent(value -> all.putIfAbsent(name, value));
            }
        }
        return new JsonValue.Structure(all);
    }
}
