package dev.penstock.aws.codedeploy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.codedeploy.CodeDeployment;
import dev.penstock.codedeploy.CodeDeployments;
import dev.penstock.codedeploy.DeploymentGroup;
import dev.penstock.codedeploy.DeploymentGroupId;
import dev.penstock.codedeploy.DeploymentWait;
import dev.penstock.codedeploy.NewDeployment;
import dev.penstock.rollout.configuration.TrafficRouting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.AlarmConfiguration;
import software.amazon.awssdk.services.codedeploy.model.AppSpecContent;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackConfiguration;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackEvent;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsResponse;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;
import software.amazon.awssdk.services.codedeploy.model.TimeBasedCanary;
import software.amazon.awssdk.services.codedeploy.model.TimeBasedLinear;
import software.amazon.awssdk.services.codedeploy.model.TimeRange;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Deployments of AWS CodeDeploy. */
public final class AwsCodeDeployments implements CodeDeployments {

    /** As many as {@code BatchGetDeployments} takes. */
    static final int BATCH = 25;

    private static final String CREATE = "codedeploy:CreateDeployment";

    private final AwsClients clients;

    /** ARNs of target groups: one of the same name would have another, but not while a deployment is on its way. */
    private final Map<Named, String> targetGroups = new ConcurrentHashMap<>();

    private record Named(AwsScope scope, String name) {}

    /** The deployments that some clients reach. */
    public AwsCodeDeployments(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public DeploymentGroup describe(AwsScope scope, DeploymentGroupId group) {
        return clients.call(
                "codedeploy:GetDeploymentGroup",
                "look at the " + group,
                () -> DeploymentMapping.group(
                        group,
                        clients.codeDeploy(scope, Use.READ)
                                .getDeploymentGroup(request -> request.applicationName(group.application())
                                        .deploymentGroupName(group.group()))
                                .deploymentGroupInfo()));
    }

    @Override
    public Map<String, String> targetGroups(AwsScope scope, Collection<String> names) {
        Map<String, String> found = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            Optional.ofNullable(targetGroups.get(new Named(scope, name)))
                    .ifPresentOrElse(arn -> found.put(name, arn), () -> unknown.add(name));
        }
        unknown.remove("");
        if (!unknown.isEmpty()) {
            Map<String, String> described = described(scope, unknown);
            described.forEach((name, arn) -> targetGroups.put(new Named(scope, name), arn));
            found.putAll(described);
        }
        return found;
    }

    private Map<String, String> described(AwsScope scope, List<String> wanted) {
        try {
            return clients
                    .call(
                            "elasticloadbalancing:DescribeTargetGroups",
                            "look at the target groups " + String.join(", ", wanted),
                            () -> clients.elasticLoadBalancing(scope, Use.READ)
                                    .describeTargetGroups(request -> request.names(wanted))
                                    .targetGroups())
                    .stream()
                    .collect(Collectors.toMap(TargetGroup::targetGroupName, TargetGroup::targetGroupArn));
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Map.of();
            }
            throw e;
        }
    }

    @Override
    public TrafficRouting routing(AwsScope scope, String name) {
        return clients.call(
                "codedeploy:GetDeploymentConfig",
                "look at the deployment configuration '" + name + "'",
                () -> DeploymentMapping.routing(clients.codeDeploy(scope, Use.READ)
                        .getDeploymentConfig(request -> request.deploymentConfigName(name))
                        .deploymentConfigInfo()));
    }

    @Override
    public void provide(AwsScope scope, String name, TrafficRouting routing) {
        TrafficRoutingConfig.Builder config = TrafficRoutingConfig.builder();
        switch (routing) {
            case TrafficRouting.AllAtOnce() -> config.type(TrafficRoutingType.ALL_AT_ONCE);
            case TrafficRouting.TimeBasedCanary(int percent, Duration interval) ->
                config.type(TrafficRoutingType.TIME_BASED_CANARY)
                        .timeBasedCanary(TimeBasedCanary.builder()
                                .canaryPercentage(percent)
                                .canaryInterval((int) interval.toMinutes())
                                .build());
            case TrafficRouting.TimeBasedLinear(int percent, Duration interval) ->
                config.type(TrafficRoutingType.TIME_BASED_LINEAR)
                        .timeBasedLinear(TimeBasedLinear.builder()
                                .linearPercentage(percent)
                                .linearInterval((int) interval.toMinutes())
                                .build());
        }
        try {
            clients.call(
                    "codedeploy:CreateDeploymentConfig",
                    "make the deployment configuration '" + name + "'",
                    () -> clients.codeDeploy(scope, Use.CHANGE)
                            .createDeploymentConfig(request -> request.deploymentConfigName(name)
                                    .computePlatform(ComputePlatform.ECS)
                                    .trafficRoutingConfig(config.build())));
        } catch (RemoteCallException e) {
            // Its name says all that there is in it.
            if (!e.code().equals("DeploymentConfigAlreadyExistsException")) {
                throw e;
            }
        }
    }

    @Override
    public String create(AwsScope scope, NewDeployment wanted) {
        Optional<String> there = find(scope, wanted.group(), wanted.token(), wanted.since());
        if (there.isPresent()) {
            return there.get();
        }
        CreateDeploymentRequest request = request(wanted);
        return clients.call(
                CREATE,
                "deploy to the " + wanted.group(),
                () -> clients.codeDeploy(scope, Use.CHANGE)
                        .createDeployment(request)
                        .deploymentId());
    }

    private static CreateDeploymentRequest request(NewDeployment wanted) {
        CreateDeploymentRequest.Builder request = CreateDeploymentRequest.builder()
                .applicationName(wanted.group().application())
                .deploymentGroupName(wanted.group().group())
                .description(description(wanted.description(), wanted.token()))
                .revision(RevisionLocation.builder()
                        .revisionType(RevisionLocationType.APP_SPEC_CONTENT)
                        .appSpecContent(AppSpecContent.builder()
                                .content(wanted.appSpec())
                                .sha256(Digest.of(wanted.appSpec().getBytes(StandardCharsets.UTF_8))
                                        .hex())
                                .build())
                        .build());
        if (wanted.takenBack()) {
            request.autoRollbackConfiguration(AutoRollbackConfiguration.builder()
                    .enabled(true)
                    .events(
                            AutoRollbackEvent.DEPLOYMENT_FAILURE,
                            AutoRollbackEvent.DEPLOYMENT_STOP_ON_ALARM,
                            AutoRollbackEvent.DEPLOYMENT_STOP_ON_REQUEST)
                    .build());
        }
        wanted.deploymentConfiguration().ifPresent(request::deploymentConfigName);
        wanted.alarms()
                .ifPresent(names -> request.overrideAlarmConfiguration(AlarmConfiguration.builder()
                        .enabled(!names.isEmpty())
                        .alarms(names.stream()
                                .map(name -> Alarm.builder().name(name).build())
                                .toList())
                        .build()));
        return request.build();
    }

    private static String description(String words, String token) {
        return words + " (" + token + ")";
    }

    @Override
    public Optional<String> find(AwsScope scope, DeploymentGroupId group, String token, Instant since) {
        List<String> ids = list(scope, group, since);
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> batch = ids.subList(from, Math.min(from + BATCH, ids.size()));
            Optional<String> found = batch(clients, scope, batch).stream()
                    .filter(info ->
                            info.description() != null && info.description().endsWith("(" + token + ")"))
                    .map(DeploymentInfo::deploymentId)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private List<String> list(AwsScope scope, DeploymentGroupId group, Instant since) {
        List<String> ids = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            ListDeploymentsRequest.Builder request = ListDeploymentsRequest.builder()
                    .applicationName(group.application())
                    .deploymentGroupName(group.group())
                    .createTimeRange(TimeRange.builder().start(since).build());
            next.ifPresent(request::nextToken);
            ListDeploymentsResponse page = clients.call(
                    "codedeploy:ListDeployments",
                    "list the deployments of the " + group,
                    () -> clients.codeDeploy(scope, Use.READ).listDeployments(request.build()));
            ids.addAll(page.deployments());
            next = Optional.ofNullable(page.nextToken());
        } while (next.isPresent());
        return ids;
    }

    /** Those that are not there are left out. */
    static List<DeploymentInfo> batch(AwsClients clients, AwsScope scope, List<String> ids) {
        return clients.call(
                "codedeploy:BatchGetDeployments",
                "look at deployments of CodeDeploy",
                () -> clients.codeDeploy(scope, Use.READ)
                        .batchGetDeployments(request -> request.deploymentIds(ids))
                        .deploymentsInfo());
    }

    @Override
    public void stopAndRollBack(AwsScope scope, String deployment) {
        if (DeploymentMapping.status(info(scope, deployment).statusAsString()).hasEnded()) {
            return;
        }
        try {
            clients.call(
                    "codedeploy:StopDeployment",
                    "stop the deployment '" + deployment + "'",
                    () -> clients.codeDeploy(scope, Use.CHANGE)
                            .stopDeployment(
                                    request -> request.deploymentId(deployment).autoRollbackEnabled(true)));
        } catch (RemoteCallException e) {
            // It may have ended since it was looked at.
            if (!e.code().equals("DeploymentAlreadyCompletedException")) {
                throw e;
            }
        }
    }

    @Override
    public void goOn(AwsScope scope, String deployment, DeploymentWait wait) {
        if (!waits(scope, deployment, wait)) {
            return;
        }
        try {
            clients.call(
                    "codedeploy:ContinueDeployment",
                    "let the deployment '" + deployment + "' go on",
                    () -> clients.codeDeploy(scope, Use.CHANGE)
                            .continueDeployment(request -> request.deploymentId(deployment)
                                    .deploymentWaitType(
                                            switch (wait) {
                                                case READY -> DeploymentWaitType.READY_WAIT;
                                                case TERMINATION -> DeploymentWaitType.TERMINATION_WAIT;
                                            })));
        } catch (RemoteCallException e) {
            // Somebody may have let it go on since it was looked at.
            if (e.kind().isWorthAskingAgain() || waits(scope, deployment, wait)) {
                throw e;
            }
        }
    }

    private boolean waits(AwsScope scope, String deployment, DeploymentWait wait) {
        DeploymentInfo info = info(scope, deployment);
        CodeDeployment.Status status = DeploymentMapping.status(info.statusAsString());
        return switch (wait) {
            case READY -> status == CodeDeployment.Status.READY;
            case TERMINATION -> !status.hasEnded() && Boolean.TRUE.equals(info.instanceTerminationWaitTimeStarted());
        };
    }

    private DeploymentInfo info(AwsScope scope, String deployment) {
        return batch(clients, scope, List.of(deployment)).stream().findFirst().orElseThrow(() -> {
            String message = "Could not look at the deployment '" + deployment + "': there is none of this id.";
            return new RemoteCallException(
                    Kind.NOT_FOUND, "codedeploy:BatchGetDeployments", "", message, new IllegalStateException(message));
        });
    }
}
