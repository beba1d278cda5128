package dev.penstock.aws.ecs;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionLoadBalancer;

/**
 * A service revision. It never changes once it is resolved.
 *
 * @param taskDefinition ARN of what it runs
 * @param targetGroups ARNs of those that its tasks are in, in the order of the service's load balancers
 * @param isResolved whether it is known which of two target groups it has
 */
record Revision(String taskDefinition, List<String> targetGroups, boolean isResolved) {

    Revision {
        targetGroups = List.copyOf(targetGroups);
    }

    /** A revision that moves no traffic has the groups that its load balancers name. */
    static Revision of(ServiceRevision revision) {
        boolean gradual = revision.loadBalancers().stream().anyMatch(one -> one.advancedConfiguration() != null);
        List<String> resolved = revision.resolvedConfiguration() == null
                ? List.of()
                : revision.resolvedConfiguration().loadBalancers().stream()
                        .map(ServiceRevisionLoadBalancer::targetGroupArn)
                        .toList();
        List<String> named = revision.loadBalancers().stream()
                .map(LoadBalancer::targetGroupArn)
                .filter(arn -> arn != null)
                .toList();
        return new Revision(
                revision.taskDefinition(),
                resolved.isEmpty() && !gradual ? named : resolved,
                !gradual || !resolved.isEmpty());
    }
}
