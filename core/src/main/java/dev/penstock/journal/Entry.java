package dev.penstock.journal;

import java.time.Instant;

/**
 * What one append added to an execution.
 *
 * @param version counts from 1
 * @param at when it happened
 * @param payload the facts
 */
public record Entry(long version, Instant at, byte[] payload) {}
