package dev.penstock.simulator.cloudformation.types;

import java.util.Optional;

/** What is known about types of resources. */
public interface Schemas {

    /** The schema of a type like {@code AWS::ECS::Service}; empty when AWS has none of that name. */
    Optional<Schema> of(String type);

    /** What AWS publishes about all of its types. */
    static Schemas published() {
        return new RegistrySchemas();
    }
}
