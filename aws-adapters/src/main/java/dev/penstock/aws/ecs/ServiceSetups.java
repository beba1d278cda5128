package dev.penstock.aws.ecs;

import dev.penstock.release.DeploymentSettings;
import dev.penstock.release.ServiceSetup;
import dev.penstock.release.ServiceSetup.Balancer;
import dev.penstock.release.ServiceSetup.Controller;
import dev.penstock.release.ServiceSetup.Gradual;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import tools.jackson.databind.JsonNode;

/** How services are set up, in records of ours. */
final class ServiceSetups {

    private ServiceSetups() {}

    /**
     * A service's set-up.
     *
     * @param configuration {@code deploymentConfiguration} as it was answered, with what the SDK does not know
     * @param serving target groups of the revision that serves
     */
    static ServiceSetup of(
            Service service,
            JsonNode configuration,
            Optional<TaskDefinition> definition,
            List<String> serving,
            Optional<String> current) {
        return new ServiceSetup(
                service.serviceArn(),
                controller(service),
                service.schedulingStrategy() == SchedulingStrategy.DAEMON,
                service.desiredCount() == null ? 0 : service.desiredCount(),
                text(service.taskDefinition()),
                definition
                        .filter(one -> one.networkMode() == NetworkMode.AWSVPC)
                        .isPresent(),
                configuration.isObject() ? DeploymentSettings.read(configuration.toString()) : DeploymentSettings.NONE,
                service.loadBalancers().stream()
                        .filter(one -> one.targetGroupArn() != null)
                        .map(ServiceSetups::balancer)
                        .toList(),
                serving,
                current);
    }

    /** A service that says nothing has its deployments made by ECS. */
    static Controller controller(Service service) {
        if (service.deploymentController() == null
                || service.deploymentController().typeAsString() == null) {
            return Controller.ECS;
        }
        return switch (service.deploymentController().type()) {
            case ECS -> Controller.ECS;
            case CODE_DEPLOY -> Controller.CODE_DEPLOY;
            case EXTERNAL -> Controller.EXTERNAL;
            case UNKNOWN_TO_SDK_VERSION -> Controller.UNKNOWN;
        };
    }

    private static Balancer balancer(LoadBalancer balancer) {
        return new Balancer(
                balancer.targetGroupArn(),
                text(balancer.containerName()),
                balancer.containerPort() == null ? 0 : balancer.containerPort(),
                Optional.ofNullable(balancer.advancedConfiguration()).map(ServiceSetups::gradual));
    }

    private static Gradual gradual(AdvancedConfiguration advanced) {
        return new Gradual(
                text(advanced.alternateTargetGroupArn()),
                text(advanced.productionListenerRule()),
                text(advanced.testListenerRule()),
                text(advanced.roleArn()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
