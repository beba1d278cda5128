package dev.penstock.journal;

/**
 * The right to append to an execution: it is lost when another runner takes the execution.
 *
 * @param runner who holds the execution
 * @param token grows each time the execution changes hands, from 1
 */
public record Fence(RunnerId runner, long token) {}
