package dev.penstock.journal;

/**
 * The number of a signal, in the order of arrival over all executions.
 *
 * @param value grows
 */
public record SignalId(long value) {}
