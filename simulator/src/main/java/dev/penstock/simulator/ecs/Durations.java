package dev.penstock.simulator.ecs;

import java.time.Duration;

/**
 * How long things take, in one table; {@code docs/simulator.md} shows it with the same sources.
 *
 * <p>Where AWS documents a number it is used. Where only observations exist, the value lies within the observed range
 * and says so.
 */
final class Durations {

    /**
     * From a change to the scheduler acting on it. AWS's example of DescribeServiceDeployments has 1.6 s between
     * {@code createdAt} and {@code startedAt}.
     */
    static final Duration SCHEDULER = Duration.ofMillis(1600);

    /** PROVISIONING: attaching the network interface of an awsvpc task. Observed: about 10 s of Fargate's 30–90 s. */
    static final Duration PROVISIONING = Duration.ofSeconds(10);

    /** Pulling an image. Observed: a small image of the same region takes 5–15 s of Fargate's 30–90 s. */
    static final Duration PULL = Duration.ofSeconds(15);

    /** From the pulled image to RUNNING. Observed: a few seconds. */
    static final Duration START = Duration.ofSeconds(5);

    /**
     * How long a task without load balancer and without container health check must have been RUNNING to count as
     * healthy. ECS Developer Guide, "Deploy Amazon ECS services by replacing tasks" (minimumHealthyPercent).
     */
    static final Duration HEALTHY_WITHOUT_CHECK = Duration.ofSeconds(40);

    /** Default interval of a container health check. ECS API Reference, HealthCheck: 30 s. */
    static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);

    /** Default retries of a container health check. ECS API Reference, HealthCheck: 3. */
    static final int CHECK_RETRIES = 3;

    /** STOPPING of a container that handles SIGTERM. Observed: 1–5 s. */
    static final Duration STOP_HANDLED = Duration.ofSeconds(2);

    /** STOPPING of one that does not: ContainerDefinition.stopTimeout, 30 s by default. */
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    /** DEPROVISIONING: detaching the network interface of an awsvpc task. Observed: about 10 s. */
    static final Duration DEPROVISIONING = Duration.ofSeconds(10);

    /** How long a stopped task can be described. ECS API Reference, DescribeTasks: at least one hour. */
    static final Duration STOPPED_KEPT = Duration.ofHours(1);

    /** The longest pause between starts of tasks that never reach RUNNING: 15 minutes (Developer Guide, service throttle logic). */
    static final Duration LONGEST_BACKOFF = Duration.ofMinutes(15);

    /** The first such pause; it doubles. AWS documents no number: an assumption. */
    static final Duration FIRST_BACKOFF = Duration.ofMinutes(1);

    /** How many starts in a row must fail before pauses begin. AWS documents no number: an assumption. */
    static final int STARTS_WITHOUT_BACKOFF = 10;

    /** Until a task that found no place is tried again. AWS documents no number: an assumption. */
    static final Duration PLACEMENT_RETRY = Duration.ofMinutes(1);

    /**
     * How long alarms of which nothing is known are watched after all tasks were replaced. ECS works it out from the
     * alarms and does not say how: an assumption.
     */
    static final Duration BAKE_TIME = Duration.ofMinutes(5);

    /** Until a deleted task definition that nothing refers to is gone. AWS documents no number: an assumption. */
    static final Duration DEFINITION_GONE = Duration.ofMinutes(10);

    private Durations() {}

    /** The pause after so many starts in a row that did not reach RUNNING. */
    static Duration backoff(int failures) {
        if (failures < STARTS_WITHOUT_BACKOFF) {
            return Duration.ZERO;
        }
        int doublings = Math.min(failures - STARTS_WITHOUT_BACKOFF, 10);
        Duration pause = FIRST_BACKOFF.multipliedBy(1L << doublings);
        return pause.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : pause;
    }
}
