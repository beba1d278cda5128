package dev.penstock.verdict.simulate;

import dev.penstock.verdict.ArmCounts;
import java.util.random.RandomGenerator;

/** Draws counts. */
public final class Sampling {

    /** Above this mean, a Poisson count is drawn as a sum: the smallest probability must not vanish. */
    private static final double LARGEST_MEAN = 40;

    /** More are drawn as their normal approximation: it has the same mean and variance. */
    private static final long MOST_ONE_BY_ONE = 10_000;

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
        return new ArmCounts(requests, drawn(all.requests(), all.bad(), requests, random));
    }

    /** How many of those that are marked are among those that are taken out of all: a hypergeometric count. */
    private static long drawn(long all, long marked, long taken, RandomGenerator random) {
        if (marked > all - marked) {
            return taken - drawn(all, all - marked, taken, random);
        }
        if (taken > all - taken) {
            return marked - drawn(all, marked, all - taken, random);
        }
        long few = Math.min(marked, taken);
        long many = Math.max(marked, taken);
        return few <= MOST_ONE_BY_ONE ? oneByOne(all, few, many, random) : atOnce(all, few, many, random);
    }

    private static long oneByOne(long all, long few, long many, RandomGenerator random) {
        long left = all;
        long wanted = many;
        long found = 0;
        for (long i = 0; i < few; i++) {
            if (random.nextDouble() * left < wanted) {
                found++;
                wanted--;
            }
            left--;
        }
        return found;
    }

    private static long atOnce(long all, long few, long many, RandomGenerator random) {
        double share = (double) many / all;
        double variance = few * share * (1 - share) * (all - few) / (all - 1.0);
        return Math.clamp(Math.round(few * share + random.nextGaussian() * Math.sqrt(variance)), 0, few);
    }
}
