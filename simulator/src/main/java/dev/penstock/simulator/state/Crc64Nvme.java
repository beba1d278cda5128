package dev.penstock.simulator.state;

import java.util.zip.Checksum;

/** CRC-64/NVME: all ones in and out, eight bytes at a time. */
final class Crc64Nvme implements Checksum {

    /** In reflected form. */
    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final long[][] TABLES = new long[8][256];

    static {
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
            }
            TABLES[0][i] = value;
        }
        for (int table = 1; table < 8; table++) {
            for (int i = 0; i < 256; i++) {
                long before = TABLES[table - 1][i];
                TABLES[table][i] = TABLES[0][(int) before & 0xFF] ^ (before >>> 8);
            }
        }
    }

    private long state = -1;

    @Override
    public void update(int b) {
        state = TABLES[0][(int) (state ^ b) & 0xFF] ^ (state >>> 8);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int i = offset;
        for (int end = offset + length - 7; i < end; i += 8) {
            long next = state;
            long folded = 0;
            for (int b = 0; b < 8; b++) {
                folded ^= TABLES[7 - b][(int) (next >>> (8 * b) ^ bytes[i + b]) & 0xFF];
            }
            state = folded;
        }
        for (; i < offset + length; i++) {
            update(bytes[i]);
        }
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = -1;
    }
}
