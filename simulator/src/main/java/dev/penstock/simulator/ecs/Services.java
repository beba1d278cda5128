package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/** Services: made, changed, deleted. What follows from it is the scheduler's. */
final class Services {

    private final EcsStore ecs;
    private final Tags tags;
    private final ServiceView view;
    private final BalancerRules balancers;
    private final TaskSets taskSets;

    Services(EcsStore ecs, Tags tags, ServiceView view, BalancerRules balancers, TaskSets taskSets) {
        this.ecs = ecs;
        this.tags = tags;
        this.view = view;
        this.balancers = balancers;
        this.taskSets = taskSets;
    }

    CreateServiceResponse create(Call call, CreateServiceRequest request) {
        Cluster cluster = ecs.cluster(call, request.cluster());
        String name = EcsErrors.required("ServiceName", request.serviceName());
        if (!name.matches("[A-Za-z0-9_-]{1,255}")) {
            throw EcsErrors.invalid(
                    "Invalid service name: up to 255 letters, numbers, hyphens and underscores are" + " allowed.");
        }
        String token = request.clientToken() == null ? "" : request.clientToken();
        ServiceRecord known = ecs.service(cluster.clusterArn(), name).orElse(null);
        if (known != null && !known.status().equals("INACTIVE")) {
            if (!token.isEmpty() && token.equals(known.clientToken())) {
                return CreateServiceResponse.builder()
                        .service(view.of(call, known))
                        .build();
            }
            throw EcsErrors.invalid("Creation of service was not idempotent.");
        }
        ServiceRules.check(request);
        ServiceRecord made = ecs.keep(begin(call, record(call, request, cluster, token)));
        tags.add(made.arn(), Clusters.pairs(request.tags()));
        call.effect(made.arn(), token);
        ecs.wake(made.arn());
        return CreateServiceResponse.builder().service(view.of(call, made)).build();
    }

    UpdateServiceResponse update(Call call, UpdateServiceRequest request) {
        ServiceRecord service = service(call, request.cluster(), request.service());
        if (!service.active()) {
            throw EcsErrors.serviceNotActive();
        }
        ServiceRules.check(request, service);
        if (!request.capacityProviderStrategy().isEmpty()) {
            CapacityProviders.checkStrategy(ecs.cluster(call, request.cluster()), request.capacityProviderStrategy());
        }
        Service present = service.settings();
        Service next = ServiceSettings.changed(present, request, service.daemon());
        if (request.taskDefinition() != null) {
            next = next.toBuilder()
                    .taskDefinition(ecs.active(call, request.taskDefinition()).taskDefinitionArn())
                    .build();
        }
        if (service.rolling()) {
            check(next, request.hasLoadBalancers());
        }
        GradualRules.check(next.deploymentConfiguration(), service.controller(), next.loadBalancers());
        boolean deploys =
                service.rolling() && (Boolean.TRUE.equals(request.forceNewDeployment()) || deploys(present, next));
        ServiceRecord updated = service.with(next)
                .with(DeploymentControls.of(call, service.controls(), next.deploymentConfiguration()));
        ServiceRecord kept = ecs.keep(deploys ? supersede(updated, call.now()) : updated);
        call.effect(kept.arn());
        ecs.wake(kept.arn());
        return UpdateServiceResponse.builder().service(view.of(call, kept)).build();
    }

    DeleteServiceResponse delete(Call call, DeleteServiceRequest request) {
        ServiceRecord service = service(call, request.cluster(), request.service());
        if (service.status().equals("INACTIVE")) {
            throw EcsErrors.serviceNotFound();
        }
        if (service.desired() > 0 && !service.daemon() && !Boolean.TRUE.equals(request.force())) {
            throw EcsErrors.invalid("The service cannot be stopped while it is scaled above 0.");
        }
        ServiceRecord draining = ecs.keep(service.with(service.settings().toBuilder()
                .status("DRAINING")
                .desiredCount(0)
                .build()));
        call.effect(draining.arn());
        ecs.wake(draining.arn());
        return DeleteServiceResponse.builder().service(view.of(call, draining)).build();
    }

    /** A service as it was asked for, without any deployment or task set. */
    private ServiceRecord record(Call call, CreateServiceRequest request, Cluster cluster, String token) {
        Service settings = ServiceSettings.of(call, request, cluster);
        CapacityProviders.checkStrategy(cluster, settings.capacityProviderStrategy());
        boolean rolls = settings.deploymentController().typeAsString().equals("ECS");
        if (rolls
                || request.taskDefinition() != null
                || "CODE_DEPLOY".equals(settings.deploymentController().typeAsString())) {
            TaskDefinition definition = ecs.active(call, request.taskDefinition());
            settings = settings.toBuilder()
                    .taskDefinition(definition.taskDefinitionArn())
                    .build();
            check(settings, true);
        } else if (!request.loadBalancers().isEmpty()) {
            throw EcsErrors.invalid("Load balancers can not be specified without a task definition on services with an"
                    + " EXTERNAL deployment controller. Use CreateTaskSet.");
        }
        GradualRules.check(
                settings.deploymentConfiguration(),
                settings.deploymentController().typeAsString(),
                settings.loadBalancers());
        return new ServiceRecord(settings, List.of(), Optional.empty(), "", token, false, false, Optional.empty())
                .with(DeploymentControls.of(call, DeploymentControls.STANDARD, settings.deploymentConfiguration()));
    }

    private ServiceRecord begin(Call call, ServiceRecord service) {
        if (service.rolling()) {
            return deploy(service, call.now());
        }
        return service.settings().taskDefinition() == null ? service : taskSets.first(call, service);
    }

    private void check(Service settings, boolean withBalancers) {
        TaskDefinition definition = ecs.definition(settings.taskDefinition());
        boolean fargate = "FARGATE".equals(settings.launchTypeAsString())
                || CapacityProviders.isFargate(settings.capacityProviderStrategy());
        ServiceRules.checkNetwork(definition, settings.networkConfiguration(), fargate);
        if (withBalancers) {
            balancers.check(settings.loadBalancers(), definition);
        }
    }

    /** Whether tasks must be replaced to be as the settings say now. */
    private static boolean deploys(Service present, Service next) {
        return !Objects.equals(next.taskDefinition(), present.taskDefinition())
                || !Objects.equals(next.networkConfiguration(), present.networkConfiguration())
                || !Objects.equals(next.platformVersion(), present.platformVersion())
                || !Objects.equals(next.loadBalancers(), present.loadBalancers())
                || !Objects.equals(next.capacityProviderStrategy(), present.capacityProviderStrategy());
    }

    private ServiceRecord service(Call call, @Nullable String cluster, @Nullable String name) {
        String arn = ecs.cluster(call, cluster).clusterArn();
        return ecs.service(arn, EcsErrors.required("Service", name)).orElseThrow(EcsErrors::serviceNotFound);
    }

    /** A deployment of the service's settings. */
    private ServiceRecord deploy(ServiceRecord service, Instant now) {
        String number = ecs.ids.digits(19);
        String revision = Revisions.make(ecs, service, number, now).serviceRevisionArn();
        boolean gradual = GradualRules.isGradual(service.configuration());
        DeploymentRecord deployment = DeploymentRecord.fresh(
                "ecs-svc/" + number,
                service.settings().taskDefinition(),
                revision,
                gradual ? 0 : service.desired(),
                now);
        ServiceRecord next = service.moveTo(deployment, now);
        return next.under(Revisions.begin(ecs, next, deployment, now));
    }

    private ServiceRecord supersede(ServiceRecord service, Instant now) {
        Revisions.finish(
                ecs, service, "STOPPED", "Service deployment stopped because a newer service deployment was started.");
        return deploy(service, now);
    }
}
