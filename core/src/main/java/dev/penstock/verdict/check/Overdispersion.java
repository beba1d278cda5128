package dev.penstock.verdict.check;

import dev.penstock.verdict.ArmCounts;
import java.util.ArrayList;
import java.util.List;

/**
 * How much more the bad requests of two arms spread than independent ones do. Bursts within a window show in each window; what stays
 * for a while, such as a slow task, shows only over many windows in a row. So it is measured over runs of 1, 2, 4, … windows, up to
 * the bake time, and a longer run counts where it spreads more than chance explains. Not thread-safe.
 */
final class Overdispersion {

    /** So many runs tell something. */
    private static final int ENOUGH = 30;

    /** The quantile of the normal distribution that 5 % lie beyond. */
    private static final double SURE = 1.645;

    private final List<Runs> lengths = new ArrayList<>();

    /**
     * Nothing measured yet.
     *
     * @param windows how many windows fill the bake time, at least 1
     */
    Overdispersion(long windows) {
        for (long length = 1; length <= windows; length *= 2) {
            lengths.add(new Runs(length));
        }
    }

    /** Takes in the next window. */
    void add(ArmCounts canary, ArmCounts baseline) {
        long requests = canary.requests() + baseline.requests();
        long bad = canary.bad() + baseline.bad();
        double away = 0;
        double independent = 0;
        if (requests > 1 && canary.requests() > 0 && baseline.requests() > 0) {
            double share = (double) canary.requests() / requests;
            away = canary.bad() - bad * share;
            independent = bad * share * (1 - share) * (requests - bad) / (requests - 1.0);
        }
        for (Runs runs : lengths) {
            runs.add(away, independent);
        }
    }

    /** Ends a series of windows: the next one does not follow on the last. */
    void end() {
        lengths.forEach(Runs::begin);
    }

    /** A multiple of what independent requests have, at least 1; 1 as well when there were too few to tell. */
    double measured() {
        double most = 1;
        for (Runs runs : lengths) {
            if (runs.count >= ENOUGH) {
                double here = runs.squares / runs.expected;
                boolean shortest = runs.length == 1;
                most = shortest || here * (1 - SURE * Math.sqrt(2.0 / runs.count)) > most ? Math.max(most, here) : most;
            }
        }
        return most;
    }

    /**
     * Runs of so many windows. Squares are added up before they are divided, so that a large burst counts for all of its requests.
     */
    private static final class Runs {

        private final long length;
        private long windows;
        private double away;
        private double independent;
        private double squares;
        private double expected;
        private int count;

        Runs(long length) {
            this.length = length;
        }

        void add(double nextAway, double nextIndependent) {
            away += nextAway;
            independent += nextIndependent;
            windows++;
            if (windows == length) {
                if (independent > 0) {
                    squares += away * away;
                    expected += independent;
                    count++;
                }
                begin();
            }
        }

        void begin() {
            windows = 0;
            away = 0;
            independent = 0;
        }
    }
}
