package dev.penstock.release;

import dev.penstock.traffic.ListenerRuleArn;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How users' requests come to the task sets of a service.
 *
 * @param rule that divides them
 * @param first ARN of a target group
 * @param second ARN of the other one: a release goes from the one that the primary task set is in to the other
 * @param baseline ARN of a third one, for a part of the old version that is compared with the new one; absent if there is none
 */
public record TaskSetRoute(ListenerRuleArn rule, String first, String second, Optional<String> baseline) {

    /** Between two target groups, without one for a baseline. */
    public TaskSetRoute(ListenerRuleArn rule, String first, String second) {
        this(rule, first, second, Optional.empty());
    }

    public TaskSetRoute {
        if (first.equals(second)) {
            throw new IllegalArgumentException("requests are divided between two target groups, not within " + first);
        }
        if (baseline.filter(group -> group.equals(first) || group.equals(second))
                .isPresent()) {
            throw new IllegalArgumentException("the baseline has a target group of its own, and not " + baseline.get());
        }
    }

    /** All groups. */
    List<String> groups() {
        return Stream.concat(Stream.of(first, second), baseline.stream()).toList();
    }

    /** Whether a group is one of the two that releases go between. */
    boolean has(String group) {
        return group.equals(first) || group.equals(second);
    }

    /** The one that is not this one. */
    String other(String group) {
        return group.equals(first) ? second : first;
    }
}
