package dev.penstock.rollout.configuration;

/**
 * How many hosts have to stay healthy while others are worked on ({@code MinimumHealthyHosts}). CodeDeploy alone makes batches of it;
 * here it is told what comes nearest to it.
 */
public sealed interface MinimumHealthyHosts {

    /** What comes nearest to it among the strategies of releases, as it is written in settings. */
    String nearest();

    /** None: all hosts are worked on at once. */
    record None() implements MinimumHealthyHosts {

        @Override
        public String nearest() {
            return "strategy: allAtOnce";
        }
    }

    /**
     * A share of all, rounded up to whole hosts when a deployment begins.
     *
     * @param percent 1 to 99
     */
    record FleetPercent(int percent) implements MinimumHealthyHosts {

        private static final int ALL = 100;

        public FleetPercent {
            if (percent < 1 || percent >= ALL) {
                throw new IllegalArgumentException("a share is 1 to 99 per cent, not " + percent);
            }
        }

        @Override
        public String nearest() {
            return "strategy: rolling, batch: " + (ALL - percent) + " %";
        }
    }

    /**
     * All but so many: what {@code GetDeploymentConfig} says of {@code OneAtATime}, and nobody can ask for.
     *
     * @param atOnce 1 or more
     */
    record MostConcurrency(int atOnce) implements MinimumHealthyHosts {

        public MostConcurrency {
            if (atOnce < 1) {
                throw new IllegalArgumentException("at least one host is worked on: " + atOnce);
            }
        }

        @Override
        public String nearest() {
            return "strategy: rolling, batch: " + atOnce;
        }
    }
}
