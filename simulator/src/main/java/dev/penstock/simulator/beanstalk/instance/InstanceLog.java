package dev.penstock.simulator.beanstalk.instance;

/**
 * A log file of an instance.
 *
 * @param path like {@code /var/log/eb-engine.log}
 * @param text all of it, lines ended by newlines
 */
public record InstanceLog(String path, String text) {}
