package dev.penstock.beanstalk;

/** What changing an option does to an environment ({@code ChangeSeverity} of {@code DescribeConfigurationOptions}). */
public enum OptionEffect {
    /** Nothing that a user could notice. */
    NONE("no interruption"),
    /** The application is started anew on the instances that there are. */
    RESTARTS_SERVERS("restarts the application"),
    /** The instances, and perhaps the load balancer, are replaced. */
    REPLACES_INSTANCES("replaces the instances"),
    /** The platform does not say. */
    UNKNOWN("");

    private final String words;

    OptionEffect(String words) {
        this.words = words;
    }

    /** In words; empty if nothing is known. */
    public String words() {
        return words;
    }
}
