package dev.penstock.verdict;

/**
 * What became of a metric's batches.
 *
 * @param counted that went into the evidence
 * @param missing for which the source had no data
 * @param warmUp left out because the canary had just started
 * @param late left out because their window began before the end of one that was counted already, as when one is delivered twice
 * @param idle in which the canary got no request
 */
public record BatchTally(int counted, int missing, int warmUp, int late, int idle) {

    /** No batch. */
    static final BatchTally NONE = new BatchTally(0, 0, 0, 0, 0);

    BatchTally plus(Use use) {
        return switch (use) {
            case COUNTED -> new BatchTally(counted + 1, missing, warmUp, late, idle);
            case MISSING -> new BatchTally(counted, missing + 1, warmUp, late, idle);
            case WARM_UP -> new BatchTally(counted, missing, warmUp + 1, late, idle);
            case LATE -> new BatchTally(counted, missing, warmUp, late + 1, idle);
            case IDLE -> new BatchTally(counted, missing, warmUp, late, idle + 1);
        };
    }

    /** What became of one. */
    enum Use {
        COUNTED,
        MISSING,
        WARM_UP,
        LATE,
        IDLE
    }
}
