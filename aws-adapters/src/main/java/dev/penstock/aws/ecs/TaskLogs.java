package dev.penstock.aws.ecs;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.Task;

/** The ends of the logs of containers that log to CloudWatch Logs ({@code awslogs}). */
final class TaskLogs {

    private static final int LONGEST_LINE = 500;

    private final AwsClients clients;

    TaskLogs(AwsClients clients) {
        this.clients = clients;
    }

    /** Empty if the container logs elsewhere, has not logged, or its log may not be read: logs are an extra. */
    List<String> lastLines(AwsScope scope, Task task, Container container, ContainerDefinition definition, int lines) {
        LogConfiguration configuration = definition.logConfiguration();
        if (configuration == null || configuration.logDriver() != LogDriver.AWSLOGS) {
            return List.of();
        }
        Map<String, String> options = configuration.options();
        String group = options.get("awslogs-group");
        Optional<String> stream = stream(options, task, container);
        if (group == null || stream.isEmpty()) {
            return List.of();
        }
        Optional<String> region = Optional.ofNullable(options.get("awslogs-region"));
        AwsScope there = new AwsScope(region.or(scope::region), scope.roleArns());
        try {
            return clients.call(
                    "logs:GetLogEvents",
                    "read the log '" + stream.get() + "'",
                    () -> clients
                            .logs(there, Use.READ)
                            .getLogEvents(request -> request.logGroupName(group)
                                    .logStreamName(stream.get())
                                    .limit(lines)
                                    .startFromHead(false))
                            .events()
                            .stream()
                            .map(TaskLogs::line)
                            .toList());
        } catch (RemoteCallException e) {
            return List.of();
        }
    }

    /** "Using the awslogs log driver", Amazon ECS Developer Guide: {@code prefix/container/task-id}, else the container's id. */
    private static Optional<String> stream(Map<String, String> options, Task task, Container container) {
        String prefix = options.get("awslogs-stream-prefix");
        if (prefix == null) {
            return Optional.ofNullable(container.runtimeId());
        }
        String taskId = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        return Optional.of(prefix + "/" + container.name() + "/" + taskId);
    }

    private static String line(OutputLogEvent event) {
        String message = event.message().stripTrailing();
        return message.length() <= LONGEST_LINE ? message : message.substring(0, LONGEST_LINE) + "…";
    }
}
