package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentsResponse;
import software.amazon.awssdk.services.codedeploy.model.ContinueDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.ContinueDeploymentResponse;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentResponse;
import software.amazon.awssdk.services.codedeploy.model.DeploymentConfigInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentResponse;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsResponse;
import software.amazon.awssdk.services.codedeploy.model.PutLifecycleEventHookExecutionStatusRequest;
import software.amazon.awssdk.services.codedeploy.model.PutLifecycleEventHookExecutionStatusResponse;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.StopDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.StopDeploymentResponse;
import software.amazon.awssdk.services.codedeploy.model.TimeRange;

/** Deployments: begun, described, continued and stopped. What follows is {@link DeploymentLife}'s. */
final class Deployments {

    private static final int PAGE = 100;

    /** As many as BatchGetDeployments takes. */
    private static final int LARGEST_BATCH = 25;

    private static final Set<String> STATUSES =
            Set.of("Created", "Queued", "InProgress", "Baking", "Succeeded", "Failed", "Stopped", "Ready");

    private final CodeDeployStore rows;
    private final DeploymentConfigs configs;
    private final DeploymentLife life;

    Deployments(CodeDeployStore rows, DeploymentConfigs configs, DeploymentLife life) {
        this.rows = rows;
        this.configs = configs;
        this.life = life;
    }

    CreateDeploymentResponse create(Call call, CreateDeploymentRequest request) {
        String application = rows.application(call, Applications.name(request.applicationName()))
                .applicationName();
        DeploymentGroupInfo group = rows.group(call, application, DeploymentGroups.name(request.deploymentGroupName()));
        RevisionLocation revision = registered(
                call,
                application,
                Applications.revision(request.revision() == null ? group.targetRevision() : request.revision()));
        String config =
                request.deploymentConfigName() == null ? group.deploymentConfigName() : request.deploymentConfigName();
        DeploymentConfigInfo found = configs.require(call.caller(), config, group.computePlatformAsString());
        List<DeploymentRow> before =
                rows.deploymentsOf(call.caller(), application, Optional.of(group.deploymentGroupName()));
        before.stream().filter(row -> !row.isOver()).findFirst().ifPresent(running -> {
            throw CodeDeployErrors.client(
                    "DeploymentLimitExceededException",
                    "The Deployment Group '" + group.deploymentGroupName() + "' already has an active Deployment '"
                            + running.id() + "'");
        });
        DeploymentInfo.Builder info = DeploymentInfo.builder()
                .applicationName(application)
                .deploymentGroupName(group.deploymentGroupName())
                .deploymentConfigName(found.deploymentConfigName())
                .computePlatform(group.computePlatformAsString())
                .revision(revision)
                .previousRevision(succeeded(before).orElse(null))
                .description(request.description())
                .creator("user")
                .autoRollbackConfiguration(
                        request.autoRollbackConfiguration() == null
                                ? group.autoRollbackConfiguration()
                                : request.autoRollbackConfiguration())
                .overrideAlarmConfiguration(request.overrideAlarmConfiguration())
                .deploymentStyle(group.deploymentStyle())
                .blueGreenDeploymentConfiguration(group.blueGreenDeploymentConfiguration())
                .loadBalancerInfo(group.loadBalancerInfo())
                .ignoreApplicationStopFailures(Boolean.TRUE.equals(request.ignoreApplicationStopFailures()))
                .updateOutdatedInstancesOnly(Boolean.TRUE.equals(request.updateOutdatedInstancesOnly()))
                .fileExistsBehavior(
                        request.fileExistsBehaviorAsString() == null
                                ? "DISALLOW"
                                : request.fileExistsBehaviorAsString());
        DeploymentRow row = life.begin(call.caller(), info, group.serviceRoleArn());
        call.effect(row.id());
        return CreateDeploymentResponse.builder().deploymentId(row.id()).build();
    }

    /** A deployment registers its revision; one that is named by the digest of its content alone was registered before. */
    private RevisionLocation registered(Call call, String application, RevisionLocation revision) {
        String key = Applications.revisionKey(call, application, revision);
        if (revision.appSpecContent() != null && revision.appSpecContent().content() == null) {
            return rows.revisions
                    .get(key)
                    .map(CodeDeployStore.RevisionRow::revision)
                    .orElseThrow(() -> CodeDeployErrors.client(
                            "RevisionDoesNotExistException", "The revision is not registered with the application."));
        }
        if (rows.revisions.get(key).isEmpty()) {
            rows.revisions.put(key, new CodeDeployStore.RevisionRow(revision, ""));
        }
        return revision;
    }

    GetDeploymentResponse get(Call call, GetDeploymentRequest request) {
        return GetDeploymentResponse.builder()
                .deploymentInfo(Revisions.shown(
                        rows.deployment(call, id(request.deploymentId())).info()))
                .build();
    }

    BatchGetDeploymentsResponse batchGet(Call call, BatchGetDeploymentsRequest request) {
        if (request.deploymentIds().size() > LARGEST_BATCH) {
            throw CodeDeployErrors.client(
                    "BatchLimitExceededException", "The maximum number of deployments is " + LARGEST_BATCH + ".");
        }
        // DeploymentDoesNotExistException is none of this operation's errors: what is not there is left out.
        List<DeploymentInfo> found = new ArrayList<>();
        for (String asked : request.deploymentIds()) {
            rows.find(call, id(asked)).ifPresent(row -> found.add(Revisions.shown(row.info())));
        }
        return BatchGetDeploymentsResponse.builder().deploymentsInfo(found).build();
    }

    ListDeploymentsResponse list(Call call, ListDeploymentsRequest request) {
        for (String status : request.includeOnlyStatusesAsStrings()) {
            if (!STATUSES.contains(status)) {
                throw CodeDeployErrors.client(
                        "InvalidDeploymentStatusException", "The deployment status is not valid: " + status);
            }
        }
        if (request.applicationName() == null && request.deploymentGroupName() != null) {
            throw CodeDeployErrors.client(
                    "ApplicationNameRequiredException",
                    "An application name is required when" + " a deployment group name is given.");
        } else if (request.applicationName() != null && request.deploymentGroupName() == null) {
            throw CodeDeployErrors.client(
                    "DeploymentGroupNameRequiredException",
                    "A deployment group name is required" + " when an application name is given.");
        }
        List<DeploymentRow> all;
        if (request.applicationName() == null) {
            all = rows.applications.under(CodeDeployStore.prefix(call.caller())).values().stream()
                    .flatMap(a ->
                            rows
                                    .deploymentsOf(
                                            call.caller(), a.application().applicationName(), Optional.empty())
                                    .stream())
                    .toList();
        } else {
            String application =
                    rows.application(call, request.applicationName()).applicationName();
            if (request.deploymentGroupName() != null) {
                rows.group(call, application, request.deploymentGroupName());
            }
            all = rows.deploymentsOf(call.caller(), application, Optional.ofNullable(request.deploymentGroupName()));
        }
        List<DeploymentRow> wanted = all.stream()
                .filter(row -> request.includeOnlyStatuses().isEmpty()
                        || request.includeOnlyStatusesAsStrings()
                                .contains(row.info().statusAsString()))
                .filter(row -> within(row.info().createTime(), request.createTimeRange()))
                .toList();
        Page<DeploymentRow> page = Page.of(wanted, Deployments::newestFirst, request.nextToken(), null, PAGE);
        return ListDeploymentsResponse.builder()
                .deployments(page.items().stream().map(DeploymentRow::id).toList())
                .nextToken(page.next())
                .build();
    }

    StopDeploymentResponse stop(Call call, StopDeploymentRequest request) {
        DeploymentRow row = rows.deployment(call, id(request.deploymentId()));
        if (row.isOver()) {
            throw alreadyOver(row);
        }
        life.stop(row, request.autoRollbackEnabled());
        call.effect(row.id());
        return StopDeploymentResponse.builder()
                .status("Succeeded")
                .statusMessage("No more commands will be scheduled for execution in the deployment")
                .build();
    }

    ContinueDeploymentResponse letGoOn(Call call, ContinueDeploymentRequest request) {
        DeploymentRow row = rows.deployment(call, id(request.deploymentId()));
        String wait =
                request.deploymentWaitTypeAsString() == null ? "READY_WAIT" : request.deploymentWaitTypeAsString();
        if (row.isOver()) {
            throw alreadyOver(row);
        }
        boolean ready = "Ready".equals(row.info().statusAsString());
        boolean terminating = Boolean.TRUE.equals(row.info().instanceTerminationWaitTimeStarted());
        switch (wait) {
            case "READY_WAIT" -> {
                if (!ready) {
                    throw CodeDeployErrors.client(
                            "DeploymentIsNotInReadyStateException", "The deployment is not in the Ready state.");
                }
            }
            case "TERMINATION_WAIT" -> {
                if (!terminating) {
                    throw CodeDeployErrors.client(
                            "InvalidDeploymentStatusException",
                            "The deployment does not wait for the termination of the original task set.");
                }
            }
            default ->
                throw CodeDeployErrors.client(
                        "InvalidDeploymentWaitTypeException", "The wait type is invalid: " + wait);
        }
        life.goOn(row);
        call.effect(row.id());
        return ContinueDeploymentResponse.builder().build();
    }

    PutLifecycleEventHookExecutionStatusResponse hooked(
            Call call, PutLifecycleEventHookExecutionStatusRequest request) {
        DeploymentRow row = rows.deployment(call, id(request.deploymentId()));
        String execution = request.lifecycleEventHookExecutionId();
        String status = request.statusAsString() == null ? "" : request.statusAsString();
        if (!status.equals("Succeeded") && !status.equals("Failed")) {
            throw CodeDeployErrors.client(
                    "InvalidLifecycleEventHookExecutionStatusException",
                    "The lifecycle event hook execution status must be Succeeded or Failed.");
        }
        if (row.hook().isEmpty() || row.isOver()) {
            throw CodeDeployErrors.client(
                    "LifecycleEventAlreadyCompletedException", "The lifecycle event has been completed already.");
        }
        if (!row.hook().equals(execution)) {
            throw CodeDeployErrors.client(
                    "InvalidLifecycleEventHookExecutionIdException",
                    "The lifecycle event hook execution id is invalid: " + execution);
        }
        life.hooked(row, status.equals("Succeeded"));
        call.effect(row.id());
        return PutLifecycleEventHookExecutionStatusResponse.builder()
                .lifecycleEventHookExecutionId(execution)
                .build();
    }

    private static RuntimeException alreadyOver(DeploymentRow row) {
        return CodeDeployErrors.client(
                "DeploymentAlreadyCompletedException",
                "The deployment " + row.id() + " is in the state " + row.info().statusAsString() + " already.");
    }

    private static Optional<RevisionLocation> succeeded(List<DeploymentRow> newestFirst) {
        return newestFirst.stream()
                .filter(row -> "Succeeded".equals(row.info().statusAsString()))
                .findFirst()
                .map(row -> row.info().revision());
    }

    private static boolean within(Instant created, @Nullable TimeRange range) {
        return range == null
                || ((range.start() == null || !created.isBefore(range.start()))
                        && (range.end() == null || !created.isAfter(range.end())));
    }

    private static String newestFirst(DeploymentRow row) {
        return String.format("%020d", Long.MAX_VALUE - row.order());
    }

    static String id(@Nullable String given) {
        String id = CodeDeployErrors.required("DeploymentIdRequiredException", "deploymentId", given);
        if (!id.matches("d-[A-Z0-9]+")) {
            throw CodeDeployErrors.client(
                    "InvalidDeploymentIdException", "Specified DeploymentId is not in the valid format: " + id);
        }
        return id;
    }
}
