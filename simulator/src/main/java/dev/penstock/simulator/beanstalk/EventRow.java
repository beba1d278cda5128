package dev.penstock.simulator.beanstalk;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened.
 *
 * @param number of the event in its account and region
 * @param severity {@code TRACE} to {@code FATAL}
 * @param environmentId empty for events of applications and versions, as {@code environment} is
 * @param requestId of the call that caused it; empty for what happened by itself
 */
record EventRow(
        String account,
        String region,
        long number,
        Instant at,
        String severity,
        String message,
        String application,
        Optional<String> environment,
        Optional<String> environmentId,
        Optional<String> version,
        Optional<String> template,
        String requestId) {}
