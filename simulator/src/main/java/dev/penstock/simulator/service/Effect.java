package dev.penstock.simulator.service;

import java.time.Instant;

/**
 * One change that a call made to the simulated AWS. A call that found its work done already (an idempotency token
 * seen before) has none.
 *
 * @param number counts from 1 in the order in which the changes happened
 * @param at the simulated time
 * @param account twelve digits
 * @param region the caller's region
 * @param service the service's signing name, like {@code ecs}
 * @param operation like {@code UpdateService}
 * @param resource what was changed: an ARN where there is one
 * @param token the idempotency token that came with the call; empty when there was none
 */
public record Effect(
        long number,
        Instant at,
        String account,
        String region,
        String service,
        String operation,
        String resource,
        String token) {}
