package dev.penstock.verdict;

/**
 * What one arm of the traffic, canary or baseline, got in a window.
 *
 * @param requests how many requests, 0 or more
 * @param bad how many of them were bad, at most as many
 */
public record ArmCounts(long requests, long bad) {

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

    /** Both together. */
    public ArmCounts plus(ArmCounts other) {
        return new ArmCounts(Math.addExact(requests, other.requests), Math.addExact(bad, other.bad));
    }

    /** The share of bad requests, from 0 to 1; 0 when there was none. */
    public double rate() {
        return requests == 0 ? 0 : (double) bad / requests;
    }
}
