package dev.penstock.verdict.check;

/**
 * How often something happened, and how often it may happen: the exact interval of Clopper and Pearson (Biometrika 26, 1934), which
 * covers the true rate at least as often as it says.
 *
 * @param times how often it happened
 * @param of out of how many, at least 1
 * @param lower the lower end of the 95 % interval
 * @param upper its upper end
 */
public record Proportion(int times, int of, double lower, double upper) {

    private static final double TAIL = 0.025;
    private static final int HALVINGS = 60;

    /** The proportion with its interval. */
    public static Proportion of(int times, int of) {
        if (times < 0 || of < 1 || times > of) {
            throw new IllegalArgumentException(times + " of " + of + " is no proportion");
        }
        double upper = times == of ? 1 : 0;
        double lower = 0;
        if (times < of) {
            upper = search(times, of, TAIL);
        }
        if (times > 0) {
            lower = search(times - 1, of, 1 - TAIL);
        }
        return new Proportion(times, of, lower, upper);
    }

    /** The share. */
    public double rate() {
        return (double) times / of;
    }

    /** The rate at which it happens at most so often with that probability. */
    private static double search(int atMost, int of, double probability) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (cumulative(atMost, of, middle) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The probability of at most so many, by the recurrence of binomial probabilities in logarithms. */
    private static double cumulative(int atMost, int of, double rate) {
        double logarithm = of * Math.log1p(-rate);
        double sum = Math.exp(logarithm);
        for (int k = 1; k <= atMost; k++) {
            logarithm += Math.log((double) (of - k + 1) / k) + Math.log(rate) - Math.log1p(-rate);
            sum += Math.exp(logarithm);
        }
        return sum;
    }
}
