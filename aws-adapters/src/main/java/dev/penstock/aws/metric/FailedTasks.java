package dev.penstock.aws.metric;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Tasks of a service that failed. ECS shows stopped tasks for an hour ({@code ListTasks}: "Recently stopped tasks might appear in the
 * returned results").
 */
final class FailedTasks {

    /** "DescribeTasks": "A list of up to 100 task IDs". */
    private static final int MOST = 100;

    /** How ECS says that a task was unhealthy: "failed ELB health checks", "failed container health checks". */
    private static final String UNHEALTHY = "health checks";

    private final AwsClients clients;

    FailedTasks(AwsClients clients) {
        this.clients = clients;
    }

    int count(AwsScope scope, String cluster, String service, String taskDefinition, Instant since) {
        int failed = 0;
        Optional<String> token = Optional.empty();
        do {
            ListTasksResponse page = page(scope, cluster, service, token);
            failed += (int) described(scope, cluster, service, page.taskArns()).stream()
                    .filter(task -> taskDefinition.equals(task.taskDefinitionArn()))
                    .filter(task ->
                            ended(task).filter(at -> !at.isBefore(since)).isPresent())
                    .filter(FailedTasks::isFailure)
                    .count();
            token = Optional.ofNullable(page.nextToken()).filter(next -> !next.isEmpty());
        } while (token.isPresent());
        return failed;
    }

    /** When it began to end: what is cleared up after that, such as its network, takes a while and changes nothing. */
    private static Optional<Instant> ended(Task task) {
        return Optional.ofNullable(task.stoppingAt()).or(() -> Optional.ofNullable(task.stoppedAt()));
    }

    private static boolean isFailure(Task task) {
        return task.stopCode() == TaskStopCode.ESSENTIAL_CONTAINER_EXITED
                || task.stopCode() == TaskStopCode.TASK_FAILED_TO_START
                || (task.stoppedReason() != null && task.stoppedReason().contains(UNHEALTHY));
    }

    private ListTasksResponse page(AwsScope scope, String cluster, String service, Optional<String> token) {
        ListTasksRequest.Builder request = ListTasksRequest.builder()
                .cluster(cluster)
                .serviceName(service)
                .desiredStatus(DesiredStatus.STOPPED)
                .maxResults(MOST);
        token.ifPresent(request::nextToken);
        return clients.call(
                "ecs:ListTasks",
                "list the stopped tasks of service '" + service + "'",
                () -> clients.ecs(scope, Use.READ).listTasks(request.build()));
    }

    private List<Task> described(AwsScope scope, String cluster, String service, List<String> arns) {
        if (arns.isEmpty()) {
            return List.of();
        }
        DescribeTasksRequest request = DescribeTasksRequest.builder()
                .cluster(cluster)
                .tasks(new ArrayList<>(arns))
                .build();
        return clients.call(
                        "ecs:DescribeTasks",
                        "look at the stopped tasks of service '" + service + "'",
                        () -> clients.ecs(scope, Use.READ).describeTasks(request))
                .tasks();
    }
}
