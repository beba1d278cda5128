package dev.penstock.verdict;

/** Sums of numbers that are only kept as logarithms, without overflow. */
final class Logs {

    private Logs() {}

    /** The logarithm of {@code exp(a) + exp(b)}. */
    static double sum(double a, double b) {
        double most = Math.max(a, b);
        return most == Double.NEGATIVE_INFINITY ? most : most + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - most));
    }

    /** The logarithm of the mean of the exponentials of the first numbers. */
    static double mean(double[] logarithms, int count) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            most = Math.max(most, logarithms[i]);
        }
        if (most == Double.NEGATIVE_INFINITY) {
            return most;
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += StrictMath.exp(logarithms[i] - most);
        }
        return most + StrictMath.log(sum / count);
    }
}
