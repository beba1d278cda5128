package dev.penstock.simulator.cloudwatch;

/**
 * A statistic set: what CloudWatch keeps of many measurements.
 *
 * @param count how many, more than 0
 * @param sum of all
 * @param min the least
 * @param max the greatest
 */
public record Statistics(double count, double sum, double min, double max) {

    /** One measurement. */
    public static Statistics of(double value) {
        return new Statistics(1, value, value, value);
    }

    /** The same value measured several times. */
    public static Statistics of(double value, double times) {
        return new Statistics(times, value * times, value, value);
    }

    /** Both sets as one. */
    public Statistics plus(Statistics other) {
        return new Statistics(count + other.count, sum + other.sum, Math.min(min, other.min), Math.max(max, other.max));
    }

    double average() {
        return count == 0 ? 0 : sum / count;
    }

    /** Whether all measurements had one value, so that their distribution is known. */
    boolean isOneValue() {
        return count <= 1 || min == max;
    }
}
