package dev.penstock.aws.codedeploy;

import dev.penstock.codedeploy.CodeDeployment;
import dev.penstock.codedeploy.CodeDeployment.Event;
import dev.penstock.codedeploy.CodeDeployment.Status;
import dev.penstock.codedeploy.CodeDeployment.TaskSet;
import dev.penstock.codedeploy.DeploymentGroup;
import dev.penstock.codedeploy.DeploymentGroup.Platform;
import dev.penstock.codedeploy.DeploymentGroupId;
import dev.penstock.release.ServiceId;
import dev.penstock.rollout.configuration.TrafficRouting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackConfiguration;
import software.amazon.awssdk.services.codedeploy.model.BlueGreenDeploymentConfiguration;
import software.amazon.awssdk.services.codedeploy.model.DeploymentConfigInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentReadyAction;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.Diagnostics;
import software.amazon.awssdk.services.codedeploy.model.ECSTaskSet;
import software.amazon.awssdk.services.codedeploy.model.InstanceAction;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;
import software.amazon.awssdk.services.codedeploy.model.RollbackInfo;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;

/** CodeDeploy's shapes as ours. */
final class DeploymentMapping {

    private DeploymentMapping() {}

    /** What moves hosts, and what is newer than this program, moves all traffic at once as far as ECS goes. */
    static TrafficRouting routing(DeploymentConfigInfo info) {
        TrafficRoutingConfig config = info.trafficRoutingConfig();
        if (config == null || config.type() == null) {
            return new TrafficRouting.AllAtOnce();
        }
        return switch (config.type()) {
            case TIME_BASED_CANARY ->
                new TrafficRouting.TimeBasedCanary(
                        config.timeBasedCanary().canaryPercentage(),
                        Duration.ofMinutes(config.timeBasedCanary().canaryInterval()));
            case TIME_BASED_LINEAR ->
                new TrafficRouting.TimeBasedLinear(
                        config.timeBasedLinear().linearPercentage(),
                        Duration.ofMinutes(config.timeBasedLinear().linearInterval()));
            case ALL_AT_ONCE, UNKNOWN_TO_SDK_VERSION -> new TrafficRouting.AllAtOnce();
        };
    }

    static DeploymentGroup group(DeploymentGroupId id, DeploymentGroupInfo info) {
        boolean alarmed = info.alarmConfiguration() != null
                && Boolean.TRUE.equals(info.alarmConfiguration().enabled());
        return new DeploymentGroup(
                id,
                switch (text(info.computePlatformAsString())) {
                    case "ECS" -> Platform.ECS;
                    case "Lambda" -> Platform.LAMBDA;
                    case "Server", "" -> Platform.SERVER;
                    default -> Platform.UNKNOWN;
                },
                info.ecsServices().stream()
                        .findFirst()
                        .map(service -> new ServiceId(service.clusterName(), service.serviceName())),
                text(info.deploymentConfigName()),
                alarmed
                        ? info.alarmConfiguration().alarms().stream()
                                .map(Alarm::name)
                                .toList()
                        : List.of(),
                Optional.ofNullable(info.blueGreenDeploymentConfiguration())
                        .map(BlueGreenDeploymentConfiguration::deploymentReadyOption)
                        .filter(ready -> ready.actionOnTimeout() == DeploymentReadyAction.STOP_DEPLOYMENT)
                        .map(ready -> minutes(ready.waitTimeInMinutes())),
                Optional.ofNullable(info.blueGreenDeploymentConfiguration())
                        .map(BlueGreenDeploymentConfiguration::terminateBlueInstancesOnDeploymentSuccess)
                        .filter(end -> end.action() == InstanceAction.TERMINATE)
                        .map(end -> minutes(end.terminationWaitTimeInMinutes())),
                Optional.ofNullable(info.lastAttemptedDeployment())
                        .filter(last -> last.deploymentId() != null)
                        .map(last -> new DeploymentGroup.Newest(last.deploymentId(), status(last.statusAsString()))));
    }

    private static Duration minutes(@Nullable Integer minutes) {
        return Duration.ofMinutes(minutes == null ? 0 : minutes);
    }

    static Status status(@Nullable String status) {
        return switch (text(status)) {
            case "Created" -> Status.CREATED;
            case "Queued" -> Status.QUEUED;
            case "InProgress" -> Status.IN_PROGRESS;
            case "Baking" -> Status.BAKING;
            case "Ready" -> Status.READY;
            case "Succeeded" -> Status.SUCCEEDED;
            case "Failed" -> Status.FAILED;
            case "Stopped" -> Status.STOPPED;
            default -> Status.UNKNOWN;
        };
    }

    /**
     * A deployment and its target.
     *
     * @param target absent until the deployment has one
     */
    static CodeDeployment deployment(DeploymentInfo info, Optional<DeploymentTarget> target) {
        Optional<RollbackInfo> rollback = Optional.ofNullable(info.rollbackInfo());
        return new CodeDeployment(
                info.deploymentId(),
                status(info.statusAsString()),
                info.createTime() == null ? Instant.EPOCH : info.createTime(),
                Optional.ofNullable(info.errorInformation())
                        .map(error -> new CodeDeployment.Error(text(error.codeAsString()), text(error.message()))),
                rollback.flatMap(link -> present(link.rollbackDeploymentId())),
                rollback.flatMap(link -> present(link.rollbackTriggeringDeploymentId())),
                triggers(info.autoRollbackConfiguration()),
                Boolean.TRUE.equals(info.instanceTerminationWaitTimeStarted()),
                target.map(DeploymentMapping::arn).orElse(""),
                target.map(DeploymentMapping::events).orElse(List.of()),
                target.map(DeploymentMapping::taskSets).orElse(List.of()));
    }

    private static Set<String> triggers(@Nullable AutoRollbackConfiguration configuration) {
        return configuration != null && Boolean.TRUE.equals(configuration.enabled())
                ? Set.copyOf(configuration.eventsAsStrings())
                : Set.of();
    }

    private static String arn(DeploymentTarget target) {
        return target.ecsTarget() != null
                ? text(target.ecsTarget().targetArn())
                : target.lambdaTarget() != null ? text(target.lambdaTarget().targetArn()) : "";
    }

    private static List<Event> events(DeploymentTarget target) {
        List<LifecycleEvent> events = target.ecsTarget() != null
                ? target.ecsTarget().lifecycleEvents()
                : target.lambdaTarget() != null ? target.lambdaTarget().lifecycleEvents() : List.of();
        return events.stream()
                .map(event -> new Event(
                        text(event.lifecycleEventName()),
                        text(event.statusAsString()),
                        Optional.ofNullable(event.endTime()),
                        diagnostics(event)))
                .toList();
    }

    private static List<String> diagnostics(LifecycleEvent event) {
        Diagnostics told = event.diagnostics();
        if (told == null || !"Failed".equals(event.statusAsString())) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        Stream.of(told.errorCodeAsString(), told.scriptName(), told.message())
                .flatMap(value -> present(value).stream())
                .forEach(lines::add);
        present(told.logTail()).ifPresent(tail -> tail.lines().forEach(lines::add));
        return lines;
    }

    private static List<TaskSet> taskSets(DeploymentTarget target) {
        return target.ecsTarget() == null
                ? List.of()
                : target.ecsTarget().taskSetsInfo().stream()
                        .map(DeploymentMapping::taskSet)
                        .toList();
    }

    private static TaskSet taskSet(ECSTaskSet set) {
        return new TaskSet(
                "Green".equals(set.taskSetLabelAsString()),
                set.desiredCount() == null ? 0 : Math.toIntExact(set.desiredCount()),
                set.runningCount() == null ? 0 : Math.toIntExact(set.runningCount()),
                set.trafficWeight() == null ? 0 : set.trafficWeight(),
                set.targetGroup() == null ? "" : text(set.targetGroup().name()));
    }

    private static Optional<String> present(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
