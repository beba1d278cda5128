package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** ECS's API on tasks. */
final class Tasks {

    /** Tasks by the idempotency token that they were run with. */
    record Run(List<String> tasks) {}

    private final EcsStore ecs;
    private final TaskLife life;
    private final TaskFactory factory;
    private final Balancing balancing;
    private final Tags tags;
    private final Table<Run> runs;

    Tasks(EcsStore ecs, TaskLife life, TaskFactory factory, Balancing balancing, Tags tags, Store store) {
        this.ecs = ecs;
        this.balancing = balancing;
        this.tags = tags;
        this.life = life;
        this.factory = factory;
        this.runs = store.table("ecs.runs", Run.class);
    }

    RunTaskResponse run(Call call, RunTaskRequest request) {
        Cluster cluster = ecs.cluster(call, request.cluster());
        TaskDefinition definition = ecs.active(call, request.taskDefinition());
        int count = request.count() == null ? 1 : request.count();
        if (count < 1 || count > 10) {
            throw EcsErrors.invalid("count should be between 1 and 10.");
        }
        String token = request.clientToken() == null ? "" : request.clientToken();
        String tokenKey = cluster.clusterArn() + " " + token;
        Optional<Run> before = token.isEmpty() ? Optional.empty() : runs.get(tokenKey);
        if (before.isPresent()) {
            return RunTaskResponse.builder()
                    .tasks(before.get().tasks().stream()
                            .flatMap(arn -> ecs.tasks.get(arn).stream())
                            .map(TaskRecord::task)
                            .toList())
                    .failures(List.of())
                    .build();
        }
        Launch launch = Launch.asked(cluster, request);
        CapacityProviders.checkStrategy(cluster, launch.strategy());
        ServiceRules.checkNetwork(definition, request.networkConfiguration(), launch.isFargate());
        PlacementConstraints.check(request.placementConstraints());
        checkRoles(definition);
        TaskFactory.Order order = new TaskFactory.Order(
                cluster.clusterArn(),
                definition,
                "",
                "",
                request.startedBy() == null ? "" : request.startedBy(),
                request.group() == null ? "family:" + definition.family() : request.group(),
                launch,
                request.overrides(),
                Boolean.TRUE.equals(request.enableExecuteCommand()),
                Optional.empty(),
                request.placementConstraints(),
                request.placementStrategy(),
                tags(
                        cluster.clusterName(),
                        definition,
                        request.tags(),
                        request.propagateTagsAsString(),
                        request.enableECSManagedTags()));
        List<TaskFactory.Order> orders = Collections.nCopies(count, order);
        Begun begun = begin(call, orders, token);
        if (!token.isEmpty()) {
            runs.put(tokenKey, new Run(begun.tasks().stream().map(Task::taskArn).toList()));
        }
        return RunTaskResponse.builder()
                .tasks(begun.tasks())
                .failures(begun.failures())
                .build();
    }

    StartTaskResponse start(Call call, StartTaskRequest request) {
        Cluster cluster = ecs.cluster(call, request.cluster());
        TaskDefinition definition = ecs.active(call, request.taskDefinition());
        if (request.containerInstances().isEmpty()) {
            throw EcsErrors.invalid("Container instances cannot be empty.");
        }
        EcsErrors.atMost("Container instances", request.containerInstances().size(), 10);
        ServiceRules.checkNetwork(definition, request.networkConfiguration(), false);
        checkRoles(definition);
        List<TaskFactory.Order> orders = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String wanted : request.containerInstances()) {
            String instance = ContainerInstances.arn(cluster.clusterArn(), wanted);
            if (ecs.instances.has(instance)) {
                orders.add(new TaskFactory.Order(
                        cluster.clusterArn(),
                        definition,
                        "",
                        "",
                        request.startedBy() == null ? "" : request.startedBy(),
                        request.group() == null ? "family:" + definition.family() : request.group(),
                        Launch.onInstances(request.networkConfiguration()),
                        request.overrides(),
                        Boolean.TRUE.equals(request.enableExecuteCommand()),
                        Optional.of(instance),
                        List.of(),
                        List.of(),
                        tags(
                                cluster.clusterName(),
                                definition,
                                request.tags(),
                                request.propagateTagsAsString(),
                                request.enableECSManagedTags())));
            } else {
                failures.add(Clusters.missing(instance));
            }
        }
        Begun begun = begin(call, orders, "");
        failures.addAll(begun.failures());
        return StartTaskResponse.builder()
                .tasks(begun.tasks())
                .failures(failures)
                .build();
    }

    StopTaskResponse stop(Call call, StopTaskRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        String wanted = EcsErrors.required("taskId", request.task());
        TaskRecord task = ecs.tasks
                .get(arn(cluster, wanted))
                .orElseThrow(() -> EcsErrors.invalid("The referenced task was not found."));
        if (task.stays()) {
            String reason = request.reason() == null ? "Task stopped by user" : request.reason();
            TaskRecord leaving = task;
            ecs.services
                    .get(task.service())
                    .filter(service -> leaving.isRunning())
                    .ifPresent(service -> balancing.announceRelease(service, List.of(leaving)));
            task = life.stop(task, "UserInitiated", reason);
            call.effect(task.arn());
            ecs.wake(task.service());
        }
        return StopTaskResponse.builder().task(task.task()).build();
    }

    DescribeTasksResponse describe(Call call, DescribeTasksRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        if (request.tasks().isEmpty()) {
            throw EcsErrors.invalid("Tasks cannot be empty.");
        }
        EcsErrors.atMost("Tasks", request.tasks().size(), 100);
        boolean withTags = request.includeAsStrings().contains("TAGS");
        List<Task> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String wanted : request.tasks()) {
            String arn = arn(cluster, wanted);
            ecs.tasks
                    .get(arn)
                    .ifPresentOrElse(
                            t -> found.add(
                                    withTags
                                            ? t.task().toBuilder()
                                                    .tags(Clusters.tags(tags, arn))
                                                    .build()
                                            : t.task()),
                            () -> failures.add(Clusters.missing(arn)));
        }
        return DescribeTasksResponse.builder().tasks(found).failures(failures).build();
    }

    ListTasksResponse list(Call call, ListTasksRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        String desired = request.desiredStatusAsString() == null ? "RUNNING" : request.desiredStatusAsString();
        String service = request.serviceName() == null
                ? ""
                : ecs.service(cluster, request.serviceName())
                        .orElseThrow(EcsErrors::serviceNotFound)
                        .arn();
        Collection<TaskRecord> asked = service.isEmpty() ? ecs.tasksIn(cluster) : ecs.tasksByService.of(service);
        List<String> all = asked.stream()
                .filter(t -> t.task().desiredStatus().equals(desired))
                .filter(t -> request.startedBy() == null
                        || request.startedBy().equals(t.task().startedBy()))
                .filter(t -> request.launchTypeAsString() == null
                        || request.launchTypeAsString().equals(t.task().launchTypeAsString()))
                .filter(t ->
                        request.family() == null || t.task().taskDefinitionArn().contains("/" + request.family() + ":"))
                .filter(t -> request.containerInstance() == null
                        || String.valueOf(t.task().containerInstanceArn()).endsWith(request.containerInstance()))
                .map(TaskRecord::arn)
                .toList();
        Page<String> page = Page.of(all, a -> a, request.nextToken(), request.maxResults(), 100);
        return ListTasksResponse.builder()
                .taskArns(page.items())
                .nextToken(page.next())
                .build();
    }

    private record Begun(List<Task> tasks, List<Failure> failures) {}

    private Begun begin(Call call, List<TaskFactory.Order> orders, String token) {
        List<Task> started = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (TaskFactory.Order order : orders) {
            switch (factory.make(order)) {
                case TaskFactory.Made.Task task -> {
                    life.begin(task.record());
                    started.add(task.record().task().toBuilder()
                            .tags(Clusters.tags(tags, task.record().arn()))
                            .build());
                    call.effect(task.record().arn(), token);
                }
                case TaskFactory.Made.Refused refused ->
                    failures.add(Failure.builder()
                            .arn(refused.arn().isEmpty() ? null : refused.arn())
                            .reason(refused.reason())
                            .build());
            }
        }
        return new Begun(started, failures);
    }

    private void checkRoles(TaskDefinition definition) {
        factory.missingRole(definition).ifPresent(role -> {
            throw EcsErrors.client("ECS was unable to assume the role '" + role + "' that was provided for this task."
                    + " Please verify that the role being passed has the proper trust relationship and permissions and"
                    + " that your IAM user has permissions to pass this role.");
        });
    }

    private Map<String, String> tags(
            String cluster,
            TaskDefinition definition,
            List<Tag> asked,
            @Nullable String propagate,
            @Nullable Boolean managed) {
        Map<String, String> all = new HashMap<>();
        if ("TASK_DEFINITION".equals(propagate)) {
            all.putAll(tags.of(definition.taskDefinitionArn()));
        }
        all.putAll(Clusters.pairs(asked));
        if (Boolean.TRUE.equals(managed)) {
            all.put("aws:ecs:clusterName", cluster);
        }
        return all;
    }

    static String arn(String cluster, String task) {
        return EcsStore.arnIn(cluster, "task", task);
    }
}
