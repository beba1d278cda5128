package dev.penstock.release;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where an ECS deploy action is. Each state says what the step asked with it is about to do. */
sealed interface EcsDeployState {

    /** About to read the image definitions and to pin the images. */
    record Begun() implements EcsDeployState {}

    /**
     * About to register a task definition.
     *
     * @param images image by container name, by digest wherever it is known
     */
    record Pinned(Map<String, String> images) implements EcsDeployState {

        public Pinned {
            images = Map.copyOf(images);
        }
    }

    /**
     * About to update the service, unless it was on the task definition before anything was done.
     *
     * @param images image by container name
     * @param service ARN of the service
     * @param basedOn the task definition that the service had
     * @param taskDefinition the task definition that it shall have
     * @param deploymentBefore the service's newest deployment before ours
     */
    record Registered(
            Map<String, String> images,
            String service,
            String basedOn,
            String taskDefinition,
            Optional<String> deploymentBefore)
            implements EcsDeployState {

        public Registered {
            images = Map.copyOf(images);
        }
    }

    /**
     * Follows the deployment.
     *
     * @param progress how far it is, in words
     * @param failuresSeen how many failed tasks have been looked into
     * @param findings what was found out about failed tasks
     */
    record Following(Rollout rollout, String progress, int failuresSeen, List<String> findings)
            implements EcsDeployState {

        public Following {
            findings = List.copyOf(findings);
        }
    }

    /**
     * About to ask the deployment to stop and roll back, for a cause that waiting does not cure.
     *
     * @param cause in words
     * @param findings what was found out about failed tasks
     */
    record Condemned(Rollout rollout, String cause, List<String> findings) implements EcsDeployState {

        public Condemned {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Has asked the deployment to roll back, and follows it until it has.
     *
     * @param cause why
     * @param findings what was found out about failed tasks
     * @param progress how far it is, in words
     */
    record RollingBack(Rollout rollout, String cause, List<String> findings, String progress)
            implements EcsDeployState {

        public RollingBack {
            findings = List.copyOf(findings);
        }
    }

    /**
     * The deployment whose end decides.
     *
     * @param images image by container name
     * @param service ARN of the service
     * @param taskDefinition what it brings
     * @param deployment its id (ARN)
     * @param begunByUs whether this action began it; otherwise the service was on the task definition before
     */
    record Rollout(
            Map<String, String> images, String service, String taskDefinition, String deployment, boolean begunByUs) {

        public Rollout {
            images = Map.copyOf(images);
        }
    }
}
