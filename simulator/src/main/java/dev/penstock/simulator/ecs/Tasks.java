package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** ECS's API on tasks. */
final class Tasks {

    /** Tasks by the idempotency token that they were run with. */
    record Run(List<String> tasks) {}

    private final EcsStore ecs;
    private final TaskLife life;
    private final TaskFactory factory;
    private final Table<Run> runs;

    Tasks(EcsStore ecs, TaskLife life, TaskFactory factory, Store store) {
        this.ecs = ecs;
        this.life = life;
        this.factory = factory;
        this.runs = store.table("ecs.runs", Run.class);
    }

    RunTaskResponse run(Call call, RunTaskRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        TaskDefinition definition = ecs.definition(call, EcsErrors.required("TaskDefinition", request.taskDefinition()))
                .orElseThrow(() -> EcsErrors.client("TaskDefinition not found."));
        if (!definition.statusAsString().equals("ACTIVE")) {
            throw EcsErrors.client("TaskDefinition is inactive");
        }
        int count = request.count() == null ? 1 : request.count();
        if (count < 1 || count > 10) {
            throw EcsErrors.invalid("count should be between 1 and 10.");
        }
        String token = request.clientToken() == null ? "" : request.clientToken();
        Optional<Run> before = token.isEmpty() ? Optional.empty() : runs.get(cluster + " " + token);
        if (before.isPresent()) {
            return RunTaskResponse.builder()
                    .tasks(before.get().tasks().stream()
                            .flatMap(arn -> ecs.tasks.get(arn).stream())
                            .map(TaskRecord::task)
                            .toList())
                    .failures(List.of())
                    .build();
        }
        String type = request.launchTypeAsString() != null
                ? request.launchTypeAsString()
                : request.hasCapacityProviderStrategy() ? "FARGATE" : "EC2";
        ServiceRules.checkNetwork(definition, request.networkConfiguration(), type);
        factory.missingRole(definition).ifPresent(role -> {
            throw EcsErrors.client("ECS was unable to assume the role '" + role + "' that was provided for this task."
                    + " Please verify that the role being passed has the proper trust relationship and permissions and"
                    + " that your IAM user has permissions to pass this role.");
        });
        return run(
                call,
                request,
                new TaskFactory.Order(
                        cluster,
                        definition,
                        "",
                        "",
                        request.startedBy() == null ? "" : request.startedBy(),
                        request.group() == null ? "family:" + definition.family() : request.group(),
                        type,
                        request.platformVersion(),
                        request.overrides()),
                count,
                token);
    }

    StopTaskResponse stop(Call call, StopTaskRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        String wanted = EcsErrors.required("taskId", request.task());
        TaskRecord task = ecs.tasks
                .get(arn(cluster, wanted))
                .orElseThrow(() -> EcsErrors.invalid("The referenced task was not found."));
        if (task.stays()) {
            String reason = request.reason() == null ? "Task stopped by user" : request.reason();
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
        List<Task> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String wanted : request.tasks()) {
            String arn = arn(cluster, wanted);
            ecs.tasks.get(arn).ifPresentOrElse(t -> found.add(t.task()), () -> failures.add(Clusters.missing(arn)));
        }
        return DescribeTasksResponse.builder().tasks(found).failures(failures).build();
    }

    ListTasksResponse list(Call call, ListTasksRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        String desired = request.desiredStatusAsString() == null ? "RUNNING" : request.desiredStatusAsString();
        String service = request.serviceName() == null
                ? ""
                : ecs.service(call, cluster, request.serviceName())
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

    private RunTaskResponse run(Call call, RunTaskRequest request, TaskFactory.Order order, int count, String token) {
        List<Task> started = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            switch (factory.make(order)) {
                case TaskFactory.Made.Task task -> {
                    life.begin(task.record());
                    started.add(task.record().task());
                    call.effect(task.record().arn(), token);
                }
                case TaskFactory.Made.Refused refused ->
                    failures.add(Failure.builder()
                            .arn(request.cluster())
                            .reason("RESOURCE")
                            .detail(refused.event())
                            .build());
            }
        }
        if (!token.isEmpty()) {
            runs.put(
                    order.cluster() + " " + token,
                    new Run(started.stream().map(Task::taskArn).toList()));
        }
        return RunTaskResponse.builder().tasks(started).failures(failures).build();
    }

    private static String arn(String cluster, String task) {
        return cluster.replace(":cluster/", ":task/") + "/" + EcsStore.nameOf(task);
    }
}
