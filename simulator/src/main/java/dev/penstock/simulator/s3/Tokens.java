package dev.penstock.simulator.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Continuation tokens: the last name that was given, opaque to callers. */
final class Tokens {

    private Tokens() {}

    static String encode(String last) {
        return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    static String decode(String token) {
        try {
            if (!token.isEmpty()) {
                return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static RuntimeException invalid() {
        return S3Errors.invalidArgument("The continuation token provided is incorrect", "continuation-token");
    }
}
