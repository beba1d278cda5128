package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** The settings of a service, from what requests say and AWS's defaults. */
final class ServiceSettings {

    private ServiceSettings() {}

    static Service of(Call call, CreateServiceRequest request, Cluster cluster) {
        List<CapacityProviderStrategyItem> strategy = request.launchTypeAsString() != null
                ? List.of()
                : request.capacityProviderStrategy().isEmpty()
                        ? cluster.defaultCapacityProviderStrategy()
                        : request.capacityProviderStrategy();
        String controller = request.deploymentController() == null
                ? "ECS"
                : request.deploymentController().typeAsString();
        if (!List.of("ECS", "EXTERNAL", "CODE_DEPLOY").contains(controller)) {
            throw EcsErrors.invalid("Invalid deployment controller type: " + controller + ".");
        }
        boolean typed = strategy.isEmpty() && (!controller.equals("EXTERNAL") || request.launchTypeAsString() != null);
        boolean fargate = "FARGATE".equals(request.launchTypeAsString()) || CapacityProviders.isFargate(strategy);
        boolean daemon = "DAEMON".equals(request.schedulingStrategyAsString());
        return Service.builder()
                .serviceArn(EcsStore.arnIn(cluster.clusterArn(), "service", request.serviceName()))
                .serviceName(request.serviceName())
                .clusterArn(cluster.clusterArn())
                .status("ACTIVE")
                .desiredCount(request.desiredCount() == null ? 0 : request.desiredCount())
                .launchType(typed ? request.launchTypeAsString() == null ? "EC2" : request.launchTypeAsString() : null)
                .capacityProviderStrategy(strategy.isEmpty() ? null : strategy)
                .platformVersion(
                        fargate ? request.platformVersion() == null ? "LATEST" : request.platformVersion() : null)
                .platformFamily(fargate ? "Linux" : null)
                .loadBalancers(request.loadBalancers())
                .placementConstraints(request.placementConstraints())
                .placementStrategy(request.placementStrategy())
                .deploymentConfiguration(ServiceRules.completed(
                        request.deploymentConfiguration(),
                        DeploymentConfiguration.builder().build(),
                        daemon))
                .deploymentController(d -> d.type(controller))
                .networkConfiguration(request.networkConfiguration())
                .roleArn("arn:aws:iam::" + call.account()
                        + ":role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS")
                .createdAt(call.now())
                .createdBy(call.caller().principal())
                .healthCheckGracePeriodSeconds(
                        request.healthCheckGracePeriodSeconds() == null ? 0 : request.healthCheckGracePeriodSeconds())
                .schedulingStrategy(daemon ? "DAEMON" : "REPLICA")
                .enableECSManagedTags(Boolean.TRUE.equals(request.enableECSManagedTags()))
                .propagateTags(request.propagateTagsAsString() == null ? "NONE" : request.propagateTagsAsString())
                .enableExecuteCommand(Boolean.TRUE.equals(request.enableExecuteCommand()))
                .availabilityZoneRebalancing(
                        request.availabilityZoneRebalancingAsString() == null
                                ? "DISABLED"
                                : request.availabilityZoneRebalancingAsString())
                .build();
    }

    /** The settings with what an update says; the task definition is left as it is. */
    static Service changed(Service settings, UpdateServiceRequest request, boolean daemon) {
        Service.Builder next = settings.toBuilder();
        if (request.desiredCount() != null) {
            next.desiredCount(request.desiredCount());
        }
        if (request.deploymentConfiguration() != null) {
            next.deploymentConfiguration(ServiceRules.completed(
                    request.deploymentConfiguration(), settings.deploymentConfiguration(), daemon));
        }
        if (request.networkConfiguration() != null) {
            next.networkConfiguration(request.networkConfiguration());
        }
        if (request.platformVersion() != null) {
            next.platformVersion(request.platformVersion());
        }
        if (request.hasLoadBalancers()) {
            next.loadBalancers(request.loadBalancers());
        }
        if (request.hasPlacementConstraints()) {
            next.placementConstraints(request.placementConstraints());
        }
        if (request.hasPlacementStrategy()) {
            next.placementStrategy(request.placementStrategy());
        }
        if (!request.capacityProviderStrategy().isEmpty()) {
            boolean fargate = CapacityProviders.isFargate(request.capacityProviderStrategy());
            String platform = settings.platformVersion() == null ? "LATEST" : settings.platformVersion();
            next.capacityProviderStrategy(request.capacityProviderStrategy())
                    .launchType((String) null)
                    .platformVersion(fargate ? platform : null)
                    .platformFamily(fargate ? "Linux" : null);
        }
        return options(next, request).build();
    }

    private static Service.Builder options(Service.Builder next, UpdateServiceRequest request) {
        if (request.healthCheckGracePeriodSeconds() != null) {
            next.healthCheckGracePeriodSeconds(request.healthCheckGracePeriodSeconds());
        }
        if (request.enableExecuteCommand() != null) {
            next.enableExecuteCommand(request.enableExecuteCommand());
        }
        if (request.propagateTagsAsString() != null) {
            next.propagateTags(request.propagateTagsAsString());
        }
        if (request.enableECSManagedTags() != null) {
            next.enableECSManagedTags(request.enableECSManagedTags());
        }
        if (request.availabilityZoneRebalancingAsString() != null) {
            next.availabilityZoneRebalancing(request.availabilityZoneRebalancingAsString());
        }
        return next;
    }
}
