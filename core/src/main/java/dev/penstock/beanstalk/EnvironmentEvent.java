package dev.penstock.beanstalk;

import java.time.Instant;

/**
 * Something that the platform told of an environment. The message is evidence for people; nothing is concluded from its words.
 *
 * @param at when
 * @param severity how bad it is
 * @param message in the platform's words
 * @param requestId the request that it belongs to; empty for what happens by itself
 * @param versionLabel the version that it is about; empty if about none
 */
public record EnvironmentEvent(Instant at, Severity severity, String message, String requestId, String versionLabel) {

    /** How bad an event is ({@code EventSeverity}). */
    public enum Severity {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR,
        FATAL;

        /** Whether what it belongs to has failed. */
        public boolean isFailure() {
            return this == ERROR || this == FATAL;
        }
    }
}
