package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.wire.JsonValue;

/** What a type of {@linkplain ModelledHandler modelled} resources does otherwise than all of them. */
interface Model {

    /**
     * Where a resource is: its stack, its service's other resources, the source of ids.
     *
     * @param schema of the resource's own type
     */
    record Surroundings(ResourceContext context, ModelledResources resources, Ids ids, RegistrySchema schema) {}

    /** What {@code Ref} gives for a new one. */
    default String physicalId(Surroundings here, Properties asked) {
        return Identifiers.physicalId(here, asked);
    }

    /** What {@code Fn::GetAtt} gives of a new one. */
    default JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        return Identifiers.attributes(here, physicalId, asked);
    }

    /** What {@code Fn::GetAtt} gives otherwise than before, once it is changed. */
    default JsonValue.Structure changed(Surroundings here, Deployed before, Properties asked) {
        return Properties.none().structure();
    }

    /**
     * Refuses what cannot be made.
     *
     * @throws dev.penstock.simulator.wire.ServiceError as its service words it
     */
    default void checkNew(Surroundings here, Properties asked) {}

    /** Refuses a change in place. */
    default void checkChange(Surroundings here, Deployed before, Properties asked) {}

    /** Whether a change of properties that may replace the resource does so. */
    default boolean replaces(Properties before, Properties asked) {
        return false;
    }

    /** Keeps what it holds beyond its deletion. */
    default void snapshot(Surroundings here, Deployed resource) {}

    /** Refuses a deletion. */
    default void checkDeletion(Surroundings here, Deployed resource) {}

    /** Does what follows from it for others, once it is there. */
    default void made(Surroundings here, String physicalId, Properties asked) {}

    /** Does what follows for others, once it is gone. */
    default void gone(Surroundings here, Deployed resource) {}
}
