package dev.penstock.aws.ecs;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.ServiceId;
import dev.penstock.release.StoppedTask;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Task definitions and tasks of Amazon ECS, whoever deploys them. */
public final class EcsContainerTasks implements ContainerTasks {

    private final TaskDefinitions taskDefinitions;
    private final StoppedTasks stoppedTasks;

    /** The tasks that some clients reach. */
    public EcsContainerTasks(AwsClients clients) {
        this.taskDefinitions = new TaskDefinitions(clients);
        this.stoppedTasks = new StoppedTasks(clients);
    }

    @Override
    public String register(AwsScope scope, String taskDefinition, String token) {
        return taskDefinitions.register(scope, (ObjectNode) JsonMapper.shared().readTree(taskDefinition), token);
    }

    @Override
    public List<StoppedTask> stoppedTasks(
            AwsScope scope, ServiceId service, String taskDefinition, Instant since, int logLines) {
        var definition = taskDefinitions.describe(scope, taskDefinition).definition();
        return stoppedTasks.of(scope, service, since, definition, logLines);
    }
}
