package dev.penstock.release;

import dev.penstock.action.AwsScope;
import java.time.Instant;
import java.util.List;

/**
 * Task definitions and the tasks made of them, whoever deploys them: the neighbour of {@link ContainerServices} for services
 * whose deployments the platform does not make itself. Calls that fail raise {@link
 * dev.penstock.action.RemoteCallException}. Every method may be asked again after a crash without doing its effect twice.
 */
public interface ContainerTasks {

    /**
     * Registers a task definition, unless one of its family was registered with this token.
     *
     * @param taskDefinition a JSON object as {@code RegisterTaskDefinition} takes it, which may have members that are newer
     *     than this program
     * @param token names the content; kept as a tag of the task definition
     * @return the ARN of the task definition
     */
    String register(AwsScope scope, String taskDefinition, String token);

    /**
     * Tasks of a service that were made of a task definition and have stopped, newest first, with the last lines of the logs
     * of their containers where they can be had.
     *
     * @param taskDefinition ARN
     * @param since tasks that were made before this are left out
     * @param logLines at most so many lines for each container; 0 for none
     */
    List<StoppedTask> stoppedTasks(
            AwsScope scope, ServiceId service, String taskDefinition, Instant since, int logLines);
}
