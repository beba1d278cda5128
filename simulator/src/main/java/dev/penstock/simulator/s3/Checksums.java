package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.ContentChecksum;
import dev.penstock.simulator.wire.ServiceError;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Checksums of contents, as requests carry them and answers give them back. Source: S3 User Guide, "Checking object
 * integrity in Amazon S3"; errors as recorded from AWS.
 */
final class Checksums {

    /** What S3 takes when a request names none. */
    static final ContentChecksum DEFAULT = ContentChecksum.CRC64NVME;

    private final Blobs blobs;

    Checksums(Blobs blobs) {
        this.blobs = blobs;
    }

    /**
     * Checks what a request says of its streamed body and returns the checksum that it gave.
     *
     * @return by the algorithm's name; empty when the request gave none
     */
    Map<String, String> given(Call call) {
        requireMd5(call);
        String signed = call.header("x-amz-content-sha256").orElse("");
        if (signed.matches("[0-9a-f]{64}") && !signed.equals(call.payload().sha256())) {
            throw new ServiceError(
                    "XAmzContentSHA256Mismatch",
                    400,
                    "The provided 'x-amz-content-sha256' header does not match what was computed.",
                    Map.of(
                            "ClientComputedContentSHA256",
                            signed,
                            "S3ComputedContentSHA256",
                            call.payload().sha256()));
        }
        List<ContentChecksum> named = named(call);
        if (named.size() > 1) {
            throw S3Errors.invalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        } else if (named.isEmpty()) {
            return Map.of();
        }
        ContentChecksum algorithm = named.getFirst();
        String value = value(call, algorithm).orElse("");
        if (!value.equals(of(call, algorithm))) {
            throw ServiceError.client(
                    "BadDigest", "The " + algorithm.name() + " you specified did not match the calculated checksum.");
        }
        return Map.of(algorithm.name(), value);
    }

    /** The same, or the default checksum when the request gave none. */
    Map<String, String> givenOrDefault(Call call) {
        Map<String, String> given = given(call);
        return given.isEmpty() ? Map.of(DEFAULT.name(), of(call, DEFAULT)) : given;
    }

    /** The checksum of a streamed body. */
    String of(Call call, ContentChecksum algorithm) {
        String known = call.body().checksums().get(algorithm);
        return known != null ? known : of(List.of(Content.Piece.of(call.payload())), algorithm);
    }

    /** The checksum of contents, which are read for it. */
    String of(List<Content.Piece> pieces, ContentChecksum algorithm) {
        ContentChecksum.Running running = algorithm.start();
        read(pieces, running::update);
        return running.base64();
    }

    /** The MD5 digest of contents in hexadecimal. */
    String md5(List<Content.Piece> pieces) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            read(pieces, digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    private interface Sink {
        void take(byte[] bytes, int offset, int length);
    }

    private void read(List<Content.Piece> pieces, Sink sink) {
        byte[] buffer = new byte[64 * 1024];
        for (Content.Piece piece : pieces) {
            try (InputStream in = blobs.open(piece.sha256())) {
                in.skipNBytes(piece.from());
                for (long left = piece.size(); left > 0; ) {
                    int count = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                    if (count == 0) {
                        throw new EOFException("the contents " + piece.sha256() + " are shorter than they were");
                    }
                    sink.take(buffer, 0, count);
                    left -= count;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The checksum of the checksums of parts, with their number. */
    static String composite(ContentChecksum algorithm, List<String> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(part -> joined.writeBytes(Base64.getDecoder().decode(part)));
        return algorithm.of(joined.toByteArray()) + "-" + parts.size();
    }

    /** The checksum that a request's header or trailer gives for an algorithm. */
    static Optional<String> value(Call call, ContentChecksum algorithm) {
        Optional<String> value = call.header(algorithm.header());
        if (value.isPresent() && !algorithm.isValue(value.get().replaceFirst("-[0-9]+$", ""))) {
            throw S3Errors.invalidRequest("Value for " + algorithm.header() + " header is invalid.");
        }
        return value;
    }

    static List<ContentChecksum> named(Call call) {
        return Arrays.stream(ContentChecksum.values())
                .filter(algorithm -> call.header(algorithm.header()).isPresent())
                .toList();
    }

    /** The algorithm that a request names. */
    static Optional<ContentChecksum> algorithm(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ContentChecksum.named(name)
                .orElseThrow(() ->
                        S3Errors.invalidRequest("Checksum algorithm provided is unsupported. Please try again with"
                                + " any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")));
    }

    /** Checksums by the names that members of model classes have. */
    static Map<String, String> members(Map<String, String> checksums) {
        Map<String, String> members = new HashMap<>();
        checksums.forEach((name, value) -> members.put("Checksum" + name, value));
        return members;
    }

    /** The same with the kind of checksum. */
    static Map<String, String> members(Content content) {
        Map<String, String> members = members(content.checksums());
        if (!members.isEmpty()) {
            members.put("ChecksumType", content.checksumType());
        }
        return members;
    }

    private static void requireMd5(Call call) {
        String md5 = call.header("content-md5").orElse(null);
        if (md5 == null) {
            return;
        }
        byte[] expected;
        try {
            expected = Base64.getDecoder().decode(md5);
        } catch (IllegalArgumentException e) {
            expected = new byte[0];
        }
        if (expected.length != 16) {
            throw new ServiceError(
                    "InvalidDigest", 400, "The Content-MD5 you specified was invalid.", Map.of("Content-MD5", md5));
        }
        byte[] actual = HexFormat.of().parseHex(call.payload().md5());
        if (!Arrays.equals(expected, actual)) {
            boolean part = call.operation().equals("UploadPart"); // which says what was given as it was given
            throw new ServiceError(
                    "BadDigest",
                    400,
                    "The Content-MD5 you specified did not match what we received.",
                    Map.of(
                            "CalculatedDigest",
                            Base64.getEncoder().encodeToString(actual),
                            "ExpectedDigest",
                            part ? md5 : HexFormat.of().formatHex(expected)));
        }
    }

    static String lower(ContentChecksum algorithm) {
        return algorithm.name().toLowerCase(Locale.ROOT);
    }
}
