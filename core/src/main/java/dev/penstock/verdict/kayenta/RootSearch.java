package dev.penstock.verdict.kayenta;

import java.util.function.DoubleUnaryOperator;

/**
 * Brent's method (R. P. Brent, Algorithms for Minimization without Derivatives, 1973, chapter 4), with the absolute tolerance of
 * Kayenta. The functions here are staircases, so that the steps taken are part of the answer.
 */
final class RootSearch {

    private static final double TOLERANCE = 1e-4;
    private static final double EPSILON = Math.ulp(1.0);
    private static final int MOST_STEPS = 1001;

    private final DoubleUnaryOperator function;
    private double best;
    private double atBest;
    private double previous;
    private double atPrevious;
    private double opposite;
    private double atOpposite;

    private RootSearch(DoubleUnaryOperator function, double from, double to) {
        this.function = function;
        previous = from;
        atPrevious = function.applyAsDouble(from);
        best = to;
        atBest = function.applyAsDouble(to);
        opposite = previous;
        atOpposite = atPrevious;
    }

    /** Where the function crosses zero between two places. */
    static double between(double from, double to, DoubleUnaryOperator function) {
        return new RootSearch(function, from, to).search();
    }

    private double search() {
        if (atPrevious == 0) {
            return previous;
        }
        for (int step = 0; step < MOST_STEPS && atBest != 0; step++) {
            double last = best - previous;
            if (Math.abs(atOpposite) < Math.abs(atBest)) {
                swap();
            }
            double tolerance = 2 * EPSILON * Math.abs(best) + TOLERANCE / 2;
            double half = (opposite - best) / 2;
            if (Math.abs(half) <= tolerance || atBest == 0) {
                return best;
            }
            double move = half;
            if (Math.abs(last) >= tolerance && Math.abs(atPrevious) > Math.abs(atBest)) {
                move = interpolated(last, half, tolerance);
            }
            advance(Math.abs(move) < tolerance ? Math.copySign(tolerance, move) : move);
        }
        return best;
    }

    private void swap() {
        previous = best;
        best = opposite;
        opposite = previous;
        atPrevious = atBest;
        atBest = atOpposite;
        atOpposite = atPrevious;
    }

    private double interpolated(double last, double half, double tolerance) {
        double numerator;
        double denominator;
        double distance = opposite - best;
        double s = atBest / atPrevious;
        if (previous == opposite) {
            numerator = distance * s;
            denominator = 1 - s;
        } else {
            double q = atPrevious / atOpposite;
            double r = atBest / atOpposite;
            numerator = s * (distance * q * (q - r) - (best - previous) * (r - 1));
            denominator = (q - 1) * (r - 1) * (s - 1);
        }
        if (numerator > 0) {
            denominator = -denominator;
        } else {
            numerator = -numerator;
        }
        boolean within = numerator < 0.75 * distance * denominator - Math.abs(tolerance * denominator) / 2
                && numerator < Math.abs(last * denominator / 2);
        return within ? numerator / denominator : half;
    }

    private void advance(double move) {
        previous = best;
        atPrevious = atBest;
        best += move;
        atBest = function.applyAsDouble(best);
        if ((atBest > 0 && atOpposite > 0) || (atBest < 0 && atOpposite < 0)) {
            opposite = previous;
            atOpposite = atPrevious;
        }
    }
}
