package dev.penstock.artifact;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest, written as registries write it: {@code sha256:} and 64 hexadecimal digits in lower case.
 *
 * @param value the text
 */
public record Digest(String value) {

    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    public Digest {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a digest is 'sha256:' and 64 lower-case hexadecimal digits, got '" + value + "'");
        }
    }

    /** The digest of some bytes. */
    public static Digest of(byte[] bytes) {
        return ofHash(sha256().digest(bytes));
    }

    /** The digest that a {@linkplain #sha256() SHA-256} has come to. */
    public static Digest of(MessageDigest finished) {
        return ofHash(finished.digest());
    }

    private static Digest ofHash(byte[] hash) {
        return new Digest("sha256:" + HexFormat.of().formatHex(hash));
    }

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The 64 hexadecimal digits without the algorithm. */
    public String hex() {
        return value.substring("sha256:".length());
    }

    /** The first 12 hexadecimal digits: enough for people. */
    public String abbreviated() {
        return hex().substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }
}
