package dev.penstock.release;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many tasks a rolling deployment may take away and add at a time. ECS rounds the minimum up and the maximum down to whole
 * tasks (ECS API Reference, {@code DeploymentConfiguration}), and a pair that leaves no room for either stalls for ever.
 *
 * @param minimumHealthyPercent of the desired tasks that must run, 0 to 100
 * @param maximumPercent of the desired tasks that may run, 100 to 200
 */
public record RollingShape(int minimumHealthyPercent, int maximumPercent) {

    private static final int ALL = 100;
    private static final int DOUBLE = 200;

    public RollingShape {
        if (minimumHealthyPercent < 0 || minimumHealthyPercent > ALL) {
            throw new IllegalArgumentException("a minimum is 0 to 100 per cent, and this is " + minimumHealthyPercent);
        }
        if (maximumPercent < ALL || maximumPercent > DOUBLE) {
            throw new IllegalArgumentException("a maximum is 100 to 200 per cent, and this is " + maximumPercent);
        }
    }

    /** All old tasks may stop while all new ones start. */
    public static RollingShape allAtOnce() {
        return new RollingShape(0, DOUBLE);
    }

    /** Old tasks stop first, then new ones start: there is never more than one of each. */
    public static RollingShape inPlace() {
        return new RollingShape(0, ALL);
    }

    /**
     * New tasks start before as many old ones stop.
     *
     * @param desired tasks of the service
     * @param batch how many at a time, at least 1
     */
    public static RollingShape withAdditionalBatch(int desired, int batch) {
        int most = desired + batch(desired, batch);
        if (desired == 0) {
            return new RollingShape(ALL, DOUBLE);
        }
        // The most that does not exceed the batch, unless that leaves no room at all.
        int percent = DOUBLE;
        while (percent > ALL && most(desired, percent) > most) {
            percent--;
        }
        return new RollingShape(ALL, most(desired, percent) > desired ? percent : percent + 1);
    }

    /**
     * Old tasks stop before as many new ones start: no more run than are desired.
     *
     * @param desired tasks of the service
     * @param batch how many at a time, at least 1
     */
    public static RollingShape withinCapacity(int desired, int batch) {
        int least = desired - batch(desired, batch);
        int percent = ALL;
        while (percent > 0 && least(desired, percent) > least) {
            percent--;
        }
        return new RollingShape(percent, ALL);
    }

    /**
     * The settings by which a service is deployed so.
     *
     * @param before the service's own, of which circuit breaker and alarms stay as they are
     * @return a JSON object in ECS's own names
     */
    public String over(DeploymentSettings before) {
        ObjectNode settings =
                (ObjectNode) DeploymentSettings.tree(before.json()).deepCopy();
        settings.remove(List.of("canaryConfiguration", "linearConfiguration", "bakeTimeInMinutes"));
        if (before.movesTraffic()) {
            settings.putArray("lifecycleHooks");
        }
        return settings.put("strategy", "ROLLING")
                .put("minimumHealthyPercent", minimumHealthyPercent)
                .put("maximumPercent", maximumPercent)
                .toString();
    }

    private static int batch(int desired, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch has one task at least, and this has " + batch);
        }
        return Math.min(desired, batch);
    }

    /** How many tasks run at least. */
    public int least(int desired) {
        return least(desired, minimumHealthyPercent);
    }

    /** How many tasks run at most. */
    public int most(int desired) {
        return most(desired, maximumPercent);
    }

    private static int least(int desired, int percent) {
        return Math.ceilDiv(desired * percent, ALL);
    }

    private static int most(int desired, int percent) {
        return desired * percent / ALL;
    }
}
