package dev.penstock.simulator.sqs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The digests by which clients check what SQS got and gave. Source: SQS Developer Guide, "Calculating the MD5 message digest". */
final class Digests {

    private Digests() {}

    static String md5(String text) {
        return hex("MD5", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The deduplication id that stands for a body. */
    static String sha256(String text) {
        return hex("SHA-256", text.getBytes(StandardCharsets.UTF_8));
    }

    static String md5(Map<String, MessageAttribute> attributes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        new TreeMap<>(attributes).forEach((name, attribute) -> {
            add(all, name.getBytes(StandardCharsets.UTF_8));
            add(all, attribute.dataType().getBytes(StandardCharsets.UTF_8));
            all.write(attribute.isBinary() ? 2 : 1);
            add(all, bytes(attribute));
        });
        return hex("MD5", all.toByteArray());
    }

    /** The value of an attribute as it counts. */
    static byte[] bytes(MessageAttribute attribute) {
        return attribute.isBinary()
                ? Base64.getDecoder().decode(attribute.value())
                : attribute.value().getBytes(StandardCharsets.UTF_8);
    }

    private static void add(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
