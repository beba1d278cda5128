package dev.penstock.codedeploy;

import dev.penstock.release.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the action is. Each state says what the step asked with it is about to do. */
sealed interface CodeDeployState {

    /** About to read the templates, to look at the group, and to pin the images. */
    record Begun() implements CodeDeployState {}

    /**
     * About to register the task definition.
     *
     * @param service the group's service
     * @param images image by placeholder, by digest wherever it is known
     */
    record Pinned(ServiceId service, Map<String, String> images) implements CodeDeployState {

        public Pinned {
            images = Map.copyOf(images);
        }
    }

    /**
     * About to create the deployment.
     *
     * @param service the group's service
     * @param images image by placeholder
     * @param taskDefinition ARN of the one that was registered
     * @param since before this, the deployment was not created
     */
    record Registered(ServiceId service, Map<String, String> images, String taskDefinition, Instant since)
            implements CodeDeployState {

        public Registered {
            images = Map.copyOf(images);
        }
    }

    /**
     * Follows the deployment.
     *
     * @param progress how far it is, in words
     * @param trafficTold whether it was told that traffic has moved
     */
    record Following(Rollout rollout, String progress, boolean trafficTold) implements CodeDeployState {}

    /**
     * About to ask the deployment to stop and to be taken back, for a cause that waiting does not cure.
     *
     * @param cause in words
     * @param findings what was found out about failed tasks
     */
    record Condemned(Rollout rollout, String cause, List<String> findings) implements CodeDeployState {

        public Condemned {
            findings = List.copyOf(findings);
        }
    }

    /**
     * The deployment has ended, or was asked to, and is to be taken back; waits for the rollback deployment.
     *
     * @param rollback the rollback deployment; absent until it is known
     * @param cause why it ended, in words
     * @param findings what was found out
     * @param giveUpAt until when a rollback deployment is expected, if none is known
     */
    record TakingBack(Rollout rollout, Optional<String> rollback, String cause, List<String> findings, Instant giveUpAt)
            implements CodeDeployState {

        public TakingBack {
            findings = List.copyOf(findings);
        }

        /** A deployment that was seen to have ended. */
        static TakingBack of(Rollout rollout, CodeDeployment seen, Instant now) {
            Instant giveUpAt = now.plus(DeploymentFollower.UNTIL_VISIBLE);
            return new TakingBack(rollout, seen.rollback(), "", List.of(), giveUpAt);
        }

        TakingBack because(String why, List<String> found) {
            return new TakingBack(rollout, rollback, why, found, giveUpAt);
        }

        /** The rollback deployment has become known. */
        TakingBack by(String rollbackDeployment) {
            return new TakingBack(rollout, Optional.of(rollbackDeployment), cause, findings, giveUpAt);
        }
    }

    /**
     * The deployment whose end decides.
     *
     * @param service the group's service
     * @param images image by placeholder
     * @param taskDefinition ARN of the task definition that it brings
     * @param deployment its id
     */
    record Rollout(ServiceId service, Map<String, String> images, String taskDefinition, String deployment) {

        public Rollout {
            images = Map.copyOf(images);
        }
    }
}
