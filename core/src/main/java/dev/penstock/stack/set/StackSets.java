package dev.penstock.stack.set;

import dev.penstock.action.AwsScope;
import dev.penstock.stack.ParameterValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A platform that has stack sets, such as AWS CloudFormation. Calls that fail raise {@link
 * dev.penstock.action.RemoteCallException}, of kind {@code CONFLICT} where another operation is under way. Operations are asked
 * for with the id that they shall have, and may be asked for again with it.
 */
public interface StackSets {

    /** A stack set's ARN or id; absent if there is no such stack set. */
    Optional<String> find(AwsScope scope, StackSetId set);

    /** Makes a stack set without instances, and says its id. */
    String create(AwsScope scope, StackSetDefinition definition, String token);

    /**
     * Changes a stack set, and the instances in some targets with it; others become outdated.
     *
     * @param targets {@link StackSetTargets#NONE} for all instances
     */
    void update(
            AwsScope scope,
            StackSetDefinition definition,
            StackSetTargets targets,
            StackSetPreferences preferences,
            String operation);

    /** The instances of a stack set. */
    List<StackInstance> instances(AwsScope scope, StackSetId set);

    /**
     * Makes instances.
     *
     * @param overrides values that parameters have there
     */
    void createInstances(
            AwsScope scope,
            StackSetId set,
            StackSetTargets targets,
            Map<String, ParameterValue> overrides,
            StackSetPreferences preferences,
            String operation);

    /** Brings instances to what the stack set is. */
    void updateInstances(
            AwsScope scope,
            StackSetId set,
            StackSetTargets targets,
            Map<String, ParameterValue> overrides,
            StackSetPreferences preferences,
            String operation);

    /** An operation with its results; absent if there is none of this id. */
    Optional<StackSetOperation> operation(AwsScope scope, StackSetId set, String operation);

    /** Asks an operation to stop. Does nothing if it has ended. */
    void stop(AwsScope scope, StackSetId set, String operation);
}
