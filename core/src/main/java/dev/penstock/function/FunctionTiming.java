package dev.penstock.function;

/**
 * What decides how long a new version of a function takes to be ready.
 *
 * @param image whether its code is a container image ({@code PackageType} {@code Image})
 * @param snapshot whether each version that is published is started once and kept as a snapshot ({@code SnapStart})
 * @param network whether it is attached to a VPC
 */
public record FunctionTiming(boolean image, boolean snapshot, boolean network) {}
