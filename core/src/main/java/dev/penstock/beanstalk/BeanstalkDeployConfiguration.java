package dev.penstock.beanstalk;

import dev.penstock.action.ConfigurationReader;
import java.time.Duration;

/**
 * The configuration of a deploy action.
 *
 * @param action the action's name
 * @param application {@code ApplicationName}
 * @param environment {@code EnvironmentName}
 * @param timeout for everything, waiting included
 */
record BeanstalkDeployConfiguration(String action, String application, String environment, Duration timeout) {

    /** Of an update and its way back; waiting for its turn and keeping what was live come on top. */
    private static final Duration LONGEST_CHANGE = Duration.ofHours(2);

    static BeanstalkDeployConfiguration read(ConfigurationReader configuration, DeploymentOptions options) {
        Duration kept =
                options.blueGreen().map(DeploymentOptions.BlueGreen::longest).orElse(Duration.ZERO);
        return new BeanstalkDeployConfiguration(
                configuration.declaration().name(),
                configuration.required("ApplicationName"),
                configuration.required("EnvironmentName"),
                LONGEST_CHANGE.plus(options.patience()).plus(kept));
    }

    String target() {
        return "environment '" + environment + "' of application '" + application + "'";
    }
}
