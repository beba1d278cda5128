package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.ServiceId;
import dev.penstock.release.StoppedTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Task definitions in memory, and the stopped tasks that are told of. */
public final class FakeContainerTasks implements ContainerTasks {

    private static final String ARN = "arn:aws:ecs:us-east-1:123456789012:task-definition/";

    private final Map<String, String> byToken = new LinkedHashMap<>();
    private final Map<String, String> registered = new LinkedHashMap<>();
    private List<StoppedTask> stopped = List.of();

    /** Says which tasks have stopped, of whatever task definition. */
    public synchronized void stop(List<StoppedTask> tasks) {
        stopped = List.copyOf(tasks);
    }

    /** The JSON of what was registered, by ARN, in order. */
    public synchronized Map<String, String> registered() {
        return new LinkedHashMap<>(registered);
    }

    @Override
    public synchronized String register(AwsScope scope, String taskDefinition, String token) {
        return byToken.computeIfAbsent(token, name -> {
            String arn = ARN + "web:" + (registered.size() + 1);
            registered.put(arn, taskDefinition);
            return arn;
        });
    }

    @Override
    public synchronized List<StoppedTask> stoppedTasks(
            AwsScope scope, ServiceId service, String taskDefinition, Instant since, int logLines) {
        return new ArrayList<>(stopped);
    }
}
