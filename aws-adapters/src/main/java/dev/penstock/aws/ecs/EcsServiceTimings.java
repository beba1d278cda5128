package dev.penstock.aws.ecs;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.release.ServiceId;
import dev.penstock.release.ServiceSetup;
import dev.penstock.release.ServiceTiming;
import dev.penstock.release.ServiceTimings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/**
 * What decides how long the tasks of an ECS service take: what its tasks took lately, the health checks of its containers, and the
 * checks and delays of its target groups.
 */
public final class EcsServiceTimings implements ServiceTimings {

    /** So many tasks are enough to know what they take. */
    private static final int MEASURED = 10;

    /** {@code interval} of a health check unless it is said (ECS API Reference, HealthCheck). */
    private static final int USUAL_INTERVAL = 30;

    private final AwsClients clients;
    private final TaskDefinitions taskDefinitions;

    /** Over clients that are not made before the first call. */
    public EcsServiceTimings(AwsClients clients) {
        this.clients = clients;
        this.taskDefinitions = new TaskDefinitions(clients);
    }

    @Override
    public ServiceTiming of(AwsScope scope, ServiceId service, ServiceSetup setup) {
        Service now = service(scope, service);
        Optional<TaskSet> primary = now.taskSets().stream()
                .filter(set -> "PRIMARY".equals(set.status()))
                .findFirst();
        String definition = primary.map(TaskSet::taskDefinition).orElse(setup.taskDefinition());
        List<LoadBalancer> balancers = primary.map(TaskSet::loadBalancers).orElse(now.loadBalancers());
        List<Task> running = tasks(scope, service, DesiredStatus.RUNNING);
        List<Task> stopped = tasks(scope, service, DesiredStatus.STOPPED);
        return new ServiceTiming(
                median(running, task -> between(task.createdAt(), task.startedAt())),
                median(stopped, task -> between(task.stoppingAt(), task.stoppedAt())),
                definition.isEmpty() ? Optional.empty() : check(scope, definition),
                Duration.ofSeconds(
                        now.healthCheckGracePeriodSeconds() == null ? 0 : now.healthCheckGracePeriodSeconds()),
                groups(
                        scope,
                        balancers.stream()
                                .map(LoadBalancer::targetGroupArn)
                                .flatMap(Stream::ofNullable)
                                .distinct()
                                .toList()));
    }

    private Service service(AwsScope scope, ServiceId service) {
        return clients.call(
                        "ecs:DescribeServices",
                        "look at service '" + service.service() + "'",
                        () -> clients.ecs(scope, Use.READ)
                                .describeServices(request ->
                                        request.cluster(service.cluster()).services(service.service())))
                .services()
                .getFirst();
    }

    private List<Task> tasks(AwsScope scope, ServiceId service, DesiredStatus status) {
        List<String> arns = clients.call(
                "ecs:ListTasks",
                "list the tasks of service '" + service.service() + "'",
                () -> clients.ecs(scope, Use.READ)
                        .listTasks(request -> request.cluster(service.cluster())
                                .serviceName(service.service())
                                .desiredStatus(status)
                                .maxResults(MEASURED))
                        .taskArns());
        return arns.isEmpty()
                ? List.of()
                : clients.call(
                        "ecs:DescribeTasks",
                        "look at the tasks of service '" + service.service() + "'",
                        () -> clients.ecs(scope, Use.READ)
                                .describeTasks(request ->
                                        request.cluster(service.cluster()).tasks(arns))
                                .tasks());
    }

    private static Optional<Duration> between(@Nullable Instant from, @Nullable Instant until) {
        return from == null || until == null || until.isBefore(from)
                ? Optional.empty()
                : Optional.of(Duration.between(from, until));
    }

    private static Optional<Duration> median(List<Task> tasks, Function<Task, Optional<Duration>> what) {
        List<Duration> sorted =
                tasks.stream().map(what).flatMap(Optional::stream).sorted().toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
    }

    /** The slowest of those that decide whether the task is healthy. */
    private Optional<Duration> check(AwsScope scope, String definition) {
        return taskDefinitions.describe(scope, definition).definition().containerDefinitions().stream()
                .filter(container -> container.essential() == null || container.essential())
                .map(ContainerDefinition::healthCheck)
                .flatMap(Stream::ofNullable)
                .map(HealthCheck::interval)
                .map(interval -> Duration.ofSeconds(interval == null ? USUAL_INTERVAL : interval))
                .max(Duration::compareTo);
    }

    private List<ServiceTiming.Group> groups(AwsScope scope, List<String> arns) {
        if (arns.isEmpty()) {
            return List.of();
        }
        List<TargetGroup> all = clients.call(
                        "elasticloadbalancing:DescribeTargetGroups",
                        "look at the target groups of the service",
                        () -> clients.elasticLoadBalancing(scope, Use.READ)
                                .describeTargetGroups(request -> request.targetGroupArns(arns)))
                .targetGroups();
        List<ServiceTiming.Group> groups = new ArrayList<>();
        for (TargetGroup group : all) {
            Map<String, String> attributes = attributes(scope, group.targetGroupArn());
            groups.add(new ServiceTiming.Group(
                    group.targetGroupName(),
                    group.loadBalancerArns().stream().anyMatch(arn -> arn.contains(":loadbalancer/net/")),
                    Duration.ofSeconds(group.healthCheckIntervalSeconds()),
                    seconds(attributes, "deregistration_delay.timeout_seconds"),
                    seconds(attributes, "slow_start.duration_seconds")));
        }
        return groups;
    }

    private Map<String, String> attributes(AwsScope scope, String group) {
        return clients
                .call(
                        "elasticloadbalancing:DescribeTargetGroupAttributes",
                        "look at the target group " + group,
                        () -> clients.elasticLoadBalancing(scope, Use.READ)
                                .describeTargetGroupAttributes(request -> request.targetGroupArn(group)))
                .attributes()
                .stream()
                .collect(Collectors.toMap(TargetGroupAttribute::key, TargetGroupAttribute::value));
    }

    /** Network Load Balancers have no slow start. */
    private static Duration seconds(Map<String, String> attributes, String name) {
        return Duration.ofSeconds(Long.parseLong(attributes.getOrDefault(name, "0")));
    }
}
