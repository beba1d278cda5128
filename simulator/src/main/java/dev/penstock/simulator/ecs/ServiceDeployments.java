package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.EcsStore.RevisionRow;
import dev.penstock.simulator.ecs.EcsStore.ServiceDeploymentRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentResponse;

/** ECS's API on service deployments and revisions. */
final class ServiceDeployments {

    private static final Set<String> GOING_BACK =
            Set.of("STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS");

    private static final String CONTINUE = "CONTINUE";
    private static final double MILLIS = 1000.0;

    private final EcsStore ecs;

    ServiceDeployments(EcsStore ecs) {
        this.ecs = ecs;
    }

    ListServiceDeploymentsResponse list(Call call, ListServiceDeploymentsRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        ServiceRecord service = ecs.service(cluster, EcsErrors.required("Service", request.service()))
                .orElseThrow(EcsErrors::serviceNotFound);
        List<ServiceDeployment> all = new ArrayList<>();
        for (ServiceDeploymentRow row : ecs.serviceDeployments
                .under(service.arn().replace(":service/", ":service-deployment/") + "/")
                .values()) {
            boolean wanted = !request.hasStatus()
                    || request.statusAsStrings().isEmpty()
                    || request.statusAsStrings().contains(row.deployment().statusAsString());
            if (wanted && within(row.deployment().createdAt(), request)) {
                all.add(row.deployment());
            }
        }
        // Latest first, as AWS lists them; the key turns that round for paging.
        all.sort(Comparator.comparing(ServiceDeployments::latestFirst));
        Page<ServiceDeployment> page =
                Page.of(all, ServiceDeployments::latestFirst, request.nextToken(), request.maxResults(), 20);
        return ListServiceDeploymentsResponse.builder()
                .serviceDeployments(
                        page.items().stream().map(ServiceDeployments::brief).toList())
                .nextToken(page.next())
                .build();
    }

    DescribeServiceDeploymentsResponse describe(Call call, DescribeServiceDeploymentsRequest request) {
        List<String> arns = request.serviceDeploymentArns();
        if (arns.isEmpty()) {
            throw EcsErrors.invalid("serviceDeploymentArns cannot be empty.");
        }
        EcsErrors.atMost("serviceDeploymentArns", arns.size(), 20);
        List<ServiceDeployment> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String arn : arns) {
            ecs.serviceDeployments
                    .get(arn)
                    .ifPresentOrElse(
                            row -> {
                                row.controls().answer(call, row.deployment().deploymentConfiguration());
                                ServiceDeployment shown = Revisions.counted(ecs, row);
                                hookDetails(row)
                                        .ifPresent(details -> call.unmodelled()
                                                .answer(shown, Map.of("lifecycleHookDetails", details)));
                                found.add(shown);
                            },
                            () -> failures.add(Clusters.missing(arn)));
        }
        return DescribeServiceDeploymentsResponse.builder()
                .serviceDeployments(found)
                .failures(failures)
                .build();
    }

    DescribeServiceRevisionsResponse revisions(Call call, DescribeServiceRevisionsRequest request) {
        List<String> arns = request.serviceRevisionArns();
        if (arns.isEmpty()) {
            throw EcsErrors.invalid("serviceRevisionArns cannot be empty.");
        }
        EcsErrors.atMost("serviceRevisionArns", arns.size(), 20);
        List<ServiceRevision> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String arn : arns) {
            ecs.revisions
                    .get(arn)
                    .map(RevisionRow::revision)
                    .ifPresentOrElse(found::add, () -> failures.add(Clusters.missing(arn)));
        }
        return DescribeServiceRevisionsResponse.builder()
                .serviceRevisions(found)
                .failures(failures)
                .build();
    }

    StopServiceDeploymentResponse stop(Call call, StopServiceDeploymentRequest request) {
        String arn = EcsErrors.required("serviceDeploymentArn", request.serviceDeploymentArn());
        ServiceDeployment deployment = deployment(arn);
        if (deployment.finishedAt() != null) {
            throw ServiceError.client(
                    "ConflictException",
                    "The service deployment is in a terminal state and cannot be stopped: "
                            + deployment.statusAsString());
        }
        if (request.stopTypeAsString() != null && !request.stopTypeAsString().equals("ROLLBACK")) {
            throw EcsErrors.invalid("The stop type " + request.stopTypeAsString() + " is not supported. Use ROLLBACK.");
        }
        if (!GOING_BACK.contains(deployment.statusAsString())) {
            ServiceRecord service = ecs.services.get(deployment.serviceArn()).orElseThrow();
            Revisions.change(ecs, service, d -> d.status("ROLLBACK_REQUESTED").stoppedAt(call.now()));
            call.effect(arn);
            ecs.wake(service.arn());
        }
        return StopServiceDeploymentResponse.builder().serviceDeploymentArn(arn).build();
    }

    /**
     * Decides for a deployment that waits at a pause.
     *
     * @param request has the one member that the SDK knows; {@code hookId} and {@code action} are unmodelled
     */
    StopServiceDeploymentResponse letGoOn(Call call, StopServiceDeploymentRequest request) {
        String arn = EcsErrors.required("serviceDeploymentArn", request.serviceDeploymentArn());
        String hook = EcsErrors.required("hookId", text(call, "hookId").orElse(null));
        String action = text(call, "action").orElse(CONTINUE);
        if (!action.equals(CONTINUE) && !action.equals("ROLLBACK")) {
            throw EcsErrors.invalid("The action " + action + " is not supported. Use CONTINUE or ROLLBACK.");
        }
        ServiceDeployment deployment = deployment(arn);
        ServiceDeploymentRow row = ecs.serviceDeployments.get(arn).orElseThrow();
        HookRun run = row.shift()
                .filter(shift -> deployment.statusAsString().equals("IN_PROGRESS"))
                .flatMap(shift -> shift.hook(hook))
                .filter(found -> found.status() == HookRun.Status.AWAITING_ACTION)
                .orElseThrow(() -> EcsErrors.invalid("The lifecycle hook " + hook + " is not awaiting an action."));
        HookRun decided = run.in(action.equals(CONTINUE) ? HookRun.Status.SUCCEEDED : HookRun.Status.FAILED);
        ecs.serviceDeployments.put(arn, row.shifting(row.shift().orElseThrow().with(decided)));
        call.effect(arn);
        ecs.wake(deployment.serviceArn());
        return StopServiceDeploymentResponse.builder().serviceDeploymentArn(arn).build();
    }

    private static Optional<List<Object>> hookDetails(ServiceDeploymentRow row) {
        return row.shift().map(Shift::hooks).filter(runs -> !runs.isEmpty()).map(runs -> {
            List<Object> details = new ArrayList<>();
            for (HookRun run : runs) {
                LifecycleHook hook = row.controls().hooks().get(run.hook());
                Map<String, Object> detail = new HashMap<>();
                detail.put("hookId", run.id());
                detail.put("targetType", hook.type().name());
                detail.put("status", run.status().name());
                detail.put("expiresAt", run.expires().toEpochMilli() / MILLIS);
                detail.put("timeoutAction", hook.atTimeout().name());
                if (hook.type() == LifecycleHook.Type.AWS_LAMBDA) {
                    detail.put("targetArn", hook.function());
                }
                details.add(detail);
            }
            return details;
        });
    }

    private static Optional<String> text(Call call, String member) {
        return call.unmodelled()
                .requested(member)
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private ServiceDeployment deployment(String arn) {
        return ecs.serviceDeployments
                .get(arn)
                .map(ServiceDeploymentRow::deployment)
                .orElseThrow(() ->
                        ServiceError.client("ServiceDeploymentNotFoundException", "Service deployment not found."));
    }

    private static boolean within(Instant created, ListServiceDeploymentsRequest request) {
        if (request.createdAt() == null) {
            return true;
        }
        Instant after = request.createdAt().after();
        Instant before = request.createdAt().before();
        return (after == null || !created.isBefore(after)) && (before == null || !created.isAfter(before));
    }

    private static String latestFirst(ServiceDeployment deployment) {
        return String.format("%020d ", Long.MAX_VALUE - deployment.createdAt().toEpochMilli())
                + deployment.serviceDeploymentArn();
    }

    private static ServiceDeploymentBrief brief(ServiceDeployment deployment) {
        return ServiceDeploymentBrief.builder()
                .serviceDeploymentArn(deployment.serviceDeploymentArn())
                .serviceArn(deployment.serviceArn())
                .clusterArn(deployment.clusterArn())
                .createdAt(deployment.createdAt())
                .startedAt(deployment.startedAt())
                .finishedAt(deployment.finishedAt())
                .targetServiceRevisionArn(deployment.targetServiceRevision().arn())
                .status(deployment.statusAsString())
                .statusReason(deployment.statusReason())
                .build();
    }
}
