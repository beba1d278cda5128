package dev.penstock.beanstalk;

import java.time.Instant;

/**
 * An environment as it is at one time.
 *
 * @param id such as {@code e-abcdefghij}; no other environment ever has it
 * @param name unique in an account and Region while the environment is not terminated
 * @param application the application that it belongs to
 * @param status what it is doing
 * @param health how it is
 * @param versionLabel the version that it was told to run; empty for the platform's sample application
 * @param platform the name of its solution stack, or the ARN of its platform version
 * @param cname the host name that users have; it changes its place when CNAMEs are swapped
 * @param abortable whether the update that is under way can be aborted
 * @param updatedAt when it was last changed
 */
public record Environment(
        String id,
        String name,
        String application,
        EnvironmentStatus status,
        HealthStatus health,
        String versionLabel,
        String platform,
        String cname,
        boolean abortable,
        Instant updatedAt) {

    /** The same in words, such as {@code environment 'shop-web' of application 'shop'}. */
    public String inWords() {
        return "environment '" + name + "' of application '" + application + "'";
    }
}
