package dev.penstock.release;

import dev.penstock.rollout.Share;
import java.time.Instant;
import java.util.List;

/**
 * A set of equal tasks of a service whose deployments somebody else than the platform makes ({@code TaskSet} of ECS).
 *
 * @param arn of the set
 * @param externalId by which whoever made it finds it again; empty if it has none
 * @param taskDefinition ARN of the task definition of its tasks
 * @param status what it is among the service's sets
 * @param isSteady whether it has the tasks that it should have, all of them healthy and none draining ({@code stabilityStatus}
 *     {@code STEADY_STATE})
 * @param scale how many tasks it should have, of those of the service
 * @param wanted the same as a number, rounded up ({@code computedDesiredCount})
 * @param pending tasks that start
 * @param running tasks that run
 * @param targetGroups ARNs of the target groups that its tasks are registered in, in its order; empty if it has none
 * @param createdAt when it was made
 */
public record TaskSet(
        String arn,
        String externalId,
        String taskDefinition,
        Status status,
        boolean isSteady,
        Share scale,
        int wanted,
        int pending,
        int running,
        List<String> targetGroups,
        Instant createdAt) {

    public TaskSet {
        targetGroups = List.copyOf(targetGroups);
    }

    /** What a set is among those of its service. */
    public enum Status {
        /** The one that the service says of itself that it runs. */
        PRIMARY,
        /** Another one. */
        ACTIVE,
        /** It was deleted, and its tasks end. */
        DRAINING,
        /** What is newer than this program. */
        UNKNOWN
    }
}
