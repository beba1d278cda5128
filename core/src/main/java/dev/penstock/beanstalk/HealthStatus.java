package dev.penstock.beanstalk;

/**
 * How an environment or an instance is ("Health colors and statuses", Elastic Beanstalk Developer Guide): the eight statuses of
 * enhanced health, and for an environment with basic health the colour, as the status that has it.
 */
public enum HealthStatus {
    OK("Ok", 0),
    INFO("Info", 0),
    WARNING("Warning", 1),
    DEGRADED("Degraded", 2),
    SEVERE("Severe", 3),
    PENDING("Pending", -1),
    NO_DATA("No Data", -1),
    SUSPENDED("Suspended", -1),
    /** Grey, or a status that is newer than this version of Penstock. */
    UNKNOWN("Unknown", -1);

    private final String words;
    private final int rank;

    HealthStatus(String words, int rank) {
        this.words = words;
        this.rank = rank;
    }

    /** Whether anything is known of the health at all; of what is grey, nothing is. */
    public boolean isKnown() {
        return rank >= 0;
    }

    /** Whether it is known, and as good as another or better; {@code INFO} is as good as {@code OK}. */
    public boolean isAtLeast(HealthStatus other) {
        return isKnown() && rank <= Math.max(0, other.rank);
    }

    @Override
    public String toString() {
        return words;
    }
}
