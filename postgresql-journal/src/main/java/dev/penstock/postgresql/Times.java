package dev.penstock.postgresql;

import java.time.Instant;

/** Times as the tables have them: nanoseconds since 1970 in 64 bits, good for the years 1678 to 2261. */
final class Times {

    private static final long NANOS = 1_000_000_000L;

    private Times() {}

    static long toNanos(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the journal cannot keep the time " + instant, e);
        }
    }

    static Instant toInstant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
