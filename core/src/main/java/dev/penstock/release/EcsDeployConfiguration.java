package dev.penstock.release;

import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of an ECS deploy action.
 *
 * @param service {@code ClusterName} and {@code ServiceName}
 * @param fileName {@code FileName}: where the image definitions are in the input artifact
 * @param timeout {@code DeploymentTimeout}: 1 to 60 minutes
 * @param route how users' requests come to the service's task sets; absent where ECS makes its deployments
 */
record EcsDeployConfiguration(ServiceId service, String fileName, Duration timeout, Optional<TaskSetRoute> route) {

    EcsDeployConfiguration with(Optional<TaskSetRoute> other) {
        return new EcsDeployConfiguration(service, fileName, timeout, other);
    }

    String target() {
        return "ECS service " + service.service() + " in cluster " + service.cluster();
    }
}
