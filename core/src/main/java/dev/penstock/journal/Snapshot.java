package dev.penstock.journal;

/**
 * A state that stands for all entries up to its version.
 *
 * @param version of the last entry that it stands for
 * @param payload the state
 */
public record Snapshot(long version, byte[] payload) {}
