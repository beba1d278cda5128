package dev.penstock.verdict;

import java.util.random.RandomGenerator;

/**
 * Normal noise that is the same on every machine: SplitMix64 (Steele, Lea, Flood 2014) and the method of Box and Muller with the
 * functions of {@link StrictMath}.
 */
final class StrictNoise implements RandomGenerator {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    StrictNoise(long seed) {
        state = seed * GOLDEN;
    }

    @Override
    public long nextLong() {
        state += GOLDEN;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }
}
