package dev.penstock.aws.cloudformation;

import dev.penstock.aws.client.AwsClients;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.stack.set.StackSetOperation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads operations of stack sets: one by one with two calls, as the API has none for several, so that the observer's pace holds
 * for them. They take minutes.
 */
public final class StackSetOperationReader implements ResourceReader {

    private static final int CALLS = 2;

    private final CloudFormationStackSets sets;

    /** A reader of the operations that some clients reach. */
    public StackSetOperationReader(AwsClients clients) {
        this.sets = new CloudFormationStackSets(clients, Optional.empty());
    }

    @Override
    public String kind() {
        return StackSetOperation.KIND;
    }

    /** Events name the operation and the ARN of the set, of which the name is known here ("StackSet Operation Status Change"). */
    @Override
    public String wakeName(ResourceId resource) {
        return StackSetOperation.KIND + "|" + StackSetOperation.operation(resource);
    }

    @Override
    public int batchSize() {
        return 1;
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Reading read(List<ResourceId> resources) {
        Map<ResourceId, Observation> seen = new HashMap<>();
        for (ResourceId resource : resources) {
            sets.operation(resource.scope(), StackSetOperation.set(resource), StackSetOperation.operation(resource))
                    .ifPresent(operation -> seen.put(resource, operation));
        }
        return new Reading(seen, Map.of(), CALLS * resources.size());
    }
}
