package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/** Services: made, changed, described, deleted. What follows from it is the scheduler's. */
final class Services {

    private final EcsStore ecs;
    private final Tags tags;
    private final ServiceView view;

    Services(EcsStore ecs, Tags tags) {
        this.ecs = ecs;
        this.tags = tags;
        this.view = new ServiceView(ecs);
    }

    CreateServiceResponse create(Call call, CreateServiceRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        String name = EcsErrors.required("ServiceName", request.serviceName());
        if (!name.matches("[A-Za-z0-9_-]{1,255}")) {
            throw EcsErrors.invalid(
                    "Invalid service name: up to 255 letters, numbers, hyphens and underscores are" + " allowed.");
        }
        String token = request.clientToken() == null ? "" : request.clientToken();
        ServiceRecord known = ecs.service(call, cluster, name).orElse(null);
        if (known != null && !known.status().equals("INACTIVE")) {
            if (!token.isEmpty() && token.equals(known.clientToken())) {
                return CreateServiceResponse.builder().service(view.of(known)).build();
            }
            throw EcsErrors.invalid("Creation of service was not idempotent.");
        }
        ServiceRules.check(request);
        TaskDefinition definition = active(call, request.taskDefinition());
        ServiceRules.checkNetwork(definition, request.networkConfiguration(), request.launchTypeAsString());
        Instant now = call.now();
        Service settings = settings(call, request, cluster, definition, now);
        ServiceRecord made =
                deploy(new ServiceRecord(settings, List.of(), Optional.empty(), "", token, false, false), now);
        ecs.put(made);
        tags.add(made.arn(), Clusters.pairs(request.tags()));
        call.effect(made.arn(), token);
        ecs.wake(made.arn());
        return CreateServiceResponse.builder().service(view.of(made)).build();
    }

    UpdateServiceResponse update(Call call, UpdateServiceRequest request) {
        ServiceRecord service = service(call, request.cluster(), request.service());
        if (!service.active()) {
            throw EcsErrors.serviceNotActive();
        }
        ServiceRules.check(request);
        Instant now = call.now();
        TaskDefinition definition = request.taskDefinition() == null
                ? ecs.definition(service.settings().taskDefinition())
                : active(call, request.taskDefinition());
        Service next = changed(service.settings(), request, definition);
        ServiceRules.checkNetwork(definition, next.networkConfiguration(), next.launchTypeAsString());
        boolean deploys = Boolean.TRUE.equals(request.forceNewDeployment())
                || !Objects.equals(next.taskDefinition(), service.settings().taskDefinition())
                || !Objects.equals(
                        next.networkConfiguration(), service.settings().networkConfiguration())
                || !Objects.equals(next.platformVersion(), service.settings().platformVersion())
                || !Objects.equals(
                        next.capacityProviderStrategy(), service.settings().capacityProviderStrategy());
        ServiceRecord updated = service.with(next);
        ServiceRecord kept = deploys ? supersede(updated, now) : updated;
        ecs.put(kept);
        call.effect(kept.arn());
        ecs.wake(kept.arn());
        return UpdateServiceResponse.builder().service(view.of(kept)).build();
    }

    DeleteServiceResponse delete(Call call, DeleteServiceRequest request) {
        ServiceRecord service = service(call, request.cluster(), request.service());
        if (service.status().equals("INACTIVE")) {
            throw EcsErrors.serviceNotFound();
        }
        if (service.desired() > 0 && !Boolean.TRUE.equals(request.force())) {
            throw EcsErrors.invalid("The service cannot be stopped while it is scaled above 0.");
        }
        ServiceRecord draining = service.with(service.settings().toBuilder()
                .status("DRAINING")
                .desiredCount(0)
                .build());
        ecs.put(draining);
        call.effect(draining.arn());
        ecs.wake(draining.arn());
        return DeleteServiceResponse.builder().service(view.of(draining)).build();
    }

    DescribeServicesResponse describe(Call call, DescribeServicesRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        if (request.services().isEmpty()) {
            throw EcsErrors.invalid("Services cannot be empty.");
        }
        EcsErrors.atMost("Services", request.services().size(), 10);
        List<Service> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        boolean withTags = request.includeAsStrings().contains("TAGS");
        for (String name : request.services()) {
            ecs.service(call, cluster, name)
                    .ifPresentOrElse(
                            s -> found.add(withTags ? tagged(view.of(s)) : view.of(s)),
                            () -> failures.add(Clusters.missing(EcsStore.serviceArn(call, cluster, name))));
        }
        return DescribeServicesResponse.builder()
                .services(found)
                .failures(failures)
                .build();
    }

    ListServicesResponse list(Call call, ListServicesRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        List<String> all = ecs.servicesIn(cluster).stream()
                .filter(s -> !s.status().equals("INACTIVE"))
                .filter(s -> request.launchTypeAsString() == null
                        || request.launchTypeAsString().equals(s.settings().launchTypeAsString()))
                .map(ServiceRecord::arn)
                .toList();
        int size = request.maxResults() == null ? 10 : request.maxResults();
        Page<String> page = Page.of(all, arn -> arn, request.nextToken(), size, 100);
        return ListServicesResponse.builder()
                .serviceArns(page.items())
                .nextToken(page.next())
                .build();
    }

    private ServiceRecord service(Call call, @Nullable String cluster, @Nullable String name) {
        String arn = ecs.cluster(call, cluster).clusterArn();
        return ecs.service(call, arn, EcsErrors.required("Service", name)).orElseThrow(EcsErrors::serviceNotFound);
    }

    private TaskDefinition active(Call call, @Nullable String reference) {
        TaskDefinition definition = ecs.definition(call, EcsErrors.required("TaskDefinition", reference))
                .orElseThrow(() -> EcsErrors.client("TaskDefinition not found."));
        if (!definition.statusAsString().equals("ACTIVE")) {
            throw EcsErrors.client("TaskDefinition is inactive");
        }
        return definition;
    }

    /** A deployment of the service's settings. */
    private ServiceRecord deploy(ServiceRecord service, Instant now) {
        String number = ecs.ids.digits(19);
        String revision = Revisions.make(ecs, service.settings(), number, now).serviceRevisionArn();
        DeploymentRecord deployment = DeploymentRecord.fresh(
                "ecs-svc/" + number, service.settings().taskDefinition(), revision, service.desired(), now);
        ServiceRecord next = service.moveTo(deployment, now);
        return next.under(Revisions.begin(ecs, next, deployment, now));
    }

    private ServiceRecord supersede(ServiceRecord service, Instant now) {
        Revisions.finish(
                ecs, service, "STOPPED", "Service deployment stopped because a newer service deployment was started.");
        return deploy(service, now);
    }

    private static Service settings(
            Call call, CreateServiceRequest request, String cluster, TaskDefinition definition, Instant now) {
        String launchType = request.launchTypeAsString();
        boolean providers = request.hasCapacityProviderStrategy()
                && !request.capacityProviderStrategy().isEmpty();
        String type = launchType != null ? launchType : providers ? "FARGATE" : "EC2";
        return Service.builder()
                .serviceArn(EcsStore.serviceArn(call, cluster, request.serviceName()))
                .serviceName(request.serviceName())
                .clusterArn(cluster)
                .status("ACTIVE")
                .desiredCount(request.desiredCount() == null ? 0 : request.desiredCount())
                .launchType(type)
                .capacityProviderStrategy(providers ? request.capacityProviderStrategy() : null)
                .platformVersion(
                        type.equals("FARGATE")
                                ? request.platformVersion() == null ? "LATEST" : request.platformVersion()
                                : null)
                .platformFamily(type.equals("FARGATE") ? "Linux" : null)
                .taskDefinition(definition.taskDefinitionArn())
                .deploymentConfiguration(ServiceRules.completed(
                        request.deploymentConfiguration(),
                        DeploymentConfiguration.builder().build()))
                .deploymentController(d -> d.type("ECS"))
                .networkConfiguration(request.networkConfiguration())
                .roleArn("arn:aws:iam::" + call.account()
                        + ":role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS")
                .createdAt(now)
                .createdBy(call.caller().principal())
                .healthCheckGracePeriodSeconds(
                        request.healthCheckGracePeriodSeconds() == null ? 0 : request.healthCheckGracePeriodSeconds())
                .schedulingStrategy("REPLICA")
                .enableECSManagedTags(Boolean.TRUE.equals(request.enableECSManagedTags()))
                .propagateTags(request.propagateTagsAsString() == null ? "NONE" : request.propagateTagsAsString())
                .enableExecuteCommand(Boolean.TRUE.equals(request.enableExecuteCommand()))
                .availabilityZoneRebalancing("DISABLED")
                .build();
    }

    private static Service changed(Service settings, UpdateServiceRequest request, TaskDefinition definition) {
        Service.Builder next = settings.toBuilder().taskDefinition(definition.taskDefinitionArn());
        if (request.desiredCount() != null) {
            next.desiredCount(request.desiredCount());
        }
        if (request.deploymentConfiguration() != null) {
            next.deploymentConfiguration(
                    ServiceRules.completed(request.deploymentConfiguration(), settings.deploymentConfiguration()));
        }
        if (request.networkConfiguration() != null) {
            next.networkConfiguration(request.networkConfiguration());
        }
        if (request.platformVersion() != null) {
            next.platformVersion(request.platformVersion());
        }
        if (request.healthCheckGracePeriodSeconds() != null) {
            next.healthCheckGracePeriodSeconds(request.healthCheckGracePeriodSeconds());
        }
        if (request.enableExecuteCommand() != null) {
            next.enableExecuteCommand(request.enableExecuteCommand());
        }
        if (request.propagateTagsAsString() != null) {
            next.propagateTags(request.propagateTagsAsString());
        }
        if (request.hasCapacityProviderStrategy()) {
            next.capacityProviderStrategy(request.capacityProviderStrategy());
        }
        return next.build();
    }

    private Service tagged(Service service) {
        return service.toBuilder()
                .tags(tags.of(service.serviceArn()).entrySet().stream()
                        .map(t -> Tag.builder()
                                .key(t.getKey())
                                .value(t.getValue())
                                .build())
                        .toList())
                .build();
    }
}
