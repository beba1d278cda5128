package dev.penstock.simulator.beanstalk.instance;

/**
 * Enhanced health, from best to worst. Source: Elastic Beanstalk Developer Guide, "Health colors and statuses".
 *
 * <p>{@code NO_DATA}, {@code UNKNOWN} and {@code SUSPENDED} say that nothing is known.
 */
public enum InstanceStatus {
    OK("Ok", "Green"),
    INFO("Info", "Green"),
    PENDING("Pending", "Grey"),
    UNKNOWN("Unknown", "Grey"),
    NO_DATA("No Data", "Grey"),
    SUSPENDED("Suspended", "Grey"),
    WARNING("Warning", "Yellow"),
    DEGRADED("Degraded", "Red"),
    SEVERE("Severe", "Red");

    private final String text;
    private final String colour;

    InstanceStatus(String text, String colour) {
        this.text = text;
        this.colour = colour;
    }

    /** As the API and events spell it. */
    public String text() {
        return text;
    }

    /** Green, Yellow, Red or Grey. */
    public String colour() {
        return colour;
    }
}
