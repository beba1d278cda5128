package dev.penstock.simulator.kms;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * A key.
 *
 * @param id a UUID
 * @param spec of KMS, such as {@code ECC_NIST_P256}
 * @param privateKey PKCS #8 in Base64: what stands in for AWS's hardware
 * @param publicKey X.509 in Base64
 */
record StoredKey(
        String account,
        String region,
        String id,
        String description,
        String spec,
        String privateKey,
        String publicKey,
        Instant created) {

    String arn() {
        return "arn:aws:kms:" + region + ":" + account + ":key/" + id;
    }

    Curve curve() {
        return Curve.of(KeySpec.fromValue(spec)).orElseThrow();
    }

    PrivateKey signing() {
        try {
            return KeyFactory.getInstance(Curve.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(bytes(privateKey)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + arn() + " is damaged", e);
        }
    }

    PublicKey verifying() {
        try {
            return KeyFactory.getInstance(Curve.ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes(publicKey)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + arn() + " is damaged", e);
        }
    }

    static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    @Override
    public String toString() {
        return arn();
    }
}
