package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.EcsStore.TaskSetRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetResponse;

/**
 * Task sets of services with the EXTERNAL deployment controller. Each stands among the service's deployments, which its
 * ARN is the revision of. Source: ECS Developer Guide, "Deploy Amazon ECS services using a third-party controller".
 */
final class TaskSets {

    private record Token(String taskSet) {}

    private final EcsStore ecs;
    private final Tags tags;
    private final ServiceView view;
    private final BalancerRules balancers;
    private final Table<Token> tokens;

    TaskSets(EcsStore ecs, Tags tags, ServiceView view, BalancerRules balancers, Store store) {
        this.ecs = ecs;
        this.tags = tags;
        this.view = view;
        this.balancers = balancers;
        this.tokens = store.table("ecs.taskSetTokens", Token.class);
    }

    CreateTaskSetResponse create(Call call, CreateTaskSetRequest request) {
        Cluster cluster = ecs.cluster(call, request.cluster());
        ServiceRecord service = external(call, request.cluster(), request.service());
        String token = request.clientToken() == null ? "" : request.clientToken();
        String tokenKey = service.arn() + " " + token;
        DeploymentRecord known = token.isEmpty()
                ? null
                : tokens.get(tokenKey)
                        .flatMap(t -> service.deployment(t.taskSet()))
                        .orElse(null);
        if (known != null) {
            return CreateTaskSetResponse.builder()
                    .taskSet(view.taskSet(service, known))
                    .build();
        }
        TaskDefinition definition = ecs.active(call, request.taskDefinition());
        Launch launch = Launch.asked(cluster, request);
        CapacityProviders.checkStrategy(cluster, launch.strategy());
        ServiceRules.refuse(!request.serviceRegistries().isEmpty(), "a service registry");
        ServiceRules.checkNetwork(definition, request.networkConfiguration(), launch.isFargate());
        balancers.check(request.loadBalancers(), definition);
        TaskSet set = set(call, service, definition, launch, scale(request.scale())).toBuilder()
                .externalId(request.externalId())
                .status("ACTIVE")
                .build();
        ServiceRecord next = ecs.keep(add(service, set));
        tags.add(set.taskSetArn(), Clusters.pairs(request.tags()));
        if (!token.isEmpty()) {
            tokens.put(tokenKey, new Token(set.id()));
        }
        return CreateTaskSetResponse.builder()
                .taskSet(changed(call, next, set.id()))
                .build();
    }

    /** The task set that a service begins with, when it was made with a task definition. */
    ServiceRecord first(Call call, ServiceRecord service) {
        Service settings = service.settings();
        Launch launch = new Launch(
                Optional.ofNullable(settings.launchTypeAsString())
                        .or(() ->
                                settings.capacityProviderStrategy().isEmpty() ? Optional.of("EC2") : Optional.empty()),
                settings.capacityProviderStrategy(),
                Optional.ofNullable(settings.platformVersion()),
                Optional.ofNullable(settings.networkConfiguration()),
                settings.loadBalancers());
        Scale all = Scale.builder().unit("PERCENT").value(100.0).build();
        return add(
                service,
                set(call, service, ecs.definition(settings.taskDefinition()), launch, all).toBuilder()
                        .status("PRIMARY")
                        .build());
    }

    DescribeTaskSetsResponse describe(Call call, DescribeTaskSetsRequest request) {
        ServiceRecord service = external(call, request.cluster(), request.service());
        EcsErrors.atMost("taskSets", request.taskSets().size(), 10);
        List<TaskSet> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        boolean withTags = request.includeAsStrings().contains("TAGS");
        List<String> wanted = request.taskSets().isEmpty()
                ? service.deployments().stream().map(DeploymentRecord::id).toList()
                : request.taskSets();
        for (String name : wanted) {
            service.deployments().stream()
                    .filter(d -> isNamed(d, name))
                    .findFirst()
                    .ifPresentOrElse(
                            d -> {
                                TaskSet set = view.taskSet(service, d);
                                found.add(
                                        withTags
                                                ? set.toBuilder()
                                                        .tags(Clusters.tags(tags, set.taskSetArn()))
                                                        .build()
                                                : set);
                            },
                            () -> failures.add(Clusters.missing(name)));
        }
        return DescribeTaskSetsResponse.builder()
                .taskSets(found)
                .failures(failures)
                .build();
    }

    UpdateTaskSetResponse update(Call call, UpdateTaskSetRequest request) {
        ServiceRecord service = external(call, request.cluster(), request.service());
        DeploymentRecord named = named(service, request.taskSet());
        if (request.scale() == null) {
            throw EcsErrors.invalid("scale must be specified.");
        }
        keep(stabilizing(call, set(named).toBuilder().scale(scale(request.scale()))));
        return UpdateTaskSetResponse.builder()
                .taskSet(changed(call, sized(service), named.id()))
                .build();
    }

    DeleteTaskSetResponse delete(Call call, DeleteTaskSetRequest request) {
        ServiceRecord service = external(call, request.cluster(), request.service());
        DeploymentRecord named = named(service, request.taskSet());
        TaskSet set = set(named);
        boolean forced = Boolean.TRUE.equals(request.force());
        if (named.wanted() > 0 && !forced) {
            throw EcsErrors.invalid(
                    "The task set cannot be deleted while it is scaled above 0. Scale it to 0 or use force.");
        }
        keep(stabilizing(call, set.toBuilder().status("DRAINING")));
        return DeleteTaskSetResponse.builder()
                .taskSet(changed(call, sized(service), named.id()))
                .build();
    }

    UpdateServicePrimaryTaskSetResponse primary(Call call, UpdateServicePrimaryTaskSetRequest request) {
        ServiceRecord service = external(call, request.cluster(), request.service());
        DeploymentRecord named = named(service, EcsErrors.required("primaryTaskSet", request.primaryTaskSet()));
        for (DeploymentRecord other : service.deployments()) {
            TaskSet set = set(other);
            boolean chosen = other.id().equals(named.id());
            if (chosen || set.status().equals("PRIMARY")) {
                keep(set.toBuilder()
                        .status(chosen ? "PRIMARY" : "ACTIVE")
                        .updatedAt(call.now())
                        .build());
            }
        }
        TaskSet set = set(named);
        Service settings = service.settings().toBuilder()
                .taskDefinition(set.taskDefinition())
                .launchType(set.launchTypeAsString())
                .platformVersion(set.platformVersion())
                .platformFamily(set.platformFamily())
                .networkConfiguration(set.networkConfiguration())
                .loadBalancers(set.loadBalancers())
                .build();
        return UpdateServicePrimaryTaskSetResponse.builder()
                .taskSet(changed(call, ecs.keep(service.with(settings)), named.id()))
                .build();
    }

    private TaskSet set(Call call, ServiceRecord service, TaskDefinition definition, Launch launch, Scale scale) {
        String id = "ecs-svc/" + ecs.ids.digits(19);
        boolean fargate = launch.isFargate();
        return TaskSet.builder()
                .id(id)
                .taskSetArn(service.arn().replace(":service/", ":task-set/") + "/" + id)
                .serviceArn(service.arn())
                .clusterArn(service.cluster())
                .startedBy(service.controller().equals("CODE_DEPLOY") ? "CODE_DEPLOY" : null)
                .taskDefinition(definition.taskDefinitionArn())
                .createdAt(call.now())
                .updatedAt(call.now())
                .launchType(launch.launchType().orElse(null))
                .capacityProviderStrategy(launch.strategy().isEmpty() ? null : launch.strategy())
                .platformVersion(fargate ? launch.platform().orElse("LATEST") : null)
                .platformFamily(fargate ? "Linux" : null)
                .networkConfiguration(launch.network().orElse(null))
                .loadBalancers(launch.balancers())
                .serviceRegistries(List.of())
                .scale(scale)
                .stabilityStatus("STABILIZING")
                .stabilityStatusAt(call.now())
                .build();
    }

    private ServiceRecord add(ServiceRecord service, TaskSet set) {
        keep(set);
        List<DeploymentRecord> all = new ArrayList<>(service.deployments());
        all.add(DeploymentRecord.ofTaskSet(set, TaskSetStep.computed(service, set), ecs.now()));
        return service.with(all);
    }

    /** The service with the sizes that its task sets have now, as a caller sees them at once. */
    private ServiceRecord sized(ServiceRecord service) {
        ServiceRecord result = service;
        for (DeploymentRecord deployment : service.deployments()) {
            int wanted = TaskSetStep.computed(service, set(deployment));
            result = result.change(deployment.id(), d -> d.wanted() == wanted ? d : d.wanting(wanted, ecs.now()));
        }
        return ecs.keep(result);
    }

    private TaskSet changed(Call call, ServiceRecord service, String id) {
        DeploymentRecord deployment = service.deployment(id).orElseThrow();
        call.effect(deployment.revision());
        ecs.wake(service.arn());
        return view.taskSet(service, deployment);
    }

    private void keep(TaskSet set) {
        ecs.taskSets.put(set.taskSetArn(), new TaskSetRow(set));
    }

    private TaskSet set(DeploymentRecord deployment) {
        return ecs.taskSets.get(deployment.revision()).orElseThrow().set();
    }

    private static TaskSet stabilizing(Call call, TaskSet.Builder set) {
        return set.updatedAt(call.now())
                .stabilityStatus("STABILIZING")
                .stabilityStatusAt(call.now())
                .build();
    }

    private static Scale scale(@Nullable Scale asked) {
        double value = asked == null || asked.value() == null ? 0 : asked.value();
        String unit = asked == null || asked.unitAsString() == null ? "PERCENT" : asked.unitAsString();
        if (!unit.equals("PERCENT")) {
            throw EcsErrors.invalid("The scale unit must be PERCENT.");
        }
        if (!(value >= 0 && value <= 100)) {
            throw EcsErrors.invalid("The scale value must be between 0 and 100.");
        }
        return Scale.builder().unit(unit).value(value).build();
    }

    private ServiceRecord external(Call call, @Nullable String cluster, @Nullable String name) {
        String arn = ecs.cluster(call, cluster).clusterArn();
        ServiceRecord service =
                ecs.service(arn, EcsErrors.required("service", name)).orElseThrow(EcsErrors::serviceNotFound);
        if (!service.active()) {
            throw EcsErrors.serviceNotActive();
        }
        if (!service.controller().equals("EXTERNAL") && !isCodeDeploy(call, service)) {
            throw EcsErrors.invalid(
                    "Task sets can only be managed for services with an EXTERNAL deployment controller.");
        }
        return service;
    }

    /** The task sets of a service with the CODE_DEPLOY controller are CodeDeploy's, which works in a session of that name. */
    private static boolean isCodeDeploy(Call call, ServiceRecord service) {
        return service.controller().equals("CODE_DEPLOY")
                && call.caller().userId().endsWith(":AWSCodeDeploy");
    }

    private static DeploymentRecord named(ServiceRecord service, @Nullable String name) {
        String wanted = EcsErrors.required("taskSet", name);
        return service.deployments().stream()
                .filter(d -> isNamed(d, wanted))
                .findFirst()
                .orElseThrow(
                        () -> ServiceError.client("TaskSetNotFoundException", "The specified task set was not found."));
    }

    private static boolean isNamed(DeploymentRecord set, String name) {
        return set.id().equals(name) || set.revision().equals(name) || set.id().equals("ecs-svc/" + name);
    }
}
