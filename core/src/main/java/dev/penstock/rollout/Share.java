package dev.penstock.rollout;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A share of all requests, in steps of a tenth of a per cent, which is the finest that any of AWS's services divides them in
 * ({@code canaryPercent} of ECS).
 *
 * @param permille 0 to 1000
 */
public record Share(int permille) implements Comparable<Share> {

    /** No request. */
    public static final Share NONE = new Share(0);

    /** All requests. */
    public static final Share ALL = new Share(1000);

    public Share {
        if (permille < 0 || permille > 1000) {
            throw new IllegalArgumentException("a share is 0 to 1000 per mille, not " + permille);
        }
    }

    /** So many per cent, 0 to 100. */
    public static Share percent(int percent) {
        return new Share(Math.multiplyExact(percent, 10));
    }

    /** Reads {@code 10}, {@code 12.5} or {@code 10 %}; empty if it is no number of per cent from 0 to 100 with at most one decimal. */
    public static Optional<Share> parse(String text) {
        String number =
                text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text.strip();
        try {
            BigDecimal permille = new BigDecimal(number).movePointRight(1);
            boolean isShare = permille.signum() >= 0 && permille.compareTo(BigDecimal.valueOf(1000)) <= 0;
            return isShare ? Optional.of(new Share(permille.intValueExact())) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        } catch (ArithmeticException e) {
            // More decimals than any service can divide requests by.
            return Optional.empty();
        }
    }

    /** As a number from 0 to 1. */
    public double fraction() {
        return permille / 1000.0;
    }

    @Override
    public int compareTo(Share other) {
        return Integer.compare(permille, other.permille);
    }

    @Override
    public String toString() {
        return permille % 10 == 0 ? permille / 10 + " %" : permille / 10 + "." + permille % 10 + " %";
    }
}
