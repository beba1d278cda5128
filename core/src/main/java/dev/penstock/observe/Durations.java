package dev.penstock.observe;

import dev.penstock.action.AwsScope;
import java.time.Duration;

/**
 * What is known of how long things take: asked before each look, told of each end that the observer saw. Safe for use by many
 * threads.
 */
public interface Durations {

    /** What is known of a kind of resource in a scope; {@link DurationEstimate#PRIOR} if nothing is. */
    DurationEstimate of(String kind, AwsScope scope);

    /** One of them took so long. */
    void took(String kind, AwsScope scope, Duration duration);

    /** Durations that are forgotten with the process. */
    static Durations inMemory() {
        return new InMemoryDurations();
    }
}
