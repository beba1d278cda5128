package dev.penstock.evidence;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Public keys of those who sign evidence. */
public final class EvidenceKeys {

    private static final List<String> ALGORITHMS = List.of("Ed25519", "EC");

    private EvidenceKeys() {}

    /**
     * A public key as a PEM file holds it (X.509 {@code SubjectPublicKeyInfo}): of Ed25519, or of an elliptic curve as AWS KMS has them.
     *
     * @param pem the file's text
     * @throws EvidenceKeyException when it is none
     */
    public static PublicKey publicKey(String pem) {
        try {
            return ofBytes(Pem.body(pem, "PUBLIC KEY"))
                    .orElseThrow(() -> new IllegalArgumentException("it is of another kind"));
        } catch (IllegalArgumentException e) {
            throw new EvidenceKeyException(
                    "This is no public key in PEM form of Ed25519 or an elliptic curve. 'openssl pkey -in KEY -pubout'"
                            + " writes that of a private one.",
                    e);
        }
    }

    /**
     * A public key in DER.
     *
     * @return empty if it is none of a known kind
     */
    public static Optional<PublicKey> ofBytes(byte[] der) {
        return ALGORITHMS.stream()
                .flatMap(algorithm -> of(algorithm, der).stream())
                .findFirst();
    }

    private static Optional<PublicKey> of(String algorithm, byte[] der) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
        } catch (GeneralSecurityException e) {
            // Perhaps it is of another kind.
            return Optional.empty();
        }
    }

    static String text(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }
}
