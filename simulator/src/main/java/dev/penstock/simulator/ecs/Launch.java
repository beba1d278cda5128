package dev.penstock.simulator.ecs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * How tasks are launched beside their definition: what a service revision or a task set has fixed.
 *
 * @param launchType {@code FARGATE} or {@code EC2}; empty with a strategy
 * @param strategy of capacity providers; empty with a launch type
 * @param platform the platform version that was asked for
 * @param network of tasks with a network interface of their own
 * @param balancers the target groups that tasks are registered with
 */
record Launch(
        Optional<String> launchType,
        List<CapacityProviderStrategyItem> strategy,
        Optional<String> platform,
        Optional<NetworkConfiguration> network,
        List<LoadBalancer> balancers) {

    Launch {
        strategy = List.copyOf(strategy);
        balancers = List.copyOf(balancers);
    }

    static Launch of(ServiceRevision revision) {
        return new Launch(
                Optional.ofNullable(revision.launchTypeAsString()),
                revision.capacityProviderStrategy(),
                Optional.ofNullable(revision.platformVersion()),
                Optional.ofNullable(revision.networkConfiguration()),
                resolved(revision));
    }

    /** With the target groups that the revision has got; of older kept revisions those that it was asked for. */
    private static List<LoadBalancer> resolved(ServiceRevision revision) {
        List<LoadBalancer> asked = revision.loadBalancers();
        if (revision.resolvedConfiguration() == null
                || revision.resolvedConfiguration().loadBalancers().size() != asked.size()) {
            return asked;
        }
        List<LoadBalancer> resolved = new ArrayList<>();
        for (LoadBalancer balancer : asked) {
            String group = revision.resolvedConfiguration()
                    .loadBalancers()
                    .get(resolved.size())
                    .targetGroupArn();
            resolved.add(balancer.toBuilder().targetGroupArn(group).build());
        }
        return resolved;
    }

    static Launch of(TaskSet set) {
        return new Launch(
                Optional.ofNullable(set.launchTypeAsString()),
                set.capacityProviderStrategy(),
                Optional.ofNullable(set.platformVersion()),
                Optional.ofNullable(set.networkConfiguration()),
                set.loadBalancers());
    }

    /** As a task set is asked for. */
    static Launch asked(Cluster cluster, CreateTaskSetRequest request) {
        return asked(
                cluster,
                request.launchTypeAsString(),
                request.capacityProviderStrategy(),
                request.platformVersion(),
                request.networkConfiguration(),
                request.loadBalancers());
    }

    /** As tasks are asked for that are run alone. */
    static Launch asked(Cluster cluster, RunTaskRequest request) {
        return asked(
                cluster,
                request.launchTypeAsString(),
                request.capacityProviderStrategy(),
                request.platformVersion(),
                request.networkConfiguration(),
                List.of());
    }

    /** On container instances that are named. */
    static Launch onInstances(@Nullable NetworkConfiguration network) {
        return new Launch(Optional.of("EC2"), List.of(), Optional.empty(), Optional.ofNullable(network), List.of());
    }

    /** Whether its tasks run on Fargate. */
    boolean isFargate() {
        return launchType.filter(t -> t.equals("FARGATE")).isPresent() || CapacityProviders.isFargate(strategy);
    }

    /** A launch type is one that the API Reference of CreateService names, written as there. */
    static void checkType(@Nullable String launchType) {
        List<String> known = LaunchType.knownValues().stream()
                .map(LaunchType::toString)
                .sorted()
                .toList();
        if (launchType != null && !known.contains(launchType)) {
            throw EcsErrors.invalid("launch type should be one of [" + String.join(",", known) + "]");
        }
    }

    /** Without type and strategy it is the cluster's default strategy, or EC2 when there is none. */
    private static Launch asked(
            Cluster cluster,
            @Nullable String launchType,
            List<CapacityProviderStrategyItem> strategy,
            @Nullable String platform,
            @Nullable NetworkConfiguration network,
            List<LoadBalancer> balancers) {
        checkType(launchType);
        if (launchType != null && !strategy.isEmpty()) {
            throw EcsErrors.invalid("Specifying both a launch type and capacity provider strategy is not supported."
                    + " Remove one and try again.");
        }
        List<CapacityProviderStrategyItem> chosen =
                launchType == null && strategy.isEmpty() ? cluster.defaultCapacityProviderStrategy() : strategy;
        String type = chosen.isEmpty() && launchType == null ? "EC2" : launchType;
        return new Launch(
                Optional.ofNullable(type),
                chosen,
                Optional.ofNullable(platform),
                Optional.ofNullable(network),
                balancers);
    }
}
