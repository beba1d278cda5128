package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.template.DynamicReference;
import dev.penstock.simulator.cloudformation.template.Environment;
import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a stack's template refers to: its resources as they are, other stacks' exports, values of other services. */
final class StackEnvironment implements Environment {

    private final StackStore store;
    private final StackRow stack;
    private final Exports exports;
    private final Surroundings surroundings;
    private final boolean strict;
    private final Set<String> imported = new TreeSet<>();

    /** @param strict whether an attribute that a resource does not have is an error, or only not known */
    StackEnvironment(StackStore store, StackRow stack, Exports exports, Surroundings surroundings, boolean strict) {
        this.store = store;
        this.stack = stack;
        this.exports = exports;
        this.surroundings = surroundings;
        this.strict = strict;
    }

    /** The names of the exports that were asked for and are there. */
    Set<String> imported() {
        return Set.copyOf(imported);
    }

    @Override
    public String account() {
        return stack.account();
    }

    @Override
    public String region() {
        return stack.region();
    }

    @Override
    public String partition() {
        return "aws";
    }

    @Override
    public String urlSuffix() {
        return "amazonaws.com";
    }

    @Override
    public String stackName() {
        return stack.name();
    }

    @Override
    public String stackId() {
        return stack.id();
    }

    @Override
    public List<String> notificationArns() {
        return stack.model().notificationARNs();
    }

    @Override
    public Optional<JsonValue> ref(String logicalId) {
        return resource(logicalId).map(row -> new JsonValue.Text(row.state().physicalId()));
    }

    @Override
    public Optional<JsonValue> attribute(String logicalId, String attribute) {
        Optional<ResourceRow> row = resource(logicalId);
        Optional<JsonValue> value = row.map(known -> known.deployed().attributes())
                .flatMap(attributes -> member(attributes, attribute))
                .or(() -> row.flatMap(known -> member(known.deployed().properties(), attribute)));
        if (strict && row.isPresent() && value.isEmpty()) {
            throw CloudFormationErrors.validation(
                    "Resource type " + row.get().type() + " does not support attribute {" + attribute + "}");
        }
        return value;
    }

    /** A member by its name, which may have dots in it, or by a path of names. */
    private static Optional<JsonValue> member(JsonValue value, String name) {
        if (!(value instanceof JsonValue.Structure(Map<String, JsonValue> members))) {
            return Optional.empty();
        }
        JsonValue whole = members.get(name);
        if (whole != null) {
            return Optional.of(whole);
        }
        int dot = name.indexOf('.');
        JsonValue part = dot < 0 ? null : members.get(name.substring(0, dot));
        return part == null ? Optional.empty() : member(part, name.substring(dot + 1));
    }

    private Optional<ResourceRow> resource(String logicalId) {
        return store.resource(stack.id(), logicalId).filter(ResourceRow::isThere);
    }

    @Override
    public Optional<String> exported(String name) {
        Optional<String> value = exports.value(Exports.place(stack), name);
        value.ifPresent(v -> imported.add(name));
        return value;
    }

    @Override
    public JsonValue dynamicReference(DynamicReference reference) {
        return surroundings.value(reference);
    }

    @Override
    public List<String> availabilityZones(String region) {
        String zone = region.isEmpty() ? stack.region() : region;
        return List.of(zone + "a", zone + "b", zone + "c");
    }
}
