package dev.penstock.beanstalk;

/** How a version goes over the instances ("Deployment policies and settings", Elastic Beanstalk Developer Guide). */
public enum DeploymentPolicy {
    ALL_AT_ONCE("AllAtOnce", "every instance is out for a short time, all at once"),
    ROLLING("Rolling", "one batch after the other is out"),
    ROLLING_WITH_ADDITIONAL_BATCH("RollingWithAdditionalBatch", "one batch more at first, then one after the other"),
    IMMUTABLE("Immutable", "new instances beside the old ones, which are terminated at the end"),
    TRAFFIC_SPLITTING("TrafficSplitting", "new instances with a share of the traffic at first, then with all");

    private final String option;
    private final String words;

    DeploymentPolicy(String option, String words) {
        this.option = option;
        this.words = words;
    }

    /** As the option has it, such as {@code AllAtOnce}. */
    public String option() {
        return option;
    }

    /** What happens to the instances, in words. */
    public String words() {
        return words;
    }

    /** Whether the instances that there are get the version. */
    public boolean isInPlace() {
        return switch (this) {
            case ALL_AT_ONCE, ROLLING, ROLLING_WITH_ADDITIONAL_BATCH -> true;
            case IMMUTABLE, TRAFFIC_SPLITTING -> false;
        };
    }

    /** The policy of that name; {@code ALL_AT_ONCE}, the default, for any other. */
    static DeploymentPolicy of(String option) {
        for (DeploymentPolicy policy : values()) {
            if (policy.option.equals(option)) {
                return policy;
            }
        }
        return ALL_AT_ONCE;
    }
}
