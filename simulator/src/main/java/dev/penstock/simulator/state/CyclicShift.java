package dev.penstock.simulator.state;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a cyclic redundancy check becomes when zero bytes follow its contents: a linear map over GF(2), kept as the
 * maps for 1, 2, 4, 8, … bytes. With it the check of a whole follows from the checks of its parts.
 */
final class CyclicShift {

    private static final Map<Long, long[][]> KNOWN = new ConcurrentHashMap<>();
    private static final int LENGTHS = 63;

    private final long[][] maps;

    /**
     * @param polynomial in reflected form
     * @param bits 32 or 64
     */
    CyclicShift(long polynomial, int bits) {
        maps = KNOWN.computeIfAbsent(polynomial, p -> maps(p, bits));
    }

    /** The check {@code value} after {@code length} zero bytes. */
    long over(long value, long length) {
        long shifted = value;
        for (int i = 0; i < LENGTHS && length >> i != 0; i++) {
            if ((length >> i & 1) != 0) {
                shifted = apply(maps[i], shifted);
            }
        }
        return shifted;
    }

    private static long[][] maps(long polynomial, int bits) {
        long[] map = new long[bits];
        map[0] = polynomial;
        for (int i = 1; i < bits; i++) {
            map[i] = 1L << (i - 1);
        }
        for (int i = 0; i < 3; i++) {
            map = squared(map);
        }
        long[][] all = new long[LENGTHS][];
        for (int i = 0; i < LENGTHS; i++) {
            all[i] = map;
            map = squared(map);
        }
        return all;
    }

    private static long[] squared(long[] map) {
        long[] square = new long[map.length];
        for (int i = 0; i < map.length; i++) {
            square[i] = apply(map, map[i]);
        }
        return square;
    }

    private static long apply(long[] map, long value) {
        long result = 0;
        for (long rest = value; rest != 0; rest &= rest - 1) {
            result ^= map[Long.numberOfTrailingZeros(rest)];
        }
        return result;
    }
}
