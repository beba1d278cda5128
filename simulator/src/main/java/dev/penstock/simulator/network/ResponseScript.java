package dev.penstock.simulator.network;

import java.time.Duration;

/**
 * How a scripted backend answers HTTP requests, health checks among them.
 *
 * @param failing the share of requests that are answered with {@code failingStatus}, 0 to 1; all others with 200
 * @param failingStatus an HTTP status, 100 to 599
 * @param latency from request to answer, in simulated time
 */
public record ResponseScript(double failing, int failingStatus, Duration latency) {

    /** Answers everything with 200 at once. */
    public static final ResponseScript OK = new ResponseScript(0, 500, Duration.ZERO);

    public ResponseScript {
        if (!(failing >= 0 && failing <= 1)) {
            throw new IllegalArgumentException("the share of failing answers must be from 0 to 1, not " + failing);
        }
        if (failingStatus < 100 || failingStatus > 599) {
            throw new IllegalArgumentException("an HTTP status is from 100 to 599, not " + failingStatus);
        }
        if (latency.isNegative()) {
            throw new IllegalArgumentException("a latency must not be negative: " + latency);
        }
    }
}
