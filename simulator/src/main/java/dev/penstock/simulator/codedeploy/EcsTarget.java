package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.ECSService;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupPairInfo;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoute;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetResponse;

/**
 * Deployments to ECS services: a replacement task set, and the listeners that move traffic to it. Source: CodeDeploy User Guide,
 * "AppSpec 'hooks' section for an Amazon ECS deployment" and "What happens during an Amazon ECS deployment".
 */
final class EcsTarget implements TrafficTarget {

    static final String BLUE = "blue";
    static final String GREEN = "green";
    static final String BLUE_GROUP = "blueGroup";
    static final String GREEN_GROUP = "greenGroup";

    private static final String ECS = "ecs";
    private static final int ALL = 100;

    private final CodeDeployStore rows;
    private final ServiceCalls calls;
    private final Listeners listeners;

    EcsTarget(CodeDeployStore rows, ServiceCalls calls) {
        this.rows = rows;
        this.calls = calls;
        this.listeners = new Listeners(calls);
    }

    @Override
    public String type() {
        return "AWS::ECS::Service";
    }

    @Override
    public List<String> events() {
        return List.of(
                "BeforeInstall",
                "Install",
                "AfterInstall",
                "AllowTestTraffic",
                "AfterAllowTestTraffic",
                "BeforeAllowTraffic",
                "AllowTraffic",
                "AfterAllowTraffic");
    }

    @Override
    public DeploymentRow begin(Caller role, DeploymentRow row, AppSpec spec) throws DeploymentFailure {
        spec.required("TaskDefinition");
        spec.required("LoadBalancerInfo", "ContainerName");
        spec.required("LoadBalancerInfo", "ContainerPort");
        ECSService named = service(role, row);
        Service service = described(role, named)
                .orElseThrow(() -> new DeploymentFailure(
                        "INVALID_ECS_SERVICE",
                        "The ECS service " + named.serviceName() + " in the cluster " + named.clusterName()
                                + " could not be found."));
        if (service.deploymentController() == null
                || !"CODE_DEPLOY".equals(service.deploymentController().typeAsString())) {
            throw new DeploymentFailure(
                    "INVALID_ECS_SERVICE",
                    "The deployment controller of the ECS service " + named.serviceName() + " is not CODE_DEPLOY.");
        }
        TaskSet primary = service.taskSets().stream()
                .filter(set -> "PRIMARY".equals(set.status()))
                .findFirst()
                .orElseThrow(
                        () -> new DeploymentFailure("INVALID_ECS_SERVICE", "The ECS service has no primary task set."));
        String blueGroup = primary.loadBalancers().isEmpty()
                ? ""
                : primary.loadBalancers().getFirst().targetGroupArn();
        List<String> pair = listeners.groups(role, pair(role, row).targetGroups());
        String greenGroup = pair.stream()
                .filter(arn -> !arn.equals(blueGroup))
                .findFirst()
                .filter(arn -> pair.contains(blueGroup))
                .orElseThrow(() -> new DeploymentFailure(
                        "INVALID_ECS_SERVICE",
                        "The primary task set's target group is not one of the deployment group's pair."));
        return row.noting(BLUE, primary.id()).noting(BLUE_GROUP, blueGroup).noting(GREEN_GROUP, greenGroup);
    }

    @Override
    public DeploymentRow enter(Caller role, DeploymentRow row, AppSpec spec) throws DeploymentFailure {
        return switch (row.event()) {
            case "Install" -> {
                // In use without traffic: else nobody would check the health of the new targets.
                route(role, row, pair(role, row).prodTrafficRoute(), 0);
                yield row.noting(GREEN, install(role, row, spec));
            }
            case "AllowTestTraffic" -> {
                route(role, row, pair(role, row).testTrafficRoute(), ALL);
                yield row;
            }
            default -> row;
        };
    }

    @Override
    public boolean isDone(Caller role, DeploymentRow row) throws DeploymentFailure {
        if (!row.event().equals("Install")) {
            return true;
        }
        return set(role, row, GREEN)
                .filter(set -> "STEADY_STATE".equals(set.stabilityStatusAsString()))
                .isPresent();
    }

    @Override
    public void shift(Caller role, DeploymentRow row, int percent) {
        route(role, row, pair(role, row).prodTrafficRoute(), percent);
        if (percent == ALL) {
            primary(role, row, GREEN);
        }
    }

    @Override
    public void finish(Caller role, DeploymentRow row) {
        delete(role, row, BLUE);
    }

    @Override
    public void restore(Caller role, DeploymentRow row) {
        TargetGroupPairInfo pair = pair(role, row);
        route(role, row, pair.prodTrafficRoute(), 0);
        route(role, row, pair.testTrafficRoute(), 0);
        set(role, row, BLUE).filter(set -> !"PRIMARY".equals(set.status())).ifPresent(set -> primary(role, row, BLUE));
        delete(role, row, GREEN);
    }

    /** A task set of a deployment, as it is now. */
    Optional<TaskSet> set(Caller role, DeploymentRow row, String which) {
        return described(role, service(role, row)).stream()
                .flatMap(service -> service.taskSets().stream())
                .filter(set -> set.id().equals(row.note(which)))
                .findFirst();
    }

    private String install(Caller role, DeploymentRow row, AppSpec spec) throws DeploymentFailure {
        ECSService named = service(role, row);
        TaskSet blue = set(role, row, BLUE).orElseThrow();
        return calls.call(
                        role,
                        ECS,
                        CreateTaskSetRequest.builder()
                                .cluster(named.clusterName())
                                .service(named.serviceName())
                                .externalId(row.id())
                                .clientToken(row.id())
                                .taskDefinition(spec.required("TaskDefinition"))
                                .launchType(blue.launchTypeAsString())
                                .capacityProviderStrategy(
                                        blue.capacityProviderStrategy().isEmpty()
                                                ? null
                                                : blue.capacityProviderStrategy())
                                .platformVersion(spec.text("PlatformVersion").orElse(blue.platformVersion()))
                                .networkConfiguration(network(spec, blue))
                                .scale(s -> s.unit("PERCENT").value((double) ALL))
                                .loadBalancers(LoadBalancer.builder()
                                        .targetGroupArn(row.note(GREEN_GROUP))
                                        .containerName(spec.required("LoadBalancerInfo", "ContainerName"))
                                        .containerPort(port(spec))
                                        .build())
                                .build(),
                        CreateTaskSetResponse.class)
                .taskSet()
                .id();
    }

    private static NetworkConfiguration network(AppSpec spec, TaskSet blue) {
        List<String> subnets = spec.texts("NetworkConfiguration", "AwsvpcConfiguration", "Subnets");
        if (subnets.isEmpty()) {
            return blue.networkConfiguration();
        }
        return NetworkConfiguration.builder()
                .awsvpcConfiguration(AwsVpcConfiguration.builder()
                        .subnets(subnets)
                        .securityGroups(spec.texts("NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"))
                        .assignPublicIp(spec.text("NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp")
                                .orElse(null))
                        .build())
                .build();
    }

    private static int port(AppSpec spec) {
        String port = spec.text("LoadBalancerInfo", "ContainerPort").orElse("");
        return port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
    }

    private void route(Caller role, DeploymentRow row, @Nullable TrafficRoute route, int percent) {
        if (route != null) {
            route.listenerArns()
                    .forEach(arn -> listeners.weigh(role, arn, row.note(BLUE_GROUP), row.note(GREEN_GROUP), percent));
        }
    }

    private void primary(Caller role, DeploymentRow row, String which) {
        ECSService named = service(role, row);
        calls.call(
                role,
                ECS,
                UpdateServicePrimaryTaskSetRequest.builder()
                        .cluster(named.clusterName())
                        .service(named.serviceName())
                        .primaryTaskSet(row.note(which))
                        .build(),
                UpdateServicePrimaryTaskSetResponse.class);
    }

    private void delete(Caller role, DeploymentRow row, String which) {
        if (set(role, row, which).isEmpty()) {
            return;
        }
        ECSService named = service(role, row);
        calls.call(
                role,
                ECS,
                DeleteTaskSetRequest.builder()
                        .cluster(named.clusterName())
                        .service(named.serviceName())
                        .taskSet(row.note(which))
                        .force(true)
                        .build(),
                DeleteTaskSetResponse.class);
    }

    private Optional<Service> described(Caller role, ECSService named) {
        return calls
                .call(
                        role,
                        ECS,
                        DescribeServicesRequest.builder()
                                .cluster(named.clusterName())
                                .services(named.serviceName())
                                .build(),
                        DescribeServicesResponse.class)
                .services()
                .stream()
                .filter(service -> "ACTIVE".equals(service.status()))
                .findFirst();
    }

    private ECSService service(Caller role, DeploymentRow row) {
        return group(role, row).ecsServices().getFirst();
    }

    private TargetGroupPairInfo pair(Caller role, DeploymentRow row) {
        return group(role, row).loadBalancerInfo().targetGroupPairInfoList().getFirst();
    }

    private DeploymentGroupInfo group(Caller role, DeploymentRow row) {
        return rows.group(role, row.info().applicationName(), row.info().deploymentGroupName())
                .orElseThrow(() -> CodeDeployErrors.noGroup(row.info().deploymentGroupName()));
    }

    /** The name of a target group. */
    static String name(String arn) {
        String[] parts = arn.split("/", -1);
        return parts.length > 1 ? parts[1] : arn;
    }

    static TargetGroupInfo info(String arn) {
        return TargetGroupInfo.builder().name(name(arn)).build();
    }
}
