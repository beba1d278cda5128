package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;

/**
 * What CloudFormation does to make, change and delete a resource of one type. Each method runs inside a transaction, once
 * for each time that it is asked; a {@link dev.penstock.simulator.wire.ServiceError} that it lets through is the
 * resource's failure.
 */
public interface ResourceHandler {

    /** What is being done to a resource. */
    enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    /** Begins to make one. */
    Progress create(ResourceContext context, JsonValue.Structure properties);

    /** Begins to change one in place. Asked only where no property that changes needs a replacement. */
    Progress update(ResourceContext context, Deployed before, JsonValue.Structure after);

    /**
     * Whether a change that {@link UpdateBehaviour#CONDITIONAL} properties may replace the resource for does so. Asked only
     * where no property needs a replacement for certain.
     */
    default boolean replaces(Policies policies, Deployed before, JsonValue.Structure after) {
        return false;
    }

    /** Keeps what a resource holds before it is deleted, as {@code DeletionPolicy: Snapshot} asks for. */
    default void snapshot(ResourceContext context, Deployed resource) {}

    /** Begins to delete one. What is already gone is done. */
    Progress delete(ResourceContext context, Deployed resource);

    /** Looks again at what is on its way. */
    default Progress check(ResourceContext context, Deployed resource, Operation operation) {
        return new Progress.Done(resource.physicalId(), resource.attributes());
    }

    /**
     * Its properties as they are now, as far as it was given them; what CloudFormation's drift detection compares.
     *
     * @return empty when it is gone
     */
    default Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        return Optional.of(resource.properties());
    }
}
