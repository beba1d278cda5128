package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.codedeploy.CodeDeployStore.GroupRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codedeploy.model.ApplicationInfo;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentGroupsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentGroupsResponse;
import software.amazon.awssdk.services.codedeploy.model.BlueGreenDeploymentConfiguration;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupResponse;
import software.amazon.awssdk.services.codedeploy.model.DeleteDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.DeleteDeploymentGroupResponse;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStyle;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentGroupResponse;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentGroupsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentGroupsResponse;
import software.amazon.awssdk.services.codedeploy.model.UpdateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.UpdateDeploymentGroupResponse;

/** Deployment groups: what is deployed to, and how. */
final class DeploymentGroups {

    private static final int PAGE = 100;
    private static final int LONGEST_TERMINATION = 2880;
    private static final int MOST_ALARMS = 10;

    private final CodeDeployStore rows;
    private final DeploymentConfigs configs;
    private final Ids ids;
    private final Tags tags;

    DeploymentGroups(CodeDeployStore rows, DeploymentConfigs configs, Ids ids, Tags tags) {
        this.rows = rows;
        this.configs = configs;
        this.ids = ids;
        this.tags = tags;
    }

    CreateDeploymentGroupResponse create(Call call, CreateDeploymentGroupRequest request) {
        ApplicationInfo application = rows.application(call, Applications.name(request.applicationName()));
        String name = name(request.deploymentGroupName());
        String key = CodeDeployStore.key(call.caller(), application.applicationName(), name);
        if (rows.groups.get(key).isPresent()) {
            throw CodeDeployErrors.client(
                    "DeploymentGroupAlreadyExistsException", "Deployment group already exists: " + name);
        }
        String platform = application.computePlatformAsString();
        DeploymentGroupInfo group = DeploymentGroupInfo.builder()
                .applicationName(application.applicationName())
                .computePlatform(platform)
                .deploymentGroupId(ids.uuid())
                .deploymentGroupName(name)
                .deploymentConfigName(
                        request.deploymentConfigName() == null
                                ? DeploymentConfigs.standard(platform)
                                : request.deploymentConfigName())
                .serviceRoleArn(
                        CodeDeployErrors.required("RoleRequiredException", "serviceRoleArn", request.serviceRoleArn()))
                .deploymentStyle(request.deploymentStyle())
                .blueGreenDeploymentConfiguration(request.blueGreenDeploymentConfiguration())
                .loadBalancerInfo(request.loadBalancerInfo())
                .ecsServices(request.ecsServices())
                .alarmConfiguration(request.alarmConfiguration())
                .autoRollbackConfiguration(request.autoRollbackConfiguration())
                .triggerConfigurations(request.triggerConfigurations())
                .outdatedInstancesStrategy(request.outdatedInstancesStrategyAsString())
                .build();
        check(call, group);
        rows.groups.put(key, new GroupRow(group));
        tags.add(
                call.caller().arn("codedeploy", "deploymentgroup:" + application.applicationName() + "/" + name),
                Applications.pairs(request.tags()));
        call.effect(group.deploymentGroupId());
        return CreateDeploymentGroupResponse.builder()
                .deploymentGroupId(group.deploymentGroupId())
                .build();
    }

    UpdateDeploymentGroupResponse update(Call call, UpdateDeploymentGroupRequest request) {
        String application = rows.application(call, Applications.name(request.applicationName()))
                .applicationName();
        String name = name(request.currentDeploymentGroupName());
        DeploymentGroupInfo present = rows.group(call, application, name);
        String renamed = request.newDeploymentGroupName() == null ? name : name(request.newDeploymentGroupName());
        DeploymentGroupInfo next = present.toBuilder()
                .deploymentGroupName(renamed)
                .deploymentConfigName(either(request.deploymentConfigName(), present.deploymentConfigName()))
                .serviceRoleArn(either(request.serviceRoleArn(), present.serviceRoleArn()))
                .deploymentStyle(either(request.deploymentStyle(), present.deploymentStyle()))
                .blueGreenDeploymentConfiguration(
                        either(request.blueGreenDeploymentConfiguration(), present.blueGreenDeploymentConfiguration()))
                .loadBalancerInfo(either(request.loadBalancerInfo(), present.loadBalancerInfo()))
                .ecsServices(request.hasEcsServices() ? request.ecsServices() : present.ecsServices())
                .alarmConfiguration(either(request.alarmConfiguration(), present.alarmConfiguration()))
                .autoRollbackConfiguration(
                        either(request.autoRollbackConfiguration(), present.autoRollbackConfiguration()))
                .triggerConfigurations(
                        request.hasTriggerConfigurations()
                                ? request.triggerConfigurations()
                                : present.triggerConfigurations())
                .build();
        check(call, next);
        rows.groups.remove(CodeDeployStore.key(call.caller(), application, name));
        rows.groups.put(CodeDeployStore.key(call.caller(), application, renamed), new GroupRow(next));
        call.effect(next.deploymentGroupId());
        return UpdateDeploymentGroupResponse.builder().build();
    }

    GetDeploymentGroupResponse get(Call call, GetDeploymentGroupRequest request) {
        String application = rows.application(call, Applications.name(request.applicationName()))
                .applicationName();
        return GetDeploymentGroupResponse.builder()
                .deploymentGroupInfo(shown(call, rows.group(call, application, name(request.deploymentGroupName()))))
                .build();
    }

    BatchGetDeploymentGroupsResponse batchGet(Call call, BatchGetDeploymentGroupsRequest request) {
        String application = rows.application(call, Applications.name(request.applicationName()))
                .applicationName();
        List<DeploymentGroupInfo> found = new ArrayList<>();
        for (String name : request.deploymentGroupNames()) {
            rows.group(call.caller(), application, name).ifPresent(group -> found.add(shown(call, group)));
        }
        return BatchGetDeploymentGroupsResponse.builder()
                .deploymentGroupsInfo(found)
                .build();
    }

    ListDeploymentGroupsResponse list(Call call, ListDeploymentGroupsRequest request) {
        String application = rows.application(call, Applications.name(request.applicationName()))
                .applicationName();
        List<String> all = rows.groups.under(CodeDeployStore.prefix(call.caller(), application)).values().stream()
                .map(row -> row.group().deploymentGroupName())
                .toList();
        Page<String> page = Page.of(all, name -> name, request.nextToken(), null, PAGE);
        return ListDeploymentGroupsResponse.builder()
                .applicationName(application)
                .deploymentGroups(page.items())
                .nextToken(page.next())
                .build();
    }

    DeleteDeploymentGroupResponse delete(Call call, DeleteDeploymentGroupRequest request) {
        String application = Applications.name(request.applicationName());
        String name = name(request.deploymentGroupName());
        rows.group(call.caller(), application, name).ifPresent(group -> {
            rows.groups.remove(CodeDeployStore.key(call.caller(), application, name));
            call.effect(group.deploymentGroupId());
        });
        return DeleteDeploymentGroupResponse.builder().build();
    }

    /** With its last deployments, and the revision that the last good one brought. */
    private DeploymentGroupInfo shown(Call call, DeploymentGroupInfo group) {
        List<DeploymentRow> newestFirst =
                rows.deploymentsOf(call.caller(), group.applicationName(), Optional.of(group.deploymentGroupName()));
        Optional<DeploymentRow> good = newestFirst.stream()
                .filter(row -> "Succeeded".equals(row.info().statusAsString()))
                .findFirst();
        return group.toBuilder()
                .lastAttemptedDeployment(newestFirst.stream()
                        .findFirst()
                        .map(DeploymentGroups::last)
                        .orElse(null))
                .lastSuccessfulDeployment(good.map(DeploymentGroups::last).orElse(null))
                .targetRevision(
                        good.map(row -> Revisions.shown(row.info().revision())).orElse(group.targetRevision()))
                .build();
    }

    private static LastDeploymentInfo last(DeploymentRow row) {
        return LastDeploymentInfo.builder()
                .deploymentId(row.id())
                .status(row.info().statusAsString())
                .createTime(row.info().createTime())
                .endTime(row.info().completeTime())
                .build();
    }

    private void check(Call call, DeploymentGroupInfo group) {
        configs.require(call.caller(), group.deploymentConfigName(), group.computePlatformAsString());
        DeploymentStyle style = group.deploymentStyle();
        boolean blueGreen = style != null
                && "BLUE_GREEN".equals(style.deploymentTypeAsString())
                && "WITH_TRAFFIC_CONTROL".equals(style.deploymentOptionAsString());
        if (!blueGreen) {
            throw CodeDeployErrors.client(
                    "InvalidDeploymentStyleException",
                    "For the " + group.computePlatformAsString()
                            + " compute platform the deployment style must be BLUE_GREEN and WITH_TRAFFIC_CONTROL.");
        }
        if (group.alarmConfiguration() != null
                && group.alarmConfiguration().alarms().size() > MOST_ALARMS) {
            throw CodeDeployErrors.client(
                    "AlarmsLimitExceededException", "A deployment group can have at most 10 alarms.");
        }
        if ("ECS".equals(group.computePlatformAsString())) {
            checkEcs(group);
        } else if (!group.ecsServices().isEmpty() || group.loadBalancerInfo() != null) {
            throw CodeDeployErrors.client(
                    "InvalidInputException", "A Lambda deployment group has no ECS service and no load balancer.");
        }
    }

    private static void checkEcs(DeploymentGroupInfo group) {
        if (group.ecsServices().size() != 1) {
            throw CodeDeployErrors.client("InvalidECSServiceException", "An ECS deployment group has one ECS service.");
        }
        if (group.loadBalancerInfo() == null
                || group.loadBalancerInfo().targetGroupPairInfoList().size() != 1
                || group.loadBalancerInfo()
                                .targetGroupPairInfoList()
                                .getFirst()
                                .targetGroups()
                                .size()
                        != 2
                || group.loadBalancerInfo().targetGroupPairInfoList().getFirst().prodTrafficRoute() == null) {
            throw CodeDeployErrors.client(
                    "InvalidTargetGroupPairException",
                    "An ECS deployment group has one pair of two target groups with a production traffic route.");
        }
        BlueGreenDeploymentConfiguration blueGreen = group.blueGreenDeploymentConfiguration();
        if (blueGreen == null
                || blueGreen.terminateBlueInstancesOnDeploymentSuccess() == null
                || blueGreen.deploymentReadyOption() == null) {
            throw CodeDeployErrors.client(
                    "InvalidBlueGreenDeploymentConfigurationException",
                    "An ECS deployment group says in its blueGreenDeploymentConfiguration when the original task set is"
                            + " terminated and when traffic is rerouted.");
        }
        Integer wait = blueGreen.terminateBlueInstancesOnDeploymentSuccess().terminationWaitTimeInMinutes();
        if (wait != null && (wait < 0 || wait > LONGEST_TERMINATION)) {
            throw CodeDeployErrors.client(
                    "InvalidBlueGreenDeploymentConfigurationException",
                    "terminationWaitTimeInMinutes must be between 0 and 2880.");
        }
        if (group.serviceRoleArn() == null) {
            throw ServiceError.client("RoleRequiredException", "A value is required for serviceRoleArn.");
        }
    }

    static String name(@Nullable String given) {
        return CodeDeployErrors.required("DeploymentGroupNameRequiredException", "deploymentGroupName", given);
    }

    private static <T> @Nullable T either(@Nullable T asked, @Nullable T present) {
        return asked == null ? present : asked;
    }
}
