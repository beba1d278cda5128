package dev.penstock.simulator.ecs;

import dev.penstock.simulator.wire.ServiceError;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** What a service must be like, and which kinds of service are simulated. Source: ECS API Reference, CreateService. */
final class ServiceRules {

    private static final String SIMULATED = "services of the ECS deployment controller, and"
            + " services with task sets (EXTERNAL, CODE_DEPLOY); without service registries, Service Connect, volumes"
            + " and VPC Lattice";

    private ServiceRules() {}

    static void check(CreateServiceRequest request) {
        boolean daemon = "DAEMON".equals(request.schedulingStrategyAsString());
        if (request.desiredCount() == null && !daemon) {
            throw EcsErrors.invalid("Desired count must be specified for the REPLICA scheduling strategy.");
        }
        if (daemon) {
            checkDaemon(request);
        }
        checkCount(request.desiredCount());
        Launch.checkType(request.launchTypeAsString());
        if (request.launchTypeAsString() != null
                && request.hasCapacityProviderStrategy()
                && !request.capacityProviderStrategy().isEmpty()) {
            throw EcsErrors.invalid("Specifying both a launch type and capacity provider strategy is not supported."
                    + " Remove one and try again.");
        }
        refuse(!request.serviceRegistries().isEmpty(), "a service registry");
        refuse(
                request.serviceConnectConfiguration() != null
                        && Boolean.TRUE.equals(
                                request.serviceConnectConfiguration().enabled()),
                "Service Connect");
        refuse(!request.volumeConfigurations().isEmpty(), "a volume configuration");
        refuse(!request.vpcLatticeConfigurations().isEmpty(), "a VPC Lattice configuration");
        PlacementConstraints.check(request.placementConstraints());
    }

    static void check(UpdateServiceRequest request, ServiceRecord service) {
        checkCount(request.desiredCount());
        String controller = request.deploymentController() == null
                ? service.controller()
                : request.deploymentController().typeAsString();
        refuse(!controller.equals(service.controller()), "a change of the deployment controller");
        if (request.desiredCount() != null && service.daemon()) {
            throw daemonHasNoCount();
        }
        refuse(!request.serviceRegistries().isEmpty(), "a service registry");
        refuse(
                request.serviceConnectConfiguration() != null
                        && Boolean.TRUE.equals(
                                request.serviceConnectConfiguration().enabled()),
                "Service Connect");
        refuse(!request.volumeConfigurations().isEmpty(), "a volume configuration");
        refuse(!request.vpcLatticeConfigurations().isEmpty(), "a VPC Lattice configuration");
        PlacementConstraints.check(request.placementConstraints());
        if (!service.rolling()) {
            checkWithTaskSets(request, service.controller());
        }
    }

    static void checkNetwork(TaskDefinition definition, @Nullable NetworkConfiguration network, boolean fargate) {
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
        if (fargate && !definition.compatibilitiesAsStrings().contains("FARGATE")) {
            throw EcsErrors.invalid("Task definition does not support launch_type FARGATE.");
        }
    }

    /** The configuration asked for; what it does not say is taken from the present one, then from AWS's defaults. */
    static DeploymentConfiguration completed(
            @Nullable DeploymentConfiguration asked, DeploymentConfiguration present, boolean daemon) {
        DeploymentConfiguration from = asked == null ? present : asked;
        DeploymentCircuitBreaker breaker = from.deploymentCircuitBreaker() != null
                ? from.deploymentCircuitBreaker()
                : present.deploymentCircuitBreaker() != null
                        ? present.deploymentCircuitBreaker()
                        : DeploymentCircuitBreaker.builder()
                                .enable(false)
                                .rollback(false)
                                .build();
        DeploymentConfiguration completed = GradualRules.completed(from, present).toBuilder()
                .minimumHealthyPercent(
                        first(from.minimumHealthyPercent(), present.minimumHealthyPercent(), daemon ? 0 : 100))
                .maximumPercent(first(from.maximumPercent(), present.maximumPercent(), daemon ? 100 : 200))
                .deploymentCircuitBreaker(breaker)
                .alarms(from.alarms() == null ? present.alarms() : from.alarms())
                .lifecycleHooks(from.hasLifecycleHooks() ? from.lifecycleHooks() : present.lifecycleHooks())
                .bakeTimeInMinutes(first(from.bakeTimeInMinutes(), present.bakeTimeInMinutes(), 0))
                .build();
        check(completed, daemon);
        return completed;
    }

    static void refuse(boolean asked, String what) {
        if (asked) {
            throw ServiceError.notSimulated(what, SIMULATED);
        }
    }

    private static int first(@Nullable Integer asked, @Nullable Integer present, int standard) {
        return asked != null ? asked : present != null ? present : standard;
    }

    private static void checkCount(@Nullable Integer desired) {
        if (desired != null && desired < 0) {
            throw EcsErrors.invalid("desiredCount must be zero or more.");
        }
    }

    private static ServiceError daemonHasNoCount() {
        return EcsErrors.invalid("The daemon scheduling strategy does not support a desired count for services. Remove"
                + " the desired count value and try again");
    }

    private static void checkDaemon(CreateServiceRequest request) {
        if (request.desiredCount() != null) {
            throw daemonHasNoCount();
        }
        if ("FARGATE".equals(request.launchTypeAsString())
                || CapacityProviders.isFargate(request.capacityProviderStrategy())) {
            throw EcsErrors.invalid(
                    "Tasks using the Fargate launch type do not support the DAEMON scheduling strategy.");
        }
        if (request.deploymentController() != null
                && !"ECS".equals(request.deploymentController().typeAsString())) {
            throw EcsErrors.invalid("The DAEMON scheduling strategy supports the ECS deployment controller only.");
        }
        if (!request.placementStrategy().isEmpty()) {
            throw EcsErrors.invalid("The daemon scheduling strategy does not support placement strategies. Remove the"
                    + " placement strategy and try again");
        }
    }

    private static void checkWithTaskSets(UpdateServiceRequest request, String controller) {
        String use = controller.equals("CODE_DEPLOY")
                ? " Use AWS CodeDeploy to trigger a new deployment."
                : " Use CreateTaskSet.";
        if (request.taskDefinition() != null) {
            throw unable("task definition", controller, use);
        }
        if (request.networkConfiguration() != null) {
            throw unable("network parameters", controller, use);
        }
        if (request.platformVersion() != null) {
            throw unable("platform version", controller, use);
        }
        if (request.hasLoadBalancers()) {
            throw unable("load balancers", controller, use);
        }
        if (Boolean.TRUE.equals(request.forceNewDeployment())) {
            throw EcsErrors.invalid(
                    "Cannot force a new deployment on services with a " + controller + " deployment controller." + use);
        }
    }

    private static ServiceError unable(String what, String controller, String use) {
        return EcsErrors.invalid(
                "Unable to update " + what + " on services with a " + controller + " deployment controller." + use);
    }

    private static void check(DeploymentConfiguration configuration, boolean daemon) {
        GradualRules.check(configuration, daemon);
        refuse(
                !GradualRules.isGradual(configuration)
                        && !configuration.lifecycleHooks().isEmpty(),
                "a lifecycle hook of a rolling deployment");
        if (configuration.alarms() != null
                && Boolean.TRUE.equals(configuration.alarms().enable())
                && configuration.alarms().alarmNames().isEmpty()) {
            throw EcsErrors.invalid("alarmNames can not be empty when deployment alarms are enabled.");
        }
        int bake = configuration.bakeTimeInMinutes();
        if (bake < 0 || bake > 1440) {
            throw EcsErrors.invalid("bakeTimeInMinutes must be between 0 and 1440.");
        }
        int minimum = configuration.minimumHealthyPercent();
        int maximum = configuration.maximumPercent();
        if (minimum == 100 && maximum == 100 && !daemon) {
            throw EcsErrors.invalid(
                    "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.");
        }
        if (minimum < 0 || maximum < minimum) {
            throw EcsErrors.invalid(
                    "maximumPercent must be at least minimumHealthyPercent, which must not be negative.");
        }
    }
}
