package dev.penstock.beanstalk;

/**
 * The last lines of an instance's logs.
 *
 * @param instance its id
 * @param text the logs of the platform and the application, one after the other
 */
public record InstanceLog(String instance, String text) {}
