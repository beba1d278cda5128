package dev.penstock.verdict.plan;

/** Probabilities of counts, by their recurrences, from the most probable count outwards. */
final class Distributions {

    /** What lies further out than this many standard deviations is left out. */
    private static final double WIDTH = 7;

    /** Probabilities of the counts from {@code first} on. */
    record Weights(long first, double[] probabilities) {}

    private Distributions() {}

    static Weights poisson(double mean) {
        long mode = (long) Math.floor(mean);
        long first = Math.max(0, (long) (mean - WIDTH * Math.sqrt(mean) - 5));
        long last = (long) (mean + WIDTH * Math.sqrt(mean) + 20);
        double[] weights = new double[(int) (last - first + 1)];
        weights[(int) (mode - first)] = 1;
        for (long k = mode + 1; k <= last; k++) {
            weights[(int) (k - first)] = weights[(int) (k - 1 - first)] * mean / k;
        }
        for (long k = mode - 1; k >= first; k--) {
            weights[(int) (k - first)] = weights[(int) (k + 1 - first)] * (k + 1) / mean;
        }
        return new Weights(first, normalised(weights));
    }

    static Weights binomial(int n, double p) {
        double mean = n * p;
        double spread = WIDTH * Math.sqrt(mean * (1 - p));
        int mode = (int) Math.min(n, Math.floor((n + 1) * p));
        int first = Math.max(0, (int) (mean - spread - 10));
        int last = Math.min(n, (int) (mean + spread + 10));
        double[] weights = new double[last - first + 1];
        weights[mode - first] = 1;
        for (int k = mode + 1; k <= last; k++) {
            weights[k - first] = weights[k - 1 - first] * (n - k + 1) / k * (p / (1 - p));
        }
        for (int k = mode - 1; k >= first; k--) {
            weights[k - first] = weights[k + 1 - first] * (k + 1) / (n - k) * ((1 - p) / p);
        }
        return new Weights(first, normalised(weights));
    }

    private static double[] normalised(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
