package dev.penstock.local.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a journal is opened.
 *
 * @param lease after how long without a sign of life a runner counts as dead although its process has not ended; at
 *     least 100 milliseconds
 * @param clock what the lease is measured by; all processes that share the journal must agree on it
 * @param lockTimeout how long to wait for another process that is writing, before the journal is
 *     {@linkplain dev.penstock.journal.JournalException.Unavailable unavailable}
 * @param nativeLibraries a directory that only its owner can write to, where SQLite's native library is kept from one
 *     start to the next; without one it is unpacked to the temporary directory on every start
 */
public record SqliteJournalOptions(
        Duration lease, InstantSource clock, Duration lockTimeout, Optional<Path> nativeLibraries) {

    public SqliteJournalOptions {
        if (lease.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("the lease must be at least 100 ms, got " + lease);
        }
        if (lockTimeout.isNegative()) {
            throw new IllegalArgumentException("the lock timeout must not be negative, got " + lockTimeout);
        }
    }

    /** A lease of ten seconds by the system's clock, and five seconds for other processes to finish writing. */
    public static SqliteJournalOptions defaults() {
        return new SqliteJournalOptions(
                Duration.ofSeconds(10), InstantSource.system(), Duration.ofSeconds(5), Optional.empty());
    }

    /** The same with another lease. */
    public SqliteJournalOptions withLease(Duration time, InstantSource source) {
        return new SqliteJournalOptions(time, source, lockTimeout, nativeLibraries);
    }

    /** The same with another lock timeout. */
    public SqliteJournalOptions withLockTimeout(Duration time) {
        return new SqliteJournalOptions(lease, clock, time, nativeLibraries);
    }

    /** The same with a directory for the native library. */
    public SqliteJournalOptions withNativeLibraries(Path directory) {
        return new SqliteJournalOptions(lease, clock, lockTimeout, Optional.of(directory));
    }
}
