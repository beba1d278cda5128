package dev.penstock.aws.ecs;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.release.NewTaskSet;
import dev.penstock.release.ServiceId;
import dev.penstock.release.TaskSet.Status;
import dev.penstock.release.TaskSets;
import dev.penstock.rollout.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** Task sets of services of Amazon ECS with the {@code EXTERNAL} deployment controller. */
public final class EcsTaskSets implements TaskSets {

    private static final double PERMILLE_IN_PERCENT = 10;

    private final AwsClients clients;

    /** The task sets that some clients reach. */
    public EcsTaskSets(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public List<dev.penstock.release.TaskSet> of(AwsScope scope, ServiceId service) {
        return read(scope, service).stream().map(EcsTaskSets::told).toList();
    }

    @Override
    public Map<ServiceId, List<dev.penstock.release.TaskSet>> ofAll(AwsScope scope, List<ServiceId> services) {
        String cluster = services.getFirst().cluster();
        List<Service> found = clients.call(
                "ecs:DescribeServices",
                "look at the task sets of services of cluster '" + cluster + "'",
                () -> clients.ecs(scope, Use.READ)
                        .describeServices(request -> request.cluster(cluster)
                                .services(services.stream()
                                        .map(ServiceId::service)
                                        .toList()))
                        .services());
        Map<ServiceId, List<dev.penstock.release.TaskSet>> all = new LinkedHashMap<>();
        for (ServiceId service : services) {
            found.stream()
                    .filter(each -> service.service().equals(each.serviceName())
                            || service.service().equals(each.serviceArn()))
                    .findFirst()
                    .ifPresent(each -> all.put(
                            service,
                            each.taskSets().stream().map(EcsTaskSets::told).toList()));
        }
        return all;
    }

    private List<TaskSet> read(AwsScope scope, ServiceId service) {
        return clients.call(
                "ecs:DescribeTaskSets",
                "look at the task sets of service '" + service.service() + "' in cluster '" + service.cluster() + "'",
                () -> clients.ecs(scope, Use.READ)
                        .describeTaskSets(
                                request -> request.cluster(service.cluster()).service(service.service()))
                        .taskSets());
    }

    @Override
    public dev.penstock.release.TaskSet create(AwsScope scope, ServiceId service, NewTaskSet wanted) {
        String asked = "make a task set of service '" + service.service() + "'";
        List<TaskSet> all = read(scope, service);
        Optional<TaskSet> there = all.stream()
                .filter(set -> wanted.externalId().equals(set.externalId()))
                .findFirst();
        if (there.isPresent()) {
            return told(there.get());
        }
        TaskSet like = all.stream()
                .filter(set -> set.taskSetArn().equals(wanted.like()))
                .findFirst()
                .orElseThrow(() -> failure(asked, "there is no task set " + wanted.like() + " that it could be like"));
        CreateTaskSetRequest request = request(service, wanted, like);
        return told(clients.call(
                "ecs:CreateTaskSet",
                asked,
                () -> clients.ecs(scope, Use.CHANGE).createTaskSet(request).taskSet()));
    }

    private static CreateTaskSetRequest request(ServiceId service, NewTaskSet wanted, TaskSet like) {
        CreateTaskSetRequest.Builder request = CreateTaskSetRequest.builder()
                .cluster(service.cluster())
                .service(service.service())
                .externalId(wanted.externalId())
                .clientToken(wanted.externalId())
                .taskDefinition(wanted.taskDefinition())
                .networkConfiguration(like.networkConfiguration())
                .platformVersion(like.platformVersion())
                .loadBalancers(like.loadBalancers().stream()
                        .map(balancer -> wanted.instead().equals(balancer.targetGroupArn())
                                ? in(balancer, wanted.targetGroup())
                                : balancer)
                        .toList())
                .scale(scale(wanted.scale()));
        if (like.hasServiceRegistries() && !like.serviceRegistries().isEmpty()) {
            request.serviceRegistries(like.serviceRegistries());
        }
        // Either is allowed, and not both (CreateTaskSet, launchType).
        return like.capacityProviderStrategy().isEmpty()
                ? request.launchType(like.launchTypeAsString()).build()
                : request.capacityProviderStrategy(like.capacityProviderStrategy())
                        .build();
    }

    private static LoadBalancer in(LoadBalancer balancer, String targetGroup) {
        return LoadBalancer.builder()
                .targetGroupArn(targetGroup)
                .containerName(balancer.containerName())
                .containerPort(balancer.containerPort())
                .build();
    }

    @Override
    public void scale(AwsScope scope, ServiceId service, String taskSet, Share scale) {
        clients.call(
                "ecs:UpdateTaskSet",
                "scale the task set '" + taskSet + "' to " + scale,
                () -> clients.ecs(scope, Use.CHANGE)
                        .updateTaskSet(request -> request.cluster(service.cluster())
                                .service(service.service())
                                .taskSet(taskSet)
                                .scale(scale(scale))));
    }

    @Override
    public void makePrimary(AwsScope scope, ServiceId service, String taskSet) {
        clients.call(
                "ecs:UpdateServicePrimaryTaskSet",
                "make the task set '" + taskSet + "' the primary one of service '" + service.service() + "'",
                () -> clients.ecs(scope, Use.CHANGE)
                        .updateServicePrimaryTaskSet(request -> request.cluster(service.cluster())
                                .service(service.service())
                                .primaryTaskSet(taskSet)));
    }

    /** Forced: a set that has tasks could not be deleted otherwise. They leave their target group all the same. */
    @Override
    public void delete(AwsScope scope, ServiceId service, String taskSet) {
        if (isGone(scope, service, taskSet)) {
            return;
        }
        DeleteTaskSetRequest request = DeleteTaskSetRequest.builder()
                .cluster(service.cluster())
                .service(service.service())
                .taskSet(taskSet)
                .force(true)
                .build();
        try {
            clients.call(
                    "ecs:DeleteTaskSet",
                    "delete the task set '" + taskSet + "'",
                    () -> clients.ecs(scope, Use.CHANGE).deleteTaskSet(request));
        } catch (RemoteCallException e) {
            // Somebody may have deleted it since it was looked at.
            if (!isGone(scope, service, taskSet)) {
                throw e;
            }
        }
    }

    private boolean isGone(AwsScope scope, ServiceId service, String taskSet) {
        return of(scope, service).stream()
                .noneMatch(set -> set.arn().equals(taskSet) && set.status() != Status.DRAINING);
    }

    private static Scale scale(Share share) {
        return Scale.builder()
                .unit(ScaleUnit.PERCENT)
                .value(share.permille() / PERMILLE_IN_PERCENT)
                .build();
    }

    private static dev.penstock.release.TaskSet told(TaskSet set) {
        return new dev.penstock.release.TaskSet(
                set.taskSetArn(),
                Objects.requireNonNullElse(set.externalId(), ""),
                set.taskDefinition(),
                status(set),
                set.stabilityStatus() == StabilityStatus.STEADY_STATE,
                share(set.scale()),
                count(set.computedDesiredCount()),
                count(set.pendingCount()),
                count(set.runningCount()),
                set.loadBalancers().stream()
                        .map(LoadBalancer::targetGroupArn)
                        .filter(Objects::nonNull)
                        .toList(),
                set.createdAt());
    }

    /** The SDK has no enumeration of them. Source: ECS API Reference, TaskSet, {@code status}. */
    private static Status status(TaskSet set) {
        return switch (Objects.requireNonNullElse(set.status(), "")) {
            case "PRIMARY" -> Status.PRIMARY;
            case "ACTIVE" -> Status.ACTIVE;
            case "DRAINING" -> Status.DRAINING;
            default -> Status.UNKNOWN;
        };
    }

    /** A set that says nothing has all tasks. */
    private static Share share(@Nullable Scale scale) {
        return scale == null || scale.value() == null
                ? Share.ALL
                : new Share((int) Math.round(scale.value() * PERMILLE_IN_PERCENT));
    }

    private static int count(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    private static RemoteCallException failure(String asked, String why) {
        return new RemoteCallException(
                Kind.NOT_FOUND,
                "ecs:CreateTaskSet",
                "",
                "Could not " + asked + ": " + why + ".",
                new IllegalStateException(why));
    }
}
