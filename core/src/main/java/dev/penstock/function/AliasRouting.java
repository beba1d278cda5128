package dev.penstock.function;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where an alias sends calls.
 *
 * @param version gets what the others leave
 * @param additional the share of calls, 0 to 1, by the number of another version ({@code AdditionalVersionWeights}); at most one
 */
public record AliasRouting(String version, Map<String, Double> additional) {

    public AliasRouting {
        if (additional.size() > 1) {
            throw new IllegalArgumentException(
                    "an alias has two versions at most, got " + version + " and " + additional);
        }
        additional.forEach((other, share) -> {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share is 0 to 1, got " + share + " for version " + other);
            }
            if (other.equals(version)) {
                throw new IllegalArgumentException("version " + version + " is named twice");
            }
        });
        additional = Collections.unmodifiableMap(new TreeMap<>(additional));
    }

    /** All calls to one version. */
    public static AliasRouting all(String version) {
        return new AliasRouting(version, Map.of());
    }

    /**
     * Some calls to one version, the others to another.
     *
     * @param share of the first, 0 to 1; with 0 and 1 the alias has one version
     */
    public static AliasRouting split(String version, double share, String other) {
        if (share <= 0) {
            return all(other);
        }
        return share >= 1 ? all(version) : new AliasRouting(other, Map.of(version, share));
    }

    /** The share of calls that a version gets, 0 to 1. */
    public double share(String number) {
        if (!number.equals(version)) {
            return additional.getOrDefault(number, 0.0);
        }
        return 1 - additional.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The versions that get calls. */
    public Set<String> receiving() {
        Set<String> receiving = new TreeSet<>(additional.keySet());
        receiving.add(version);
        receiving.removeIf(number -> share(number) <= 0);
        return receiving;
    }

    /** Whether the alias names one version only. */
    public boolean isSingle() {
        return additional.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("version ").append(version);
        additional.forEach((other, share) -> text.append(" and ")
                .append(percent(share))
                .append(" % to version ")
                .append(other));
        return text.toString();
    }

    private static String percent(double share) {
        double percent = Math.round(share * 10_000) / 100.0;
        return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
    }
}
