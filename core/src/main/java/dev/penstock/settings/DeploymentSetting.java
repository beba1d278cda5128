package dev.penstock.settings;

import java.util.Optional;

/**
 * How a deploy action deploys.
 *
 * @param deploymentConfiguration members of ECS's {@code deploymentConfiguration} that are sent with the update of the
 *     service, as JSON in AWS's own names; absent to leave the service's as it is
 */
public record DeploymentSetting(Optional<String> deploymentConfiguration) {

    /** Nothing is set. */
    public static DeploymentSetting none() {
        return new DeploymentSetting(Optional.empty());
    }

    /** What is said here, and what another says where nothing is said here. */
    DeploymentSetting over(DeploymentSetting common) {
        return new DeploymentSetting(deploymentConfiguration.or(common::deploymentConfiguration));
    }
}
