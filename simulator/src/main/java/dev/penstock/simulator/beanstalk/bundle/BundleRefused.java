package dev.penstock.simulator.beanstalk.bundle;

/**
 * A platform does not take a bundle. The message is the event's, as the environment shows it.
 *
 * <p>Sources of the texts: events that users of the platforms published, named where a text is used.
 */
public final class BundleRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** Who refuses it. */
    public enum By {
        /** Elastic Beanstalk itself, before any instance hears of the version. */
        SERVICE,
        /** The platform on each instance, while it deploys. */
        INSTANCE
    }

    private final By by;
    private final String step;
    private final String error;

    private BundleRefused(By by, String step, String event, String error) {
        super(event);
        this.by = by;
        this.step = step;
        this.error = error;
    }

    /** The service refuses it. */
    public static BundleRefused byService(String event) {
        return new BundleRefused(By.SERVICE, "", event, event);
    }

    /**
     * An instance refuses it.
     *
     * @param step of the platform's engine, like {@code StageApplication}
     * @param event what the environment shows
     * @param error what {@code eb-engine.log} says
     */
    public static BundleRefused onInstance(String step, String event, String error) {
        return new BundleRefused(By.INSTANCE, step, event, error);
    }

    /** Who refuses it. */
    public By by() {
        return by;
    }

    /** The step of the platform's engine at which an instance gives up; empty where the service refuses. */
    public String step() {
        return step;
    }

    /** What {@code eb-engine.log} says of it. */
    public String error() {
        return error;
    }

    /** The text of the event. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
