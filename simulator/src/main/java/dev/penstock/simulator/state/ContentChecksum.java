package dev.penstock.simulator.state;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * A checksum that S3 keeps with contents. Source: S3 User Guide, "Checking object integrity in Amazon S3".
 *
 * <p>The names of the constants are those that S3 gives the algorithms.
 */
public enum ContentChecksum {
    CRC32(4, 0xEDB88320L),
    CRC32C(4, 0x82F63B78L),
    CRC64NVME(8, Crc64Nvme.POLYNOMIAL),
    SHA1(20, 0),
    SHA256(32, 0);

    private final int bytes;
    private final long polynomial;

    ContentChecksum(int bytes, long polynomial) {
        this.bytes = bytes;
        this.polynomial = polynomial;
    }

    /** The algorithm of that name in any case; empty when S3 has none. */
    public static Optional<ContentChecksum> named(String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(c -> c.name().equals(wanted)).findFirst();
    }

    /** The header that carries it, in lower case. */
    public String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether the checksum of a whole follows from those of its parts. */
    public boolean combines() {
        return polynomial != 0;
    }

    /** Whether a text is a value of this algorithm in Base64. */
    public boolean isValue(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length == bytes;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Begins to compute one. */
    public Running start() {
        return switch (this) {
            case CRC32 -> new Cyclic(new CRC32(), bytes);
            case CRC32C -> new Cyclic(new CRC32C(), bytes);
            case CRC64NVME -> new Cyclic(new Crc64Nvme(), bytes);
            case SHA1 -> new Digested("SHA-1");
            case SHA256 -> new Digested("SHA-256");
        };
    }

    /** The checksum of bytes that are at hand, in Base64. */
    public String of(byte[] contents) {
        Running running = start();
        running.update(contents, 0, contents.length);
        return running.base64();
    }

    /**
     * The checksum of contents that follow each other.
     *
     * @param first Base64, of what comes first
     * @param second Base64, of what follows
     * @param secondLength how many bytes follow
     * @throws UnsupportedOperationException when this algorithm does not {@link #combines}
     */
    public String combine(String first, String second, long secondLength) {
        if (!combines()) {
            throw new UnsupportedOperationException(name());
        }
        long shifted = new CyclicShift(polynomial, bytes * 8).over(value(first), secondLength);
        return base64(shifted ^ value(second));
    }

    private long value(String base64) {
        long value = 0;
        for (byte b : Base64.getDecoder().decode(base64)) {
            value = value << 8 | (b & 0xFF);
        }
        return value;
    }

    private String base64(long value) {
        byte[] all = ByteBuffer.allocate(8).putLong(value).array();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(all, 8 - bytes, 8));
    }

    /** A checksum while its contents come by. */
    public interface Running {

        void update(byte[] contents, int offset, int length);

        /** The value so far, in Base64; asked once. */
        String base64();
    }

    private record Cyclic(Checksum checksum, int bytes) implements Running {
        @Override
        public void update(byte[] contents, int offset, int length) {
            checksum.update(contents, offset, length);
        }

        @Override
        public String base64() {
            byte[] all = ByteBuffer.allocate(8).putLong(checksum.getValue()).array();
            return Base64.getEncoder().encodeToString(Arrays.copyOfRange(all, 8 - bytes, 8));
        }
    }

    private static final class Digested implements Running {
        private final MessageDigest digest;

        Digested(String algorithm) {
            try {
                digest = MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has " + algorithm, e);
            }
        }

        @Override
        public void update(byte[] contents, int offset, int length) {
            digest.update(contents, offset, length);
        }

        @Override
        public String base64() {
            return Base64.getEncoder().encodeToString(digest.digest());
        }
    }
}
