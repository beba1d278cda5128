package dev.penstock.simulator.ecs;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is known of a task's health. Source of what counts: ECS API Reference, DeploymentConfiguration,
 * {@code minimumHealthyPercent}.
 *
 * @param passed whether its own check has passed: that of its containers, or without one and without load balancer the
 *     time that it must have run
 * @param failed whether its own check has failed for good
 * @param blamed whether its failure was counted
 * @param targets what it is with load balancers
 */
record TaskHealth(boolean passed, boolean failed, boolean blamed, List<Target> targets) {

    /**
     * A target that the task is in a target group.
     *
     * @param group the target group's ARN
     * @param container the container that answers
     * @param id an IP address or an instance id
     * @param port where it is reached
     * @param state of its health in ELB's words; empty before it is registered, and {@link #RELEASED} when it is gone
     * @param description why, in ELB's words; empty when there is nothing to say
     */
    record Target(String group, String container, String id, int port, String state, String description) {

        static final String RELEASED = "released";

        /** What identifies it among the targets of all groups. */
        String key() {
            return key(group, id, port);
        }

        static String key(String group, String id, int port) {
            return group + " " + id + " " + port;
        }

        boolean registered() {
            return !state.isEmpty() && !state.equals(RELEASED);
        }

        boolean isHealthy() {
            return state.equals("healthy");
        }

        boolean isUnhealthy() {
            return state.equals("unhealthy");
        }

        boolean isDraining() {
            return state.equals("draining");
        }

        Target in(String next, String why) {
            return new Target(group, container, id, port, next, why);
        }
    }

    TaskHealth {
        targets = List.copyOf(targets);
    }

    static TaskHealth unknown(List<Target> targets) {
        return new TaskHealth(false, false, false, targets);
    }

    /** Whether everything that is asked says that it is healthy. */
    boolean good() {
        return passed && !failed && targets.stream().allMatch(Target::isHealthy);
    }

    /** Why it is unhealthy, as the reason of a stopped task says it. */
    Optional<String> bad() {
        if (failed) {
            return Optional.of("Task failed container health checks");
        }
        return unhealthyTarget().map(t -> "Task failed ELB health checks in (target-group " + t.group() + ")");
    }

    Optional<Target> unhealthyTarget() {
        return targets.stream().filter(Target::isUnhealthy).findFirst();
    }

    boolean anyTarget(Predicate<Target> is) {
        return targets.stream().anyMatch(is);
    }

    TaskHealth passing() {
        return new TaskHealth(true, false, blamed, targets);
    }

    TaskHealth failing() {
        return new TaskHealth(false, true, blamed, targets);
    }

    /** Whether its failure was counted: once for each time that it turns unhealthy. */
    TaskHealth blamed(boolean isBlamed) {
        return new TaskHealth(passed, failed, isBlamed, targets);
    }

    /** With one target's state changed; another's stays. */
    TaskHealth with(String targetKey, String state, String description) {
        return new TaskHealth(
                passed,
                failed,
                blamed,
                targets.stream()
                        .map(t -> t.key().equals(targetKey) ? t.in(state, description) : t)
                        .toList());
    }
}
