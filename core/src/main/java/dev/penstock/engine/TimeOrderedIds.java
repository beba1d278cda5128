package dev.penstock.engine;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Ids of executions that sort by the time they were made: UUIDs of version 7 (RFC 9562). Executions that were started
 * together lie together in the journal, so that a group commit writes few pages.
 */
final class TimeOrderedIds implements Supplier<UUID> {

    private static final int LAST_COUNT = 0xFFF;

    private final InstantSource clock;
    private final LongSupplier random;
    private long millis = Long.MIN_VALUE;
    private int count;

    /**
     * A source of ids.
     *
     * @param random 64 random bits at a time
     */
    TimeOrderedIds(InstantSource clock, LongSupplier random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public synchronized UUID get() {
        long now = clock.instant().toEpochMilli();
        if (now > millis) {
            millis = now;
            count = 0;
        } else if (++count > LAST_COUNT) {
            // More in a millisecond than can be counted, or a clock that was set back: ids keep rising all the same.
            millis++;
            count = 0;
        }
        long high = (millis << 16) | 0x7000L | count;
        long low = (random.getAsLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
