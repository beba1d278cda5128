package dev.penstock.release;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a release to an ECS service is. What is in it stays readable: fields are added as {@code Optional}. */
sealed interface EcsReleaseState {

    /** About to read the image definitions and to pin the images. */
    record Begun() implements EcsReleaseState {}

    /**
     * About to look at the service and to register a task definition.
     *
     * @param images image by container name, by digest wherever it is known
     */
    record Pinned(Map<String, String> images) implements EcsReleaseState {

        public Pinned {
            images = Map.copyOf(images);
        }
    }

    /** The service has the images already, by a deployment that is to be looked at. */
    record There(Work work, String deployment) implements EcsReleaseState {}

    /** The service was not touched yet, or only by a call whose answer was lost. */
    record Ready(Work work) implements EcsReleaseState {}

    /**
     * Our deployment is under way, or has ended.
     *
     * @param deployment its id (ARN)
     */
    record Running(Work work, String deployment, Sight sight) implements EcsReleaseState {

        Running with(Sight seen) {
            return new Running(work, deployment, seen);
        }
    }

    /**
     * The service goes back to what it ran.
     *
     * @param deployment that it goes back from, or, once our deployment was successful, that which brings the old version again
     * @param again whether it is the latter
     * @param sight what was seen of it
     */
    record Returning(Work work, String deployment, boolean again, Sight sight) implements EcsReleaseState {

        Returning with(Sight seen) {
            return new Returning(work, deployment, again, seen);
        }
    }

    /** The release goes by task sets of its own. */
    record BySets(TaskSetState at) implements EcsReleaseState {}

    /**
     * What is to be done, and what there was before.
     *
     * @param images image by container name
     * @param service ARN of the service
     * @param basedOn the task definition that the service had
     * @param taskDefinition the task definition that it shall have
     * @param before the service's newest deployment before ours
     * @param settingsBefore the service's deployment configuration, to be put back
     * @param settings the deployment configuration that this release needs
     * @param sides the target groups between which requests are moved; absent if none are
     */
    record Work(
            Map<String, String> images,
            String service,
            String basedOn,
            String taskDefinition,
            Optional<String> before,
            String settingsBefore,
            String settings,
            Optional<Sides> sides) {

        public Work {
            images = Map.copyOf(images);
        }
    }

    /**
     * Two target groups of one load balancer.
     *
     * @param old ARN of the one that served
     * @param fresh ARN of the other one
     * @param rule ARN of the listener rule for users' requests, or of a Network Load Balancer's listener
     * @param testRule ARN of that for tests; empty if there is none
     * @param loadBalancer ARN of the load balancer; empty if not known
     */
    record Sides(String old, String fresh, String rule, String testRule, String loadBalancer) {}

    /**
     * What was seen of a deployment.
     *
     * @param progress how far it is, in words
     * @param failuresSeen how many failed tasks have been looked into
     * @param findings what was found out about them
     * @param tried how often tests were tried
     */
    record Sight(String progress, int failuresSeen, List<String> findings, int tried) {

        static final Sight NONE = new Sight("", 0, List.of(), 0);

        public Sight {
            findings = List.copyOf(findings);
        }

        Sight progressed(String words, int failures, List<String> found) {
            return new Sight(words, failures, found, tried);
        }

        Sight triedAgain() {
            return new Sight(progress, failuresSeen, findings, tried + 1);
        }
    }
}
