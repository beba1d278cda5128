package dev.penstock.verdict.argo;

/**
 * The measurements of a metric so far.
 *
 * @param successful how many succeeded
 * @param failed how many failed
 * @param inconclusive how many were inconclusive
 * @param errors how many could not be taken or judged; they do not count as measurements
 * @param consecutiveErrors how many errors there were since the last that was none
 * @param consecutiveSuccesses how many successes since the last that was none
 * @param inFlight whether one is being taken
 */
public record MetricTally(
        int successful,
        int failed,
        int inconclusive,
        int errors,
        int consecutiveErrors,
        int consecutiveSuccesses,
        boolean inFlight) {

    /** No measurement. */
    public static final MetricTally NONE = new MetricTally(0, 0, 0, 0, 0, 0, false);

    /** The same with one more measurement that was taken. */
    public MetricTally plus(AnalysisPhase measurement) {
        return switch (measurement) {
            case SUCCESSFUL ->
                new MetricTally(successful + 1, failed, inconclusive, errors, 0, consecutiveSuccesses + 1, false);
            case FAILED -> new MetricTally(successful, failed + 1, inconclusive, errors, 0, 0, false);
            case INCONCLUSIVE -> new MetricTally(successful, failed, inconclusive + 1, errors, 0, 0, false);
            case ERROR ->
                new MetricTally(successful, failed, inconclusive, errors + 1, consecutiveErrors + 1, 0, false);
            case RUNNING, PENDING ->
                new MetricTally(
                        successful, failed, inconclusive, errors, consecutiveErrors, consecutiveSuccesses, true);
        };
    }

    /** How many measurements count. */
    int count() {
        return successful + failed + inconclusive;
    }

    /** Whether there is a measurement that counts. */
    public boolean isMeasured() {
        return count() > 0;
    }

    boolean isEmpty() {
        return count() + errors == 0 && !inFlight;
    }
}
