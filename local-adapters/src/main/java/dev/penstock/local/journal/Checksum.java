package dev.penstock.local.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32C;

/**
 * The checksum of one row: CRC-32C over its columns in the order of the table. Used by one thread at a time.
 *
 * <p>Texts and bytes are preceded by their length, so that a byte cannot wander from one column into the next.
 */
final class Checksum {

    private final CRC32C crc = new CRC32C();
    private final byte[] scratch = new byte[Long.BYTES];

    Checksum start() {
        crc.reset();
        return this;
    }

    Checksum add(long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            scratch[i] = (byte) (value >>> (i * Byte.SIZE));
        }
        crc.update(scratch, 0, Long.BYTES);
        return this;
    }

    Checksum add(byte[] bytes) {
        add(bytes.length);
        crc.update(bytes, 0, bytes.length);
        return this;
    }

    Checksum add(String text) {
        return add(text.getBytes(UTF_8));
    }

    long value() {
        return crc.getValue();
    }
}
