package dev.penstock.traffic;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A share of the requests, in steps of a tenth of a per cent: the least that two weights of a load balancer can make exactly (1 to
 * 999, {@code TargetGroupTuple}, Elastic Load Balancing API), and that Amazon ECS takes ({@code canaryPercent}, {@code
 * stepPercent}).
 *
 * @param perMille 0 to 1000
 */
public record TrafficShare(int perMille) implements Comparable<TrafficShare> {

    private static final int WHOLE = 1000;

    /** No request. */
    public static final TrafficShare NONE = new TrafficShare(0);

    /** All requests. */
    public static final TrafficShare ALL = new TrafficShare(WHOLE);

    public TrafficShare {
        if (perMille < 0 || perMille > WHOLE) {
            throw new IllegalArgumentException("a share is 0 to 1000 per mille, and this is " + perMille);
        }
    }

    /**
     * Whole per cent.
     *
     * @param percent 0 to 100
     */
    public static TrafficShare percent(int percent) {
        return new TrafficShare(Math.multiplyExact(percent, 10));
    }

    /** Per cent; empty if it is less than 0, more than 100, or finer than a tenth of a per cent. */
    public static Optional<TrafficShare> percent(BigDecimal percent) {
        BigDecimal perMille = percent.movePointRight(1);
        boolean isWithin = perMille.signum() >= 0 && perMille.compareTo(BigDecimal.valueOf(WHOLE)) <= 0;
        return isWithin && perMille.stripTrailingZeros().scale() <= 0
                ? Optional.of(new TrafficShare(perMille.intValueExact()))
                : Optional.empty();
    }

    /** What is left for others. */
    public TrafficShare rest() {
        return new TrafficShare(WHOLE - perMille);
    }

    /** The share as a number from 0 to 1, for statistics. */
    public double fraction() {
        return perMille / (double) WHOLE;
    }

    /** How many of so many things carry this share, rounded up: nothing is carried by less than one thing. */
    public int of(int things) {
        return (int) Math.ceilDiv((long) things * perMille, (long) WHOLE);
    }

    @Override
    public int compareTo(TrafficShare other) {
        return Integer.compare(perMille, other.perMille);
    }

    /** In per cent, such as {@code 12.5 %}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(perMille, 1).stripTrailingZeros().toPlainString() + " %";
    }
}
