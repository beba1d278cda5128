package dev.penstock.release;

import java.time.Duration;

/**
 * The configuration of an ECS deploy action.
 *
 * @param service {@code ClusterName} and {@code ServiceName}
 * @param fileName {@code FileName}: where the image definitions are in the input artifact
 * @param timeout {@code DeploymentTimeout}: 1 to 60 minutes
 */
record EcsDeployConfiguration(ServiceId service, String fileName, Duration timeout) {

    String target() {
        return "ECS service " + service.service() + " in cluster " + service.cluster();
    }
}
