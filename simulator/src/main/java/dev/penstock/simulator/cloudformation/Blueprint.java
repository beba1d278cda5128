package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.Output;

/**
 * A stack's template with the stack's parameters, read where the stack is: what should be there.
 *
 * <p>All of it throws a {@link dev.penstock.simulator.wire.ServiceError} in AWS's words where the template cannot be carried
 * out.
 */
interface Blueprint {

    /**
     * A resource as the template declares it.
     *
     * @param deletion what becomes of it when it goes: Delete, Retain, Snapshot, RetainExceptOnCreate
     * @param replacement what becomes of it when another takes its place: Delete, Retain, Snapshot
     * @param creationPolicy as it is written, empty for none
     * @param updatePolicy the same
     */
    record Declared(
            String type,
            String deletion,
            String replacement,
            Optional<JsonValue.Structure> creationPolicy,
            Optional<JsonValue.Structure> updatePolicy,
            Optional<JsonValue> metadata) {}

    /** The logical ids of the resources whose conditions hold, dependencies first. */
    List<String> active();

    /** What each of them depends on. */
    Map<String, Set<String>> dependencies();

    Declared declared(String logicalId);

    /** A resource's properties. Everything that they refer to has to be there. */
    JsonValue.Structure properties(String logicalId);

    List<Output> outputs();

    /** The names of the exports that it uses. */
    Set<String> imports();

    Optional<String> description();
}
