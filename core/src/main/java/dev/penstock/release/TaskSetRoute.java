package dev.penstock.release;

import dev.penstock.traffic.ListenerRuleArn;

/**
 * How users' requests come to the task sets of a service.
 *
 * @param rule that divides them
 * @param first ARN of a target group
 * @param second ARN of the other one: a release goes from the one that the primary task set is in to the other
 */
public record TaskSetRoute(ListenerRuleArn rule, String first, String second) {

    public TaskSetRoute {
        if (first.equals(second)) {
            throw new IllegalArgumentException("requests are divided between two target groups, not within " + first);
        }
    }

    /** Whether a group is one of the two. */
    boolean has(String group) {
        return group.equals(first) || group.equals(second);
    }

    /** The one that is not this one. */
    String other(String group) {
        return group.equals(first) ? second : first;
    }
}
