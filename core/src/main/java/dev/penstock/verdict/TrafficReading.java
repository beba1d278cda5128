package dev.penstock.verdict;

/**
 * How traffic was really shared out, beside how it should be.
 *
 * @param scope where, as in {@link MetricBatch#scope()}
 * @param window when; the configured share was the same in all of it
 * @param configuredShare the canary's share of requests that the load balancer was told, 0 to 1
 * @param canaryRequests requests that the canary got
 * @param baselineRequests requests that the baseline got
 */
public record TrafficReading(
        String scope, Window window, double configuredShare, long canaryRequests, long baselineRequests) {

    public TrafficReading {
        if (!(configuredShare >= 0 && configuredShare <= 1) || canaryRequests < 0 || baselineRequests < 0) {
            throw new IllegalArgumentException("a share is 0 to 1 and counts are not negative: " + configuredShare
                    + ", " + canaryRequests + ", " + baselineRequests);
        }
    }

    /** The canary's share of the requests, 0 to 1; 0 when there was none. */
    public double observedShare() {
        long all = canaryRequests + baselineRequests;
        return all == 0 ? 0 : (double) canaryRequests / all;
    }
}
