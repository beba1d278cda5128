package dev.penstock.simulator.ecs;

import dev.penstock.simulator.logs.LogStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/** Where containers with the {@code awslogs} driver write. Within transactions. */
final class TaskLogs {

    private final EcsStore ecs;
    private final LogStore logs;

    TaskLogs(EcsStore ecs, LogStore logs) {
        this.ecs = ecs;
        this.logs = logs;
    }

    static boolean written(ContainerDefinition container) {
        return !options(container).isEmpty();
    }

    /** Why a container cannot log, if so. */
    Optional<String> problem(TaskRecord task, ContainerDefinition container) {
        Map<String, String> options = options(container);
        boolean creates = "true".equals(options.get("awslogs-create-group"));
        if (options.isEmpty() || creates || logs.hasGroup(account(task), region(options), group(options))) {
            return Optional.empty();
        }
        return Optional.of("ResourceInitializationError: failed to validate logger args: create stream has been retried"
                + " 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group"
                + " does not exist. : exit status 1");
    }

    void write(TaskRecord task, ContainerDefinition container, List<String> lines) {
        Map<String, String> options = options(container);
        if (options.isEmpty() || lines.isEmpty()) {
            return;
        }
        logs.makeGroup(account(task), region(options), group(options), ecs.now());
        String prefix = options.getOrDefault("awslogs-stream-prefix", "");
        String stream = prefix.isEmpty() ? task.id() : prefix + "/" + container.name() + "/" + task.id();
        for (String line : lines) {
            logs.write(account(task), region(options), group(options), stream, ecs.now(), line);
        }
    }

    private static Map<String, String> options(ContainerDefinition container) {
        boolean awslogs = container.logConfiguration() != null
                && "awslogs".equals(container.logConfiguration().logDriverAsString());
        return awslogs ? container.logConfiguration().options() : Map.of();
    }

    private static String region(Map<String, String> options) {
        return options.getOrDefault("awslogs-region", "");
    }

    private static String group(Map<String, String> options) {
        return options.getOrDefault("awslogs-group", "");
    }

    private static String account(TaskRecord task) {
        return task.arn().split(":", 6)[4];
    }
}
