package dev.penstock.journal;

/**
 * A state that stands for all entries up to its version.
 *
 * @param version of the last entry that it stands for, at least 1
 * @param payload the state
 */
public record Snapshot(long version, byte[] payload) {

    public Snapshot {
        if (version < 1) {
            throw new IllegalArgumentException("a snapshot stands for at least version 1, got " + version);
        }
    }
}
