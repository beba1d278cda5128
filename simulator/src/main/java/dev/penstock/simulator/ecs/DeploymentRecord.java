package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * One of a service's deployments, as {@code Service.deployments} shows it.
 *
 * @param id {@code ecs-svc/…}
 * @param primary whether it is the one that the service moves to
 * @param taskDefinition its ARN
 * @param revision the ARN of its service revision
 * @param wanted how many tasks it should have
 * @param rollout {@code IN_PROGRESS}, {@code COMPLETED} or {@code FAILED}
 * @param reason why, in AWS's words
 * @param created when it was made
 * @param updated when it last changed
 * @param failures failed tasks since the last one that turned healthy
 * @param failedStarts starts in a row that did not reach RUNNING
 * @param pausedUntil no start before that instant
 * @param images digests by container, from the first pull on
 */
record DeploymentRecord(
        String id,
        boolean primary,
        String taskDefinition,
        String revision,
        int wanted,
        String rollout,
        String reason,
        Instant created,
        Instant updated,
        int failures,
        int failedStarts,
        Optional<Instant> pausedUntil,
        Map<String, String> images) {

    static final String IN_PROGRESS = "IN_PROGRESS";
    static final String COMPLETED = "COMPLETED";
    static final String FAILED = "FAILED";

    DeploymentRecord {
        images = Map.copyOf(images);
    }

    static DeploymentRecord fresh(String id, String taskDefinition, String revision, int wanted, Instant now) {
        return new DeploymentRecord(
                id,
                true,
                taskDefinition,
                revision,
                wanted,
                IN_PROGRESS,
                "ECS deployment " + id + " in progress.",
                now,
                now,
                0,
                0,
                Optional.empty(),
                Map.of());
    }

    /** A task set, as its service carries it: its ARN stands in place of a revision's. */
    static DeploymentRecord ofTaskSet(TaskSet set, int wanted, Instant now) {
        return new DeploymentRecord(
                set.id(),
                false,
                set.taskDefinition(),
                set.taskSetArn(),
                wanted,
                COMPLETED,
                "",
                now,
                now,
                0,
                0,
                Optional.empty(),
                Map.of());
    }

    boolean inProgress() {
        return rollout.equals(IN_PROGRESS);
    }

    boolean failed() {
        return rollout.equals(FAILED);
    }

    DeploymentRecord in(String nextRollout, String nextReason, Instant now) {
        return new DeploymentRecord(
                id,
                primary,
                taskDefinition,
                revision,
                wanted,
                nextRollout,
                nextReason,
                created,
                now,
                failures,
                failedStarts,
                pausedUntil,
                images);
    }

    DeploymentRecord as(boolean isPrimary, Instant now) {
        return new DeploymentRecord(
                id,
                isPrimary,
                taskDefinition,
                revision,
                wanted,
                rollout,
                reason,
                created,
                now,
                failures,
                failedStarts,
                pausedUntil,
                images);
    }

    DeploymentRecord wanting(int count, Instant now) {
        return new DeploymentRecord(
                id,
                primary,
                taskDefinition,
                revision,
                count,
                rollout,
                reason,
                created,
                now,
                failures,
                failedStarts,
                pausedUntil,
                images);
    }

    DeploymentRecord counting(int nextFailures, int nextFailedStarts, Optional<Instant> paused, Instant now) {
        return new DeploymentRecord(
                id,
                primary,
                taskDefinition,
                revision,
                wanted,
                rollout,
                reason,
                created,
                now,
                nextFailures,
                nextFailedStarts,
                paused,
                images);
    }

    DeploymentRecord pulled(String container, String digest) {
        Map<String, String> next = new TreeMap<>(images);
        next.put(container, digest);
        return new DeploymentRecord(
                id,
                primary,
                taskDefinition,
                revision,
                wanted,
                rollout,
                reason,
                created,
                updated,
                failures,
                failedStarts,
                pausedUntil,
                next);
    }
}
