package dev.penstock.traffic;

/**
 * How the targets of a group are.
 *
 * @param healthy those that health checks pass ({@code TargetHealthState} {@code healthy})
 * @param registered all, those among them that drain
 */
public record TargetGroupHealth(int healthy, int registered) {}
