package dev.penstock.verdict;

/**
 * What one arm of the traffic, canary or baseline, got in a window.
 *
 * @param requests how many requests, 0 or more
 * @param bad how many of them were bad, at most as many
 */
public record ArmCounts(long requests, long bad) {

    /** More requests than any service gets in the time of a verdict: a source that says more is wrong. */
    public static final long MOST = 1_000_000_000_000_000L;

    /** No request. */
    public static final ArmCounts NONE = new ArmCounts(0, 0);

    public ArmCounts {
        if (requests < 0 || bad < 0 || bad > requests) {
            throw new IllegalArgumentException("of " + requests + " requests " + bad + " cannot be bad");
        }
    }

    /**
     * Counts of a source that may tell of an error a window later than of its request, as CloudWatch does with requests that cross
     * a minute: there are then at least as many requests as bad ones.
     */
    public static ArmCounts counted(long requests, long bad) {
        return new ArmCounts(Math.max(requests, bad), bad);
    }

    /** Both together; no more than can be counted. */
    public ArmCounts plus(ArmCounts other) {
        return new ArmCounts(sum(requests, other.requests), sum(bad, other.bad));
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    /** The share of bad requests, from 0 to 1; 0 when there was none. */
    public double rate() {
        return requests == 0 ? 0 : (double) bad / requests;
    }
}
