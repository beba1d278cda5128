package dev.penstock.observe;

import dev.penstock.action.AwsScope;

/**
 * A resource that can be waited for.
 *
 * @param kind chooses the {@link ResourceReader}, such as {@code ecs-service-deployment}
 * @param scope in whose name and where it is read
 * @param id the resource's own id, such as an ARN
 */
public record ResourceId(String kind, AwsScope scope, String id) {}
