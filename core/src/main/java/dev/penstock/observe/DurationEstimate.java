package dev.penstock.observe;

import java.time.Duration;

/**
 * How long something takes, as far as is known: a lognormal law, which durations of deployments follow roughly (many at one
 * value, none far below it, some far above it).
 *
 * @param count how many were seen
 * @param mean of the natural logarithms of the seconds
 * @param spread sum of the squared distances of the logarithms from their mean
 */
public record DurationEstimate(long count, double mean, double spread) {

    /** How much the assumption weighs that stands in for what was not seen yet, in durations. */
    private static final double PRIOR_WEIGHT = 4;

    private static final double PRIOR_DEVIATION = 1;
    private static final double LEAST_DEVIATION = 0.05;

    /** Nothing was seen. The assumption: two minutes, give or take a factor of e. */
    public static final DurationEstimate PRIOR = new DurationEstimate(0, Math.log(120), 0);

    public DurationEstimate {
        if (count < 0 || !Double.isFinite(mean) || !(spread >= 0) || Double.isInfinite(spread)) {
            throw new IllegalArgumentException("no estimate: count " + count + ", mean " + mean + ", spread " + spread);
        }
    }

    /** With one more duration; those of less than a tenth of a second count as that. */
    public DurationEstimate with(Duration duration) {
        double logarithm = Math.log(Math.max(0.1, duration.toMillis() / 1000.0));
        long more = count + 1;
        double before = count == 0 ? logarithm : mean;
        double moved = before + (logarithm - before) / more;
        return new DurationEstimate(more, moved, spread + (logarithm - before) * (logarithm - moved));
    }

    /** Standard deviation of the logarithms: the less was seen, the nearer to what is assumed. */
    public double deviation() {
        double variance = (spread + PRIOR_WEIGHT * PRIOR_DEVIATION * PRIOR_DEVIATION) / (count + PRIOR_WEIGHT);
        return Math.max(LEAST_DEVIATION, Math.sqrt(variance));
    }

    /** How many seconds pass until it has ended with the probability of so many standard deviations. */
    double secondsAt(double deviations) {
        return Math.exp(mean + deviations * deviation());
    }

    /**
     * How probable an end is in the next second, given that there was none until now.
     *
     * @param seconds since it began
     */
    double hazard(double seconds) {
        if (seconds <= 0) {
            return 0;
        }
        double deviation = deviation();
        return normalHazard((Math.log(seconds) - mean) / deviation) / (deviation * seconds);
    }

    /** Density over tail of the standard normal distribution. */
    private static double normalHazard(double z) {
        if (z > 6) {
            return z + 1 / z; // the tail's own expansion; the difference is below the eighth digit
        }
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        return density / tail(z);
    }

    /** Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17: within 7.5e-8. */
    private static double tail(double z) {
        if (z < 0) {
            return 1 - tail(-z);
        }
        double t = 1 / (1 + 0.2316419 * z);
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }
}
