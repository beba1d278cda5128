package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A key that comes with a request (SSE-C). Source: S3 User Guide; errors as recorded from AWS. */
final class CustomerKey {

    private static final String ARGUMENT = "x-amz-server-side-encryption";
    private static final int KEY_BYTES = 32;

    private CustomerKey() {}

    /**
     * The MD5 digest of the key, Base64; empty when no key came.
     *
     * @param prefix of the three headers
     */
    static Optional<String> of(Call call, String prefix) {
        return of(call, prefix, false);
    }

    /** The same for a read, which without the digest is one that may not know the key. */
    static Optional<String> ofReader(Call call, String prefix) {
        return of(call, prefix, true);
    }

    private static Optional<String> of(Call call, String prefix, boolean reads) {
        String algorithm = call.header(prefix + "algorithm").orElse("");
        String key = call.header(prefix + "key").orElse("");
        String md5 = call.header(prefix + "key-md5").orElse("");
        if (algorithm.isEmpty() && key.isEmpty() && md5.isEmpty()) {
            return Optional.empty();
        }
        if (!algorithm.isEmpty() && !algorithm.equals("AES256")) {
            throw new ServiceError(
                    "InvalidEncryptionAlgorithmError",
                    400,
                    "The Encryption request you specified is not valid. Supported value: AES256.",
                    Map.of("ArgumentName", ARGUMENT, "ArgumentValue", algorithm));
        } else if (key.isEmpty()) {
            throw invalid("Requests specifying Server Side Encryption with Customer provided keys must provide an"
                    + " appropriate secret key.");
        } else if (algorithm.isEmpty()) {
            throw invalid("Requests specifying Server Side Encryption with Customer provided keys must provide a valid"
                    + " encryption algorithm.");
        }
        byte[] bytes = decoded(key);
        if (reads && (md5.isEmpty() || bytes.length > KEY_BYTES)) {
            throw wrong();
        }
        if (bytes.length != KEY_BYTES || md5.isEmpty()) {
            throw invalid("The secret key was invalid for the specified algorithm.");
        } else if (!Arrays.equals(md5(bytes), decoded(md5))) {
            throw invalid("The calculated MD5 hash of the key did not match the hash that was provided.");
        }
        return Optional.of(md5);
    }

    /** The key is not the one that the object was stored with. */
    static ServiceError wrong() {
        return ServiceError.of(
                403,
                "AccessDenied",
                "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret"
                        + " key.");
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    private static ServiceError invalid(String message) {
        return S3Errors.invalidArgument(message, ARGUMENT);
    }
}
