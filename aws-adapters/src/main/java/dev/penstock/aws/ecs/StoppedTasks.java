package dev.penstock.aws.ecs;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.release.ServiceId;
import dev.penstock.release.StoppedTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Finds out why the tasks of a deployment stopped. ECS remembers stopped tasks for an hour. */
final class StoppedTasks {

    private static final int MOST = 100;
    private static final int WITH_LOGS = 3;

    /** How ECS says that it stopped a task because it was not wanted any more. */
    private static final String SCALED_DOWN = "Scaling activity initiated by";

    private final AwsClients clients;
    private final TaskLogs logs;

    StoppedTasks(AwsClients clients) {
        this.clients = clients;
        this.logs = new TaskLogs(clients);
    }

    List<StoppedTask> of(
            AwsScope scope, ServiceId service, Instant since, TaskDefinition taskDefinition, int logLines) {
        List<Task> stopped = describe(scope, service, list(scope, service)).stream()
                .filter(task -> task.taskDefinitionArn().equals(taskDefinition.taskDefinitionArn()))
                .filter(task -> !task.createdAt().isBefore(since))
                .filter(task -> !text(task.stoppedReason()).startsWith(SCALED_DOWN))
                .sorted(Comparator.comparing(StoppedTasks::stoppedAt).reversed())
                .toList();
        List<StoppedTask> told = new ArrayList<>();
        for (Task task : stopped) {
            int lines = told.size() < WITH_LOGS ? logLines : 0;
            told.add(tell(scope, task, taskDefinition, lines));
        }
        return told;
    }

    private List<String> list(AwsScope scope, ServiceId service) {
        List<String> all = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            ListTasksResponse page = page(scope, service, next);
            all.addAll(page.taskArns());
            next = Optional.ofNullable(page.nextToken());
        } while (next.isPresent());
        return all;
    }

    private ListTasksResponse page(AwsScope scope, ServiceId service, Optional<String> token) {
        return clients.call(
                "ecs:ListTasks",
                "list the stopped tasks of service '" + service.service() + "'",
                () -> clients.ecs(scope, Use.READ).listTasks(request -> {
                    request.cluster(service.cluster())
                            .serviceName(service.service())
                            .desiredStatus(DesiredStatus.STOPPED)
                            .maxResults(MOST);
                    token.ifPresent(request::nextToken);
                }));
    }

    private List<Task> describe(AwsScope scope, ServiceId service, List<String> arns) {
        List<Task> all = new ArrayList<>();
        for (List<String> batch : ServiceDeployments.batches(arns, MOST)) {
            all.addAll(clients.call(
                    "ecs:DescribeTasks",
                    "look at the stopped tasks of service '" + service.service() + "'",
                    () -> clients.ecs(scope, Use.READ)
                            .describeTasks(request ->
                                    request.cluster(service.cluster()).tasks(batch))
                            .tasks()));
        }
        return all;
    }

    private StoppedTask tell(AwsScope scope, Task task, TaskDefinition taskDefinition, int logLines) {
        Map<String, ContainerDefinition> definitions = taskDefinition.containerDefinitions().stream()
                .collect(Collectors.toMap(ContainerDefinition::name, definition -> definition));
        List<StoppedTask.Container> containers = new ArrayList<>();
        for (Container container : task.containers()) {
            ContainerDefinition definition = definitions.get(container.name());
            List<String> lines = logLines == 0 || definition == null
                    ? List.of()
                    : logs.lastLines(scope, task, container, definition, logLines);
            containers.add(new StoppedTask.Container(
                    container.name(),
                    container.exitCode() == null ? OptionalInt.empty() : OptionalInt.of(container.exitCode()),
                    text(container.reason()),
                    lines));
        }
        return new StoppedTask(task.taskArn(), text(task.stopCodeAsString()), text(task.stoppedReason()), containers);
    }

    private static Instant stoppedAt(Task task) {
        return task.stoppedAt() == null ? task.createdAt() : task.stoppedAt();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
