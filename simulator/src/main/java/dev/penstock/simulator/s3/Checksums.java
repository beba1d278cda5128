package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.wire.ServiceError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Checksums of contents, as requests carry them and answers give them back. Source: S3 User Guide, "Checking object
 * integrity in Amazon S3".
 */
final class Checksums {

    /** What S3 takes when a request names none. */
    static final String DEFAULT = "CRC64NVME";

    static final List<String> ALGORITHMS = List.of("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256");

    private Checksums() {}

    static String header(String algorithm) {
        return "x-amz-checksum-" + algorithm.toLowerCase(Locale.ROOT);
    }

    /**
     * Checks what a request says of its contents and returns the checksums to keep: those that were given, or the
     * default one.
     */
    static Map<String, String> verified(Call call, Blobs blobs) {
        String sha256 = call.payload().sha256();
        String md5 = call.header("content-md5").orElse("");
        if (!md5.isEmpty() && !md5.equals(base64(call.payload().md5()))) {
            throw ServiceError.client("BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
        String signed = call.header("x-amz-content-sha256").orElse("");
        if (signed.matches("[0-9a-f]{64}") && !signed.equals(sha256)) {
            throw ServiceError.client(
                    "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        Map<String, String> kept = new LinkedHashMap<>();
        for (String algorithm : ALGORITHMS) {
            String given = call.header(header(algorithm)).orElse("");
            if (!given.isEmpty()) {
                verify(algorithm, given, of(algorithm, blobs, sha256));
                kept.put(algorithm, given);
            }
        }
        if (kept.isEmpty()) {
            kept.put(DEFAULT, of(DEFAULT, blobs, sha256));
        }
        return kept;
    }

    /** The checksum of a blob, Base64. */
    static String of(String algorithm, Blobs blobs, String sha256) {
        try (InputStream in = blobs.open(sha256)) {
            return switch (algorithm) {
                case "CRC32" -> crc(new CRC32(), in, 4);
                case "CRC32C" -> crc(new CRC32C(), in, 4);
                case "CRC64NVME" -> crc(new Crc64Nvme(), in, 8);
                case "SHA1" -> sha("SHA-1", in);
                case "SHA256" -> base64(sha256);
                default -> throw new IllegalArgumentException(algorithm);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The checksum of the checksums of parts, with their number. */
    static String composite(String algorithm, List<String> parts, Blobs blobs) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(part -> joined.writeBytes(Base64.getDecoder().decode(part)));
        return of(algorithm, blobs, blobs.store(joined.toByteArray()).sha256()) + "-" + parts.size();
    }

    private static void verify(String algorithm, String given, String actual) {
        if (given.length() != actual.length() || !given.matches("[A-Za-z0-9+/]+=*")) {
            throw S3Errors.invalidRequest("Value for " + header(algorithm) + " header is invalid.");
        }
        if (!given.equals(actual)) {
            throw ServiceError.client(
                    "BadDigest", "The " + algorithm + " you specified did not match the calculated checksum.");
        }
    }

    private static String crc(Checksum checksum, InputStream in, int bytes) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            checksum.update(buffer, 0, count);
        }
        byte[] value = ByteBuffer.allocate(8).putLong(checksum.getValue()).array();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(value, 8 - bytes, 8));
    }

    private static String sha(String algorithm, InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] buffer = new byte[64 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    /** CRC-64/NVME: reflected polynomial 0x9A6C9329AC4BC9B5, all ones in and out. */
    private static final class Crc64Nvme implements Checksum {
        private static final long[] TABLE = new long[256];

        static {
            for (int i = 0; i < 256; i++) {
                long value = i;
                for (int bit = 0; bit < 8; bit++) {
                    value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ 0x9A6C9329AC4BC9B5L;
                }
                TABLE[i] = value;
            }
        }

        private long state = -1;

        @Override
        public void update(int b) {
            state = TABLE[(int) (state ^ b) & 0xFF] ^ (state >>> 8);
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
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
}
