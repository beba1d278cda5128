package dev.penstock.simulator.ecs;

import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** What a service must be like, and which kinds of service are simulated. Source: ECS API Reference, CreateService. */
final class ServiceRules {

    private static final String SIMULATED = "services of the ECS deployment controller with strategy ROLLING and"
            + " scheduling strategy REPLICA, without load balancers, service registries and Service Connect";

    private ServiceRules() {}

    static void check(CreateServiceRequest request) {
        if (request.desiredCount() == null && !"DAEMON".equals(request.schedulingStrategyAsString())) {
            throw EcsErrors.invalid("Desired count must be specified for the REPLICA scheduling strategy.");
        }
        checkCount(request.desiredCount());
        if ("DAEMON".equals(request.schedulingStrategyAsString())) {
            throw ServiceError.notSimulated("the scheduling strategy DAEMON", SIMULATED);
        }
        String controller = request.deploymentController() == null
                ? "ECS"
                : request.deploymentController().typeAsString();
        if (!"ECS".equals(controller)) {
            throw ServiceError.notSimulated("the deployment controller " + controller, SIMULATED);
        }
        if (request.hasServiceRegistries() && !request.serviceRegistries().isEmpty()) {
            throw ServiceError.notSimulated("a service registry", SIMULATED);
        }
        if (request.launchTypeAsString() != null
                && request.hasCapacityProviderStrategy()
                && !request.capacityProviderStrategy().isEmpty()) {
            throw EcsErrors.invalid("Specifying both a launch type and capacity provider strategy is not supported."
                    + " Remove one and try again.");
        }
        checkLoadBalancers(request.loadBalancers());
        checkConfiguration(request.deploymentConfiguration());
    }

    static void check(UpdateServiceRequest request) {
        checkCount(request.desiredCount());
        checkLoadBalancers(request.loadBalancers());
        checkConfiguration(request.deploymentConfiguration());
    }

    static void checkNetwork(
            TaskDefinition definition, @Nullable NetworkConfiguration network, @Nullable String launchType) {
        boolean own = TaskStart.ownNetwork(definition);
        boolean given = network != null && network.awsvpcConfiguration() != null;
        if (own && !given) {
            throw EcsErrors.invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }
        if (!own && given) {
            throw EcsErrors.invalid(
                    "Network Configuration is not valid for the given networkMode of this task definition.");
        }
        if (network != null && given && network.awsvpcConfiguration().subnets().isEmpty()) {
            throw EcsErrors.invalid("subnets can not be empty.");
        }
        if ("FARGATE".equals(launchType)
                && !definition.compatibilitiesAsStrings().contains("FARGATE")) {
            throw EcsErrors.invalid("Task definition does not support launch_type FARGATE.");
        }
    }

    /** The configuration asked for; what it does not say is taken from the present one, then from AWS's defaults. */
    static DeploymentConfiguration completed(@Nullable DeploymentConfiguration asked, DeploymentConfiguration present) {
        DeploymentConfiguration from = asked == null ? present : asked;
        DeploymentCircuitBreaker breaker = from.deploymentCircuitBreaker() != null
                ? from.deploymentCircuitBreaker()
                : present.deploymentCircuitBreaker() != null
                        ? present.deploymentCircuitBreaker()
                        : DeploymentCircuitBreaker.builder()
                                .enable(false)
                                .rollback(false)
                                .build();
        return from.toBuilder()
                .minimumHealthyPercent(first(from.minimumHealthyPercent(), present.minimumHealthyPercent(), 100))
                .maximumPercent(first(from.maximumPercent(), present.maximumPercent(), 200))
                .deploymentCircuitBreaker(breaker)
                .strategy("ROLLING")
                .bakeTimeInMinutes(first(from.bakeTimeInMinutes(), present.bakeTimeInMinutes(), 0))
                .build();
    }

    private static int first(@Nullable Integer asked, @Nullable Integer present, int standard) {
        return asked != null ? asked : present != null ? present : standard;
    }

    private static void checkCount(@Nullable Integer desired) {
        if (desired != null && desired < 0) {
            throw EcsErrors.invalid("desiredCount must be zero or more.");
        }
    }

    private static void checkLoadBalancers(List<LoadBalancer> balancers) {
        for (LoadBalancer balancer : balancers) {
            throw EcsErrors.invalid(
                    "The target group with targetGroupArn " + balancer.targetGroupArn() + " does not exist.");
        }
    }

    private static void checkConfiguration(@Nullable DeploymentConfiguration configuration) {
        if (configuration == null) {
            return;
        }
        String strategy = configuration.strategyAsString();
        if (strategy != null && !strategy.equals("ROLLING")) {
            throw ServiceError.notSimulated("the deployment strategy " + strategy, SIMULATED);
        }
        if (configuration.alarms() != null
                && Boolean.TRUE.equals(configuration.alarms().enable())) {
            throw ServiceError.notSimulated("a deployment that watches alarms", SIMULATED);
        }
        int minimum = first(configuration.minimumHealthyPercent(), null, 100);
        int maximum = first(configuration.maximumPercent(), null, 200);
        if (minimum == 100 && maximum == 100) {
            throw EcsErrors.invalid(
                    "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.");
        }
        if (minimum < 0 || maximum < minimum) {
            throw EcsErrors.invalid(
                    "maximumPercent must be at least minimumHealthyPercent, which must not be negative.");
        }
    }
}
