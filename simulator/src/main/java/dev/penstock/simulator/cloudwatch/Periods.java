package dev.penstock.simulator.cloudwatch;

import java.time.Duration;
import java.time.Instant;

/** Where the first period of a request begins. Source: CloudWatch API Reference, {@code GetMetricStatistics}. */
final class Periods {

    private Periods() {}

    /** The start time rounded down: to the minute, of old data to five minutes or the hour, of short periods to those. */
    static Instant start(Instant start, int period, Instant now) {
        int finest = Retention.finest(Duration.between(start, now));
        long grain = period < 60 ? period : Math.clamp(finest, 60, Retention.COARSEST);
        return Instant.ofEpochSecond(Math.floorDiv(start.getEpochSecond(), grain) * grain);
    }
}
