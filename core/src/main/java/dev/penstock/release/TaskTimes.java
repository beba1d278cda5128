package dev.penstock.release;

import dev.penstock.release.ServiceTiming.Group;
import dev.penstock.rollout.Words;
import dev.penstock.rollout.duration.RolloutTime.Alternative;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How long the tasks of a service take to come and to go, whoever starts them. Sources: Elastic Load Balancing User Guide, "Health
 * checks for your target groups" (a target that was just registered has to pass one check) and "Deregistration delay"; Amazon ECS
 * Developer Guide, "Deploy Amazon ECS services by replacing tasks" (a task without any check counts as healthy after 40 seconds).
 *
 * @param timing what is known of the service
 */
public record TaskTimes(ServiceTiming timing) {

    /** From asking for a Fargate task to its process: 30 to 90 seconds, as users of Fargate report. */
    static final Duration USUAL_START = Duration.ofSeconds(45);

    /** A process that heeds SIGTERM, and the network interface that is taken away. */
    static final Duration USUAL_STOP = Duration.ofSeconds(12);

    /** ECS looks twice at each wave; AWS's example of DescribeServiceDeployments has 1.6 s from createdAt to startedAt. */
    private static final Duration SCHEDULER = Duration.ofMillis(3200);

    private static final Duration WITHOUT_CHECK = Duration.ofSeconds(40);
    private static final Duration REGISTRATION = Duration.ofSeconds(5);

    /** One to five minutes (kubernetes-sigs/aws-load-balancer-controller issue 1786). */
    private static final Duration NETWORK_REGISTRATION = Duration.ofMinutes(2);

    private static final Duration WORTH_TELLING = Duration.ofMinutes(1);

    /** What is still safe for most. */
    private static final Duration QUICK_DRAIN = Duration.ofSeconds(30);

    private static final Duration QUICK_CHECK = Duration.ofSeconds(10);

    /**
     * Other settings by which tasks would come and go more quickly.
     *
     * @param whole what the rollout would take
     */
    public List<Alternative> quicker(Function<ServiceTiming, Duration> whole) {
        List<Alternative> all = new ArrayList<>();
        Duration drain = longest(Group::drain);
        if (drain.compareTo(QUICK_DRAIN) > 0) {
            all.add(new Alternative(
                    "deregistration_delay.timeout_seconds of the target group",
                    drain.toSeconds() + " s",
                    QUICK_DRAIN.toSeconds() + " s",
                    whole.apply(timing.withDrain(QUICK_DRAIN))));
        }
        Duration check = longest(Group::checkInterval);
        if (check.compareTo(QUICK_CHECK) > 0) {
            all.add(new Alternative(
                    "HealthCheckIntervalSeconds of the target group",
                    check.toSeconds() + " s",
                    QUICK_CHECK.toSeconds() + " s",
                    whole.apply(timing.withCheckInterval(QUICK_CHECK))));
        }
        timing.containerCheck()
                .filter(interval -> interval.compareTo(QUICK_CHECK) > 0)
                .ifPresent(interval -> all.add(new Alternative(
                        "healthCheck.interval of the task definition",
                        interval.toSeconds() + " s",
                        QUICK_CHECK.toSeconds() + " s",
                        whole.apply(timing.withContainerCheck(QUICK_CHECK)))));
        return all;
    }

    /** Until the containers of all tasks that were asked for at once run. */
    public Duration start() {
        return timing.start().orElse(USUAL_START).plus(SCHEDULER);
    }

    /**
     * Until tasks run and are healthy.
     *
     * @param tasks how many are started at once
     */
    public Duration up(int tasks) {
        return start().plus(health(tasks));
    }

    /**
     * Until tasks that run are healthy. The checks of a target begin at some instant of the first interval: the last of several is to be
     * waited for.
     *
     * @param tasks how many were started at once
     */
    public Duration health(int tasks) {
        if (timing.containerCheck().isEmpty() && timing.groups().isEmpty()) {
            return WITHOUT_CHECK;
        }
        Duration longest = timing.containerCheck().orElse(Duration.ZERO);
        for (Group group : timing.groups()) {
            Duration first = group.checkInterval().multipliedBy(tasks).dividedBy(tasks + 1L);
            Duration own = (group.network() ? NETWORK_REGISTRATION : REGISTRATION).plus(first);
            longest = own.compareTo(longest) > 0 ? own : longest;
        }
        return longest;
    }

    /** Until tasks that leave have drained and are gone. */
    public Duration down() {
        return longest(Group::drain).plus(timing.stop().orElse(USUAL_STOP));
    }

    private Duration longest(Function<Group, Duration> what) {
        return timing.groups().stream()
                .map(what)
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** Whether one of its load balancers is a Network Load Balancer. */
    public boolean isNetwork() {
        return timing.groups().stream().anyMatch(Group::network);
    }

    /** What these times do not say, in full sentences. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (timing.start().isEmpty()) {
            remarks.add("No task runs whose start could be measured: " + Words.of(USUAL_START) + " are assumed.");
        }
        Duration slow = longest(Group::slowStart);
        if (!slow.isZero()) {
            remarks.add("New targets get their whole share of the requests " + Words.of(slow)
                    + " after they are healthy (slow_start.duration_seconds).");
        }
        if (timing.grace().compareTo(WORTH_TELLING) > 0) {
            remarks.add("A version that fails the load balancer's checks is noticed after " + Words.of(timing.grace())
                    + " only (healthCheckGracePeriodSeconds).");
        }
        return remarks;
    }
}
