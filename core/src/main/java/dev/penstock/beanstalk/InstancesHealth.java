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

    /**
     * How many instances have a version from the newest deployment that any of them tells of. One that has the same version from
     * an earlier deployment is not counted: the newer one has not reached it, or it was gone back there.
     */
    public long running(String versionLabel) {
        long newest = instances.stream()
                .flatMap(instance -> instance.deployment().stream())
                .mapToLong(InstanceHealth.InstanceDeployment::deploymentId)
                .max()
                .orElse(0);
        return instances.stream()
                .filter(instance -> instance.runs(versionLabel)
                        && instance.deployment().orElseThrow().deploymentId() == newest)
                .count();
    }

    /** Whether every instance has a version, and one deployment has brought it to all of them. */
    public boolean allRun(String versionLabel) {
        return running(versionLabel) == instances.size();
    }
}
