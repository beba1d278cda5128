package dev.penstock.simulator.cloudformation.types;

/** All types of resources. */
public final class ResourceTypes {

    private final RegistrySchemas schemas = new RegistrySchemas();

    /** What AWS publishes about types, also about those that are not simulated. */
    public Schemas schemas() {
        return schemas;
    }
}
