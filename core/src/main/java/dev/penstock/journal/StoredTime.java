package dev.penstock.journal;

import java.time.Instant;

/** Times as journals keep them whose stores have numbers for it: nanoseconds since 1970 in 64 bits, good for the years 1678 to 2261. */
public final class StoredTime {

    private static final long NANOS = 1_000_000_000L;

    private StoredTime() {}

    /**
     * The number for a time.
     *
     * @throws IllegalArgumentException if it is outside the years that can be kept
     */
    public static long toNanos(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the journal cannot keep the time " + instant, e);
        }
    }

    /** The time of a number. */
    public static Instant toInstant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
