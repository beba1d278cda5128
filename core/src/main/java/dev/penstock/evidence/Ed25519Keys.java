package dev.penstock.evidence;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/**
 * Private Ed25519 keys as PEM files hold them: {@code openssl genpkey -algorithm ed25519} writes one, {@code openssl pkey -pubout}
 * the public one ({@link EvidenceKeys}).
 */
public final class Ed25519Keys {

    private static final String ALGORITHM = "Ed25519";

    private Ed25519Keys() {}

    /**
     * A signer with a private key (PKCS #8).
     *
     * @param pem the file's text
     * @throws EvidenceKeyException when it is none
     */
    public static EvidenceSigner signer(String pem) {
        PrivateKey key;
        try {
            key = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Pem.body(pem, "PRIVATE KEY")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new EvidenceKeyException(
                    "This is no private Ed25519 key in PEM form. 'openssl genpkey -algorithm ed25519' makes one.", e);
        }
        return new Signer(key);
    }

    private record Signer(PrivateKey key) implements EvidenceSigner {

        @Override
        public SigningAlgorithm algorithm() {
            return SigningAlgorithm.ED25519;
        }

        @Override
        public Optional<Kept> kept() {
            return Optional.empty();
        }

        @Override
        public byte[] sign(byte[] message) {
            try {
                Signature signature = Signature.getInstance(ALGORITHM);
                signature.initSign(key);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new EvidenceKeyException("The key cannot sign: " + e.getMessage() + ".", e);
            }
        }
    }
}
