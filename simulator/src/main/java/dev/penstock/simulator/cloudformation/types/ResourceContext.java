package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import java.time.Instant;
import java.util.Map;

/**
 * For whom a resource is made.
 *
 * @param caller in whose name other services are asked: the stack's service role, else who asked for the operation
 * @param stackId the stack's ARN
 * @param logicalId the resource's name in the template
 * @param stackTags the stack's own tags, which go to resources that can have tags
 * @param token of this one attempt, fit for idempotency tokens; another for each operation on the resource
 * @param randomSuffix twelve capital letters and digits for a generated name, the same in each step of one creation
 * @param now the simulated time
 * @param policies what else the template says about it
 */
public record ResourceContext(
        Caller caller,
        String stackId,
        String stackName,
        String logicalId,
        Map<String, String> stackTags,
        String token,
        String randomSuffix,
        Instant now,
        ServiceCalls calls,
        Policies policies) {

    public ResourceContext {
        stackTags = Map.copyOf(stackTags);
    }

    /** Where policies do not matter. */
    public ResourceContext(
            Caller caller,
            String stackId,
            String stackName,
            String logicalId,
            Map<String, String> stackTags,
            String token,
            String randomSuffix,
            Instant now,
            ServiceCalls calls) {
        this(caller, stackId, stackName, logicalId, stackTags, token, randomSuffix, now, calls, Policies.none());
    }

    /** The same resource, where its service is asked in another region. */
    ResourceContext in(String region) {
        Caller there = new Caller(caller.account(), region, caller.principal(), caller.userId(), caller.accessKey());
        return new ResourceContext(
                there, stackId, stackName, logicalId, stackTags, token, randomSuffix, now, calls, policies);
    }

    /**
     * A name as CloudFormation makes them up: {@code stack-Logical-ABCDEFGH1234}, its parts cut so that it fits. Source:
     * CloudFormation User Guide, "Name type".
     *
     * @param most how many characters the type's names may have
     */
    public String generatedName(int most) {
        return generatedName(stackName, logicalId, randomSuffix, most);
    }

    /** The same for a resource that is not made yet. */
    public static String generatedName(String stackName, String logicalId, String randomSuffix, int most) {
        int room = most - randomSuffix.length() - 2;
        int logical = Math.min(logicalId.length(), Math.max(room / 2, room - stackName.length()));
        int stack = Math.min(stackName.length(), room - logical);
        return stackName.substring(0, stack) + "-" + logicalId.substring(0, logical) + "-" + randomSuffix;
    }
}
