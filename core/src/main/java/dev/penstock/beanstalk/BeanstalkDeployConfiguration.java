package dev.penstock.beanstalk;

import java.time.Duration;

/**
 * The configuration of a deploy action.
 *
 * @param application {@code ApplicationName}
 * @param environment {@code EnvironmentName}
 * @param timeout for everything, waiting included
 */
record BeanstalkDeployConfiguration(String application, String environment, Duration timeout) {

    String target() {
        return "environment '" + environment + "' of application '" + application + "'";
    }
}
