package dev.penstock.rollout.configuration;

import java.util.Optional;

/**
 * CodeDeploy's arithmetic of hosts. A deployment may go on with as many hosts as leave the minimum healthy, and has succeeded
 * when at least the minimum has it, and one host in any case.
 *
 * @param hosts all hosts of the deployment, 1 or more
 * @param minimum how many of them have to be healthy at any time, fewer than all
 */
public record HostBatches(int hosts, int minimum) {

    public HostBatches {
        if (hosts < 1 || minimum < 0 || minimum >= hosts) {
            throw new IllegalArgumentException(minimum + " of " + hosts + " hosts leave none to work on");
        }
    }

    /**
     * What a configuration comes to for a number of hosts; absent if the hosts that have to be healthy leave none to work on,
     * so that the deployment fails as soon as it begins.
     *
     * @param hosts 1 or more
     */
    public static Optional<HostBatches> of(MinimumHealthyHosts healthy, int hosts) {
        int minimum = healthy.of(hosts);
        return minimum >= hosts ? Optional.empty() : Optional.of(new HostBatches(hosts, minimum));
    }

    /** How many hosts are worked on at once when all are healthy. */
    public int atOnce() {
        return hosts - minimum;
    }

    /** On how many hosts it has to succeed. */
    public int successAt() {
        return Math.max(1, minimum);
    }

    /**
     * With how many further hosts the deployment may begin now.
     *
     * @param healthy hosts that are healthy and are not being worked on
     * @param unhealthy hosts that nobody has worked on yet and that are not healthy: they come first, and cost no health
     */
    public int mayBegin(int healthy, int unhealthy) {
        return unhealthy + Math.max(0, healthy - minimum);
    }

    /**
     * Whether the deployment is to stop: what has failed cannot be made up for by what is left.
     *
     * @param failed hosts on which it failed
     */
    public boolean hasFailed(int failed) {
        return hosts - failed < successAt();
    }

    /** Whether it has succeeded, once all hosts were worked on. */
    public boolean hasSucceeded(int succeeded) {
        return succeeded >= successAt();
    }
}
