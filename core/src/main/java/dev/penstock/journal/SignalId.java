package dev.penstock.journal;

/**
 * The number of a signal. No two executions have the same; those of one execution are in the order of arrival.
 *
 * @param value grows within an execution
 */
public record SignalId(long value) {}
