package dev.penstock.beanstalk;

import java.time.Duration;

/**
 * A step of moving requests to a new environment.
 *
 * @param weight the share of requests that it gets, 1 to 100 per cent
 * @param bake for how long at least
 */
public record RampStep(int weight, Duration bake) {

    public RampStep {
        if (weight < 1 || weight > 100) {
            throw new IllegalArgumentException("a share is 1 to 100 per cent, and this is " + weight);
        }
    }
}
