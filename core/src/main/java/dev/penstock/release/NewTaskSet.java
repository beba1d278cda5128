package dev.penstock.release;

import dev.penstock.rollout.Share;

/**
 * A task set that is to be made.
 *
 * @param like ARN of the set whose network, launch type or capacity providers, platform version, container, port and service
 *     registries it takes over
 * @param taskDefinition ARN of the task definition of its tasks
 * @param targetGroup ARN of the target group that its tasks are registered in
 * @param instead ARN of that of the other set in whose place it comes; others stay
 * @param scale how many tasks it gets, of those of the service
 * @param externalId names the intent, up to 36 characters; asked again, no other set is made, and the set is found by it
 */
public record NewTaskSet(
        String like, String taskDefinition, String targetGroup, String instead, Share scale, String externalId) {}
