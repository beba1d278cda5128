package dev.penstock.verdict.simulate;

import dev.penstock.verdict.ArmCounts;
import java.util.random.RandomGenerator;

/** Draws counts. */
public final class Sampling {

    /** Above this mean, a Poisson count is drawn as a sum: the smallest probability must not vanish. */
    private static final double LARGEST_MEAN = 40;

    private Sampling() {}

    /**
     * A count of independent events.
     *
     * @param mean 0 or more
     */
    public static long poisson(double mean, RandomGenerator random) {
        long count = 0;
        double left = mean;
        while (left > LARGEST_MEAN) {
            count += small(LARGEST_MEAN, random);
            left -= LARGEST_MEAN;
        }
        return count + small(left, random);
    }

    private static long small(double mean, RandomGenerator random) {
        double probability = Math.exp(-mean);
        double uniform = random.nextDouble();
        long count = 0;
        while (uniform > probability && count < 1000) {
            uniform -= probability;
            count++;
            probability *= mean / count;
        }
        return count;
    }

    /**
     * Takes some of the requests out at random, bad ones as they come.
     *
     * @param requests how many are taken, at most as many as there are
     */
    public static ArmCounts some(ArmCounts all, long requests, RandomGenerator random) {
        long left = all.requests();
        long wanted = requests;
        long bad = 0;
        for (long i = 0; i < all.bad(); i++) {
            if (random.nextDouble() * left < wanted) {
                bad++;
                wanted--;
            }
            left--;
        }
        return new ArmCounts(requests, bad);
    }
}
