package dev.penstock.metric;

/**
 * Both sides of a release.
 *
 * @param canary the new version
 * @param baseline the old version, which gets the other requests
 */
public record Arms(Arm canary, Arm baseline) {}
