package dev.penstock.simulator.ecs;

import dev.penstock.simulator.elb.TargetGroups;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * What the load balancers of a service or task set must be like. Source: ECS API Reference, CreateService,
 * {@code loadBalancers}; wording as users report it.
 */
final class BalancerRules {

    private static final int MOST = 5;

    private final TargetGroups groups;

    BalancerRules(TargetGroups groups) {
        this.groups = groups;
    }

    void check(List<LoadBalancer> balancers, TaskDefinition definition) {
        if (balancers.size() > MOST) {
            throw EcsErrors.invalid("load balancers can have at most " + MOST + " items.");
        }
        for (LoadBalancer balancer : balancers) {
            ServiceRules.refuse(balancer.loadBalancerName() != null, "a Classic Load Balancer");
            String arn = EcsErrors.required("targetGroupArn", balancer.targetGroupArn());
            TargetGroup group = groups.find(arn)
                    .orElseThrow(() ->
                            EcsErrors.invalid("The target group with targetGroupArn " + arn + " does not exist."));
            if (group.loadBalancerArns().isEmpty()) {
                throw EcsErrors.invalid(
                        "The target group with targetGroupArn " + arn + " does not have an associated load balancer.");
            }
            checkContainer(balancer, definition);
            checkAdvanced(balancer, group);
            checkType(arn, group.targetTypeAsString(), definition);
        }
    }

    private static void checkContainer(LoadBalancer balancer, TaskDefinition definition) {
        String name = balancer.containerName() == null ? "" : balancer.containerName();
        Integer port = balancer.containerPort();
        if (name.isEmpty() || port == null) {
            throw EcsErrors.invalid("Container name and container port must be specified for a load balancer.");
        }
        ContainerDefinition container = definition.containerDefinitions().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> EcsErrors.invalid("The container " + name + " does not exist in the task definition."));
        if (container.portMappings().stream().noneMatch(m -> port.equals(m.containerPort()))) {
            throw EcsErrors.invalid("The container " + name + " did not have a container port " + port + " defined.");
        }
    }

    private void checkAdvanced(LoadBalancer balancer, TargetGroup group) {
        AdvancedConfiguration advanced = balancer.advancedConfiguration();
        if (advanced == null) {
            return;
        }
        String alternate = EcsErrors.required("alternateTargetGroupArn", advanced.alternateTargetGroupArn());
        EcsErrors.required("productionListenerRule", advanced.productionListenerRule());
        EcsErrors.required("roleArn", advanced.roleArn());
        if (alternate.equals(group.targetGroupArn())) {
            throw EcsErrors.invalid("alternateTargetGroupArn must not be the same as targetGroupArn.");
        }
        TargetGroup other = groups.find(alternate)
                .orElseThrow(() ->
                        EcsErrors.invalid("The target group with targetGroupArn " + alternate + " does not exist."));
        if (!other.targetTypeAsString().equals(group.targetTypeAsString())) {
            throw EcsErrors.invalid("The target groups " + group.targetGroupArn() + " and " + alternate
                    + " must have the same target type.");
        }
    }

    private static void checkType(String arn, @Nullable String type, TaskDefinition definition) {
        boolean own = TaskStart.ownNetwork(definition);
        String mode = own ? "awsvpc" : definition.networkModeAsString();
        if (own == "instance".equals(type) || "lambda".equals(type) || "alb".equals(type)) {
            throw EcsErrors.invalid("The provided target group " + arn + " has target type " + type
                    + ", which is incompatible with the " + (mode == null ? "bridge" : mode)
                    + " network mode specified in the task definition.");
        }
    }
}
