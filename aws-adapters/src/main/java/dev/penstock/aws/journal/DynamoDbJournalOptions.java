package dev.penstock.aws.journal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How a {@link DynamoDbJournal} works.
 *
 * @param table the table's name
 * @param lease after what time without a sign of life a runner counts as dead; at least 3 s. Runners compare it by their own
 *     clocks, which must agree within a second or two: a clock that is wrong makes an execution change hands too early or
 *     too late, but never lets two write
 * @param retention how long an execution is kept after it has ended; empty for ever. DynamoDB removes what is older within
 *     days by itself ("Time to Live")
 * @param largest from what size on, in bytes, a fact is kept outside the table's items that every append writes; 1,024 to
 *     300,000
 * @param attempts how often a throttled or unanswered call is made until it is given up; at least 1
 * @param clock of the leases and of retention
 * @param writes gives the numbers that tell writes apart; all 64 bits are used
 * @param pause how to wait between attempts
 */
public record DynamoDbJournalOptions(
        String table,
        Duration lease,
        Optional<Duration> retention,
        int largest,
        int attempts,
        InstantSource clock,
        LongSupplier writes,
        Pause pause) {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);
    private static final Duration USUAL_LEASE = Duration.ofSeconds(8);
    private static final int USUAL_LARGEST = 64 * 1024;
    private static final int USUAL_ATTEMPTS = 12;

    /** Waits. */
    @FunctionalInterface
    public interface Pause {

        /** Returns after that time, or earlier if the thread is interrupted. */
        void of(Duration time);
    }

    public DynamoDbJournalOptions {
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("a lease lasts at least 3 s, got " + lease);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("a call is made at least once, got " + attempts);
        }
        if (largest < 1_024 || largest > 300_000) {
            throw new IllegalArgumentException(
                    "the largest fact of the table has 1,024 to 300,000 bytes, got " + largest);
        }
    }

    /** The usual: a lease of 8 s, facts of up to 64 KB in the table, nothing is ever removed. */
    public static DynamoDbJournalOptions of(String table) {
        RandomGenerator random = RandomGenerator.of("SecureRandom");
        return new DynamoDbJournalOptions(
                table,
                USUAL_LEASE,
                Optional.empty(),
                USUAL_LARGEST,
                USUAL_ATTEMPTS,
                InstantSource.system(),
                random::nextLong,
                time -> LockSupport.parkNanos(time.toNanos()));
    }

    /** With another retention. */
    public DynamoDbJournalOptions withRetention(Optional<Duration> kept) {
        return new DynamoDbJournalOptions(table, lease, kept, largest, attempts, clock, writes, pause);
    }

    /** With another lease, by another clock. */
    public DynamoDbJournalOptions withLease(Duration time, InstantSource by) {
        return new DynamoDbJournalOptions(table, time, retention, largest, attempts, by, writes, pause);
    }

    /** With other sources of chance and of waiting. */
    public DynamoDbJournalOptions with(LongSupplier numbers, Pause waiting) {
        return new DynamoDbJournalOptions(table, lease, retention, largest, attempts, clock, numbers, waiting);
    }

    /** With another number of attempts. */
    public DynamoDbJournalOptions withAttempts(int most) {
        return new DynamoDbJournalOptions(table, lease, retention, largest, most, clock, writes, pause);
    }
}
