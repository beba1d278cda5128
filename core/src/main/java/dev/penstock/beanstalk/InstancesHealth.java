package dev.penstock.beanstalk;

import java.time.Instant;
import java.util.List;

/**
 * The instances of an environment with enhanced health, which is refreshed every 10 seconds.
 *
 * @param instances one or more pages of them, all that there are
 * @param refreshedAt when it was last refreshed
 */
public record InstancesHealth(List<InstanceHealth> instances, Instant refreshedAt) {

    public InstancesHealth {
        instances = List.copyOf(instances);
    }
}
