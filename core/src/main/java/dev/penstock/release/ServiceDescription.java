package dev.penstock.release;

import java.util.Map;
import java.util.Optional;

/**
 * A service as it is.
 *
 * @param arn of the service
 * @param taskDefinition ARN of the task definition that its newest deployment brings
 * @param containers image by container name, of that task definition
 * @param desiredCount how many tasks it should have
 * @param currentDeployment id (ARN) of its newest service deployment, if it had one
 * @param rollsBack whether the platform itself goes back to the previous revision when a deployment fails
 */
public record ServiceDescription(
        String arn,
        String taskDefinition,
        Map<String, String> containers,
        int desiredCount,
        Optional<String> currentDeployment,
        boolean rollsBack) {

    public ServiceDescription {
        containers = Map.copyOf(containers);
    }
}
