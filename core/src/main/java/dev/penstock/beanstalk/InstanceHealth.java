package dev.penstock.beanstalk;

import java.util.List;
import java.util.Optional;

/**
 * An instance of an environment with enhanced health.
 *
 * @param id such as {@code i-0123456789abcdef0}
 * @param health how it is
 * @param causes why it is not better, in the platform's words
 * @param deployment the last deployment to it; absent until there was one
 */
public record InstanceHealth(
        String id, HealthStatus health, List<String> causes, Optional<InstanceDeployment> deployment) {

    public InstanceHealth {
        causes = List.copyOf(causes);
    }

    /** Whether the last deployment to it brought a version, and has ended well. */
    public boolean runs(String versionLabel) {
        return deployment
                .filter(last -> last.versionLabel().equals(versionLabel) && last.status() == Status.DEPLOYED)
                .isPresent();
    }

    /**
     * A deployment to an instance.
     *
     * @param versionLabel what it brings
     * @param deploymentId rises with each deployment to the environment
     * @param status how far it is
     */
    public record InstanceDeployment(String versionLabel, long deploymentId, Status status) {}

    /** How far a deployment to an instance is. */
    public enum Status {
        IN_PROGRESS,
        DEPLOYED,
        FAILED,
        /** A status that is newer than this version of Penstock; nothing is concluded from it. */
        UNKNOWN
    }
}
