package dev.penstock.simulator.kms;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.security.GeneralSecurityException;
import java.security.Signature;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.VerifyRequest;
import software.amazon.awssdk.services.kms.model.VerifyResponse;

/** Signs and verifies with the keys. */
final class Signing {

    /** Source: API Reference, Sign, "Message". */
    private static final int LONGEST_MESSAGE = 4096;

    private final Keys keys;

    Signing(Keys keys) {
        this.keys = keys;
    }

    SignResponse sign(Call call, SignRequest request) {
        StoredKey key = keys.require(call.caller(), request.keyId());
        byte[] message = message(key, request.message(), request.messageType(), request.signingAlgorithm());
        try {
            Signature signature = Signature.getInstance(key.curve().signature(isDigest(request.messageType())));
            signature.initSign(key.signing());
            signature.update(message);
            return SignResponse.builder()
                    .keyId(key.arn())
                    .signature(SdkBytes.fromByteArray(signature.sign()))
                    .signingAlgorithm(request.signingAlgorithm())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + key + " does not sign", e);
        }
    }

    VerifyResponse verify(Call call, VerifyRequest request) {
        StoredKey key = keys.require(call.caller(), request.keyId());
        byte[] message = message(key, request.message(), request.messageType(), request.signingAlgorithm());
        try {
            Signature signature = Signature.getInstance(key.curve().signature(isDigest(request.messageType())));
            signature.initVerify(key.verifying());
            signature.update(message);
            if (signature.verify(request.signature().asByteArray())) {
                return VerifyResponse.builder()
                        .keyId(key.arn())
                        .signatureValid(true)
                        .signingAlgorithm(request.signingAlgorithm())
                        .build();
            }
        } catch (GeneralSecurityException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static ServiceError invalid() {
        // AWS says nothing more.
        return ServiceError.client("KMSInvalidSignatureException", "");
    }

    private static boolean isDigest(MessageType type) {
        return type == MessageType.DIGEST;
    }

    private static byte[] message(StoredKey key, SdkBytes message, MessageType type, SigningAlgorithmSpec algorithm) {
        if (algorithm != key.curve().algorithm()) {
            throw ServiceError.client(
                    "InvalidKeyUsageException",
                    "Algorithm " + algorithm + " is incompatible with key spec " + key.spec() + ".");
        }
        byte[] bytes = message.asByteArray();
        if (bytes.length == 0 || bytes.length > LONGEST_MESSAGE) {
            throw ServiceError.client(
                    "ValidationException",
                    "1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have"
                            + " length less than or equal to " + LONGEST_MESSAGE);
        }
        if (isDigest(type) && bytes.length != key.curve().digestBytes()) {
            throw ServiceError.client(
                    "ValidationException", "Digest is invalid length for algorithm " + algorithm + ".");
        }
        return bytes;
    }
}
