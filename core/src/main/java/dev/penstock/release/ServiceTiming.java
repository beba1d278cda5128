package dev.penstock.release;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What decides how long the tasks of a service take to come and to go.
 *
 * @param start from asking for a task until its containers run, as tasks that run now took it; absent if none does
 * @param stop from the signal to stop until a task is gone, as tasks took it that have stopped lately; absent if none has
 * @param containerCheck interval of the health checks that its essential containers have; absent if they have none
 * @param grace for so long failed checks of load balancers do not count ({@code healthCheckGracePeriodSeconds})
 * @param groups the target groups that its tasks are registered in
 */
public record ServiceTiming(
        Optional<Duration> start,
        Optional<Duration> stop,
        Optional<Duration> containerCheck,
        Duration grace,
        List<Group> groups) {

    public ServiceTiming {
        groups = List.copyOf(groups);
    }

    /**
     * A target group.
     *
     * @param name its name
     * @param network whether it is a Network Load Balancer's
     * @param checkInterval {@code HealthCheckIntervalSeconds}
     * @param drain {@code deregistration_delay.timeout_seconds}
     * @param slowStart {@code slow_start.duration_seconds}; zero if it is off
     */
    public record Group(String name, boolean network, Duration checkInterval, Duration drain, Duration slowStart) {}

    /** With another interval of the containers' checks. */
    ServiceTiming withContainerCheck(Duration interval) {
        return new ServiceTiming(start, stop, Optional.of(interval), grace, groups);
    }

    /** With another interval of the target groups' checks. */
    ServiceTiming withCheckInterval(Duration interval) {
        return withGroups(groups.stream()
                .map(group -> new Group(
                        group.name(),
                        group.network(),
                        shorter(interval, group.checkInterval()),
                        group.drain(),
                        group.slowStart()))
                .toList());
    }

    /** With another deregistration delay. */
    ServiceTiming withDrain(Duration drain) {
        return withGroups(groups.stream()
                .map(group -> new Group(
                        group.name(),
                        group.network(),
                        group.checkInterval(),
                        shorter(drain, group.drain()),
                        group.slowStart()))
                .toList());
    }

    private ServiceTiming withGroups(List<Group> others) {
        return new ServiceTiming(start, stop, containerCheck, grace, others);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
