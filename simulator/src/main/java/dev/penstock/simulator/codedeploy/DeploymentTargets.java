package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentTargetsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentTargetsResponse;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.ECSTaskSet;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentTargetRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentTargetResponse;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentTargetsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentTargetsResponse;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** The one target of a deployment, as it is described. */
final class DeploymentTargets {

    private final CodeDeployStore rows;
    private final EcsTarget services;
    private final ServiceRole roles;

    DeploymentTargets(CodeDeployStore rows, EcsTarget services, ServiceRole roles) {
        this.rows = rows;
        this.services = services;
        this.roles = roles;
    }

    ListDeploymentTargetsResponse list(Call call, ListDeploymentTargetsRequest request) {
        DeploymentRow row = rows.deployment(call, Deployments.id(request.deploymentId()));
        if (id(row).isEmpty()) {
            throw CodeDeployErrors.client(
                    "DeploymentNotStartedException", "The deployment " + row.id() + " has not started.");
        }
        return ListDeploymentTargetsResponse.builder().targetIds(id(row)).build();
    }

    GetDeploymentTargetResponse get(Call call, GetDeploymentTargetRequest request) {
        DeploymentRow row = rows.deployment(call, Deployments.id(request.deploymentId()));
        return GetDeploymentTargetResponse.builder()
                .deploymentTarget(target(row, request.targetId()))
                .build();
    }

    BatchGetDeploymentTargetsResponse batchGet(Call call, BatchGetDeploymentTargetsRequest request) {
        DeploymentRow row = rows.deployment(call, Deployments.id(request.deploymentId()));
        List<DeploymentTarget> found = new ArrayList<>();
        for (String id : request.targetIds().isEmpty() ? List.of(id(row)) : request.targetIds()) {
            found.add(target(row, id));
        }
        return BatchGetDeploymentTargetsResponse.builder()
                .deploymentTargets(found)
                .build();
    }

    private DeploymentTarget target(DeploymentRow row, @Nullable String asked) {
        if (!id(row).equals(asked)) {
            throw CodeDeployErrors.client(
                    "DeploymentTargetDoesNotExistException", "The deployment has no target " + asked + ".");
        }
        return isEcs(row) ? ecs(row) : lambda(row);
    }

    private DeploymentTarget ecs(DeploymentRow row) {
        Caller role = roles.assumed(row);
        List<ECSTaskSet> sets = new ArrayList<>();
        services.set(role, row, EcsTarget.BLUE)
                .ifPresent(set -> sets.add(set(row, set, "Blue", 100 - weight(row), EcsTarget.BLUE_GROUP)));
        services.set(role, row, EcsTarget.GREEN)
                .ifPresent(set -> sets.add(set(row, set, "Green", weight(row), EcsTarget.GREEN_GROUP)));
        return DeploymentTarget.builder()
                .deploymentTargetType("ECSTarget")
                .ecsTarget(ECSTarget.builder()
                        .deploymentId(row.id())
                        .targetId(id(row))
                        .targetArn(arn(row, "ecs", "service/" + id(row).replace(':', '/')))
                        .status(status(row))
                        .lifecycleEvents(row.events())
                        .lastUpdatedAt(row.info().completeTime())
                        .taskSetsInfo(sets)
                        .build())
                .build();
    }

    private static ECSTaskSet set(DeploymentRow row, TaskSet set, String label, double weight, String group) {
        return ECSTaskSet.builder()
                .identifer(set.id())
                .desiredCount((long) set.computedDesiredCount())
                .pendingCount((long) set.pendingCount())
                .runningCount((long) set.runningCount())
                .status(set.status())
                .trafficWeight(weight)
                .targetGroup(EcsTarget.info(row.note(group)))
                .taskSetLabel(label)
                .build();
    }

    private static DeploymentTarget lambda(DeploymentRow row) {
        return DeploymentTarget.builder()
                .deploymentTargetType("LambdaTarget")
                .lambdaTarget(target -> target.deploymentId(row.id())
                        .targetId(id(row))
                        .targetArn(arn(row, "lambda", "function:" + row.note("function")))
                        .status(status(row))
                        .lifecycleEvents(row.events())
                        .lastUpdatedAt(row.info().completeTime())
                        .lambdaFunctionInfo(f -> f.functionName(row.note("function"))
                                .functionAlias(row.note("alias"))
                                .currentVersion(row.note("current"))
                                .targetVersion(row.note("target"))
                                .targetVersionWeight(weight(row))))
                .build();
    }

    private static double weight(DeploymentRow row) {
        String weight = row.note(DeploymentLife.WEIGHT);
        return weight.isEmpty() ? 0 : Double.parseDouble(weight);
    }

    private static String status(DeploymentRow row) {
        return switch (row.info().statusAsString()) {
            case "Created", "Queued" -> "Pending";
            case "Stopped" -> "Failed";
            case "Baking" -> "InProgress";
            default -> row.info().statusAsString();
        };
    }

    private static boolean isEcs(DeploymentRow row) {
        return "ECS".equals(row.info().computePlatformAsString());
    }

    /** {@code cluster:service}, or the function's name and alias. */
    private static String id(DeploymentRow row) {
        return row.note(DeploymentLife.TARGET);
    }

    private static String arn(DeploymentRow row, String service, String resource) {
        return "arn:aws:" + service + ":" + row.region() + ":" + row.account() + ":" + resource;
    }
}
