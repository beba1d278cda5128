package dev.penstock.simulator.beanstalk.instance;

/**
 * Something that the platform of an instance tells, for the environment's events.
 *
 * @param severity of the event
 * @param message all of it
 */
record InstanceEvent(Severity severity, String message) {

    /** Severities that instances use. */
    enum Severity {
        INFO,
        WARN,
        ERROR
    }

    static InstanceEvent info(String message) {
        return new InstanceEvent(Severity.INFO, message);
    }

    static InstanceEvent error(String message) {
        return new InstanceEvent(Severity.ERROR, message);
    }
}
