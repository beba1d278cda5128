package dev.penstock.aws.ecs;

import java.util.List;

/**
 * What a service tells of one of its deployments that the deployment itself does not.
 *
 * @param failures tasks that failed
 * @param supersededBy ARN of a newer deployment; empty if there is none
 * @param events since it began, oldest first
 */
record ServiceNews(int failures, String supersededBy, List<String> events) {

    static final ServiceNews NONE = new ServiceNews(0, "", List.of());

    ServiceNews {
        events = List.copyOf(events);
    }
}
