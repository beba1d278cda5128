package dev.penstock.rollout.configuration;

/**
 * How many hosts have to stay healthy while others are worked on ({@code MinimumHealthyHosts}). The arithmetic is {@link
 * HostBatches}'.
 */
public sealed interface MinimumHealthyHosts {

    /** How many of some hosts have to be healthy. */
    int of(int hosts);

    /**
     * So many.
     *
     * @param count 0 or more
     */
    record HostCount(int count) implements MinimumHealthyHosts {

        public HostCount {
            if (count < 0) {
                throw new IllegalArgumentException("a number of hosts is not negative: " + count);
            }
        }

        @Override
        public int of(int hosts) {
            return count;
        }
    }

    /**
     * A share of all, rounded up to whole hosts when a deployment begins.
     *
     * @param percent 0 to 100
     */
    record FleetPercent(int percent) implements MinimumHealthyHosts {

        private static final int ALL = 100;

        public FleetPercent {
            if (percent < 0 || percent > ALL) {
                throw new IllegalArgumentException("a share is 0 to 100 per cent, not " + percent);
            }
        }

        @Override
        public int of(int hosts) {
            return Math.ceilDiv(Math.multiplyExact(hosts, percent), ALL);
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
        public int of(int hosts) {
            return Math.max(0, hosts - atOnce);
        }
    }
}
