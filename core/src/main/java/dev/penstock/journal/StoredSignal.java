package dev.penstock.journal;

import java.time.Instant;

/**
 * A message to an execution.
 *
 * @param id its number
 * @param at when it was sent
 * @param payload the message; the journal does not look inside
 */
public record StoredSignal(SignalId id, Instant at, byte[] payload) {}
