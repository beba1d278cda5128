package dev.penstock.release;

import java.time.Duration;
import java.util.Optional;

/**
 * In how many waves a rolling deployment of ECS replaces tasks, and how long that takes. Source: Amazon ECS Developer Guide, "Deploy
 * Amazon ECS services by replacing tasks": {@code minimumHealthyPercent} is rounded up, {@code maximumPercent} down and counts tasks
 * that run or are pending, so that room is free as soon as a task is told to stop.
 *
 * @param waves how often tasks are started and waited for
 * @param largest how many tasks are started at once at most
 * @param whole from the first start until the last old task is gone
 */
record RollingWaves(int waves, int largest, Duration whole) {

    /** More waves than this are not walked: percentages that allow one of thousands of tasks at a time. */
    private static final int MOST = 100_000;

    /**
     * Walks a deployment.
     *
     * @param desired tasks, at least 1
     * @param up what a task takes from its start until it is healthy
     * @param down what a task takes from being told to stop until it is gone
     * @return absent if the percentages leave no room to move
     */
    static Optional<RollingWaves> of(int desired, int minimumPercent, int maximumPercent, Duration up, Duration down) {
        int minimum = (int) Math.ceilDiv((long) desired * minimumPercent, 100L);
        int maximum = (int) ((long) desired * maximumPercent / 100);
        int old = desired;
        int fresh = 0;
        int waves = 0;
        int largest = 0;
        Duration now = Duration.ZERO;
        Duration gone = Duration.ZERO;
        while (waves < MOST) {
            int room = Math.max(0, maximum - fresh - old);
            int start = Math.min(desired - fresh, room);
            // While new tasks are on their way, none of those is stopped that is still needed.
            int stop = Math.clamp((long) fresh + old - (start > 0 ? Math.max(minimum, desired) : minimum), 0, old);
            if (stop > 0) {
                old -= stop;
                gone = now.plus(down);
            }
            if (start > 0) {
                waves++;
                largest = Math.max(largest, start);
                fresh += start;
                now = now.plus(up);
            } else if (stop == 0) {
                return fresh == desired && old == 0
                        ? Optional.of(new RollingWaves(waves, largest, now.compareTo(gone) > 0 ? now : gone))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
