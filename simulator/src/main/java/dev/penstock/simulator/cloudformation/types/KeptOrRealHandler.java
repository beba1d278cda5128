package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A type whose resources mostly live in a simulated service. Those that the service does not simulate, and those that were made
 * when it simulated none of them, are only kept.
 */
final class KeptOrRealHandler implements ResourceHandler {

    /** Which new ones the service has. */
    @FunctionalInterface
    interface Simulated {
        boolean has(ResourceContext context, Properties asked);
    }

    private final String type;
    private final ModelledResources resources;
    private final Supplier<ResourceHandler> kept;
    private final ResourceHandler real;
    private final Simulated simulated;

    KeptOrRealHandler(
            String type,
            ModelledResources resources,
            Supplier<ResourceHandler> kept,
            ResourceHandler real,
            Simulated simulated) {
        this.type = type;
        this.resources = resources;
        this.kept = kept;
        this.real = real;
        this.simulated = simulated;
    }

    private ResourceHandler of(ResourceContext context, Deployed resource) {
        return resources.get(context.caller(), type, resource.physicalId()).isPresent() ? kept.get() : real;
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        return (simulated.has(context, Properties.of(properties)) ? real : kept.get()).create(context, properties);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        return of(context, before).update(context, before, after);
    }

    @Override
    public boolean replaces(Policies policies, Deployed before, JsonValue.Structure after) {
        return real.replaces(policies, before, after);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        return of(context, resource).delete(context, resource);
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        return of(context, resource).check(context, resource, operation);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        return of(context, resource).read(context, resource);
    }
}
