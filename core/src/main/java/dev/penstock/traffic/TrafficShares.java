package dev.penstock.traffic;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which share of requests goes to which target group. Only the relation of weights counts: 1 to 1 is the same as 50 to 50.
 *
 * @param weights 0 to 999 by the ARN of the target group ({@code TargetGroupTuple}, Elastic Load Balancing API)
 */
public record TrafficShares(Map<String, Integer> weights) {

    /** Nothing is sent to any group. */
    public static final TrafficShares NONE = new TrafficShares(Map.of());

    private static final int ALL = 100;

    public TrafficShares {
        weights.forEach((group, weight) -> {
            if (weight < 0 || weight > 999) {
                throw new IllegalArgumentException("a weight is 0 to 999, and that of " + group + " is " + weight);
            }
        });
        weights = Collections.unmodifiableMap(new TreeMap<>(weights));
    }

    /** All requests to one group. */
    public static TrafficShares all(String group) {
        return new TrafficShares(Map.of(group, ALL));
    }

    /**
     * Some requests to one group, the others to another.
     *
     * @param percent to the first
     */
    public static TrafficShares split(String group, int percent, String other) {
        return new TrafficShares(Map.of(group, percent, other, ALL - percent));
    }

    /**
     * The same, to a tenth of a per cent: the finest that two weights make exactly everywhere between none and all.
     *
     * @param permille to the first, 0 to 1000
     */
    public static TrafficShares splitPermille(String group, int permille, String other) {
        return permille % 10 == 0
                ? split(group, permille / 10, other)
                : new TrafficShares(Map.of(group, permille, other, 1000 - permille));
    }

    /**
     * The same share of requests to two groups, the others to a third; all of them to the first, if that is its share.
     *
     * @param permille to the first, 0 to 500, or 1000
     * @throws IllegalArgumentException for other shares
     */
    public static TrafficShares besideTwin(String group, String twin, int permille, String other) {
        int second = permille == 1000 ? 0 : permille;
        int left = 1000 - permille - second;
        if (left < 0) {
            throw new IllegalArgumentException("two groups cannot have " + permille + " of 1000 requests each");
        }
        // A weight is 999 at most, so that all and nothing are written in per cent.
        int unit = permille % 10 == 0 ? 10 : 1;
        return new TrafficShares(Map.of(group, permille / unit, twin, second / unit, other, left / unit));
    }

    /** Whether the same share of requests goes to each group, by whatever weights. */
    public boolean divideLike(TrafficShares other) {
        Set<String> groups = new TreeSet<>(weights.keySet());
        groups.addAll(other.weights.keySet());
        long sum = sum();
        long otherSum = other.sum();
        return (sum == 0) == (otherSum == 0)
                && groups.stream()
                        .allMatch(group -> weights.getOrDefault(group, 0) * otherSum
                                == other.weights.getOrDefault(group, 0) * sum);
    }

    /** Whether it also names the same groups, be it with weight 0. */
    public boolean isLike(TrafficShares other) {
        return weights.keySet().equals(other.weights.keySet()) && divideLike(other);
    }

    /** The groups that get requests. */
    public Set<String> receiving() {
        return weights.entrySet().stream()
                .filter(weight -> weight.getValue() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Which share of the requests a group gets, from 0 to 1, for statistics; 0 if no group gets any. */
    public double fraction(String group) {
        long sum = sum();
        return sum == 0 ? 0 : weights.getOrDefault(group, 0) / (double) sum;
    }

    /** Whether a group is named at all, be it with weight 0. */
    public boolean name(String group) {
        return weights.containsKey(group);
    }

    private long sum() {
        return weights.values().stream().mapToLong(Integer::longValue).sum();
    }

    @Override
    public String toString() {
        long sum = sum();
        return sum == 0
                ? "no requests to any target group"
                : weights.entrySet().stream()
                        .map(weight -> percent(weight.getValue(), sum) + " % to "
                                + weight.getKey().substring(weight.getKey().indexOf(":targetgroup/") + 1))
                        .collect(Collectors.joining(", "));
    }

    /** To a tenth, so that what gets some requests is seldom told to get none. */
    private static String percent(int weight, long sum) {
        return BigDecimal.valueOf(weight * 100L)
                .divide(BigDecimal.valueOf(sum), 1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
