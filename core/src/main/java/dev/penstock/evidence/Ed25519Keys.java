package dev.penstock.evidence;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Ed25519 keys as PEM files hold them: {@code openssl genpkey -algorithm ed25519} writes the private one, {@code openssl pkey
 * -pubout} the public one.
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
            key = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(body(pem, "PRIVATE KEY")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new EvidenceKeyException(
                    "This is no private Ed25519 key in PEM form. 'openssl genpkey -algorithm ed25519' makes one.", e);
        }
        return message -> {
            try {
                Signature signature = Signature.getInstance(ALGORITHM);
                signature.initSign(key);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new EvidenceKeyException("The key cannot sign: " + e.getMessage() + ".", e);
            }
        };
    }

    /**
     * A public key (X.509 {@code SubjectPublicKeyInfo}).
     *
     * @param pem the file's text
     * @throws EvidenceKeyException when it is none
     */
    public static PublicKey publicKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(body(pem, "PUBLIC KEY")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new EvidenceKeyException(
                    "This is no public Ed25519 key in PEM form. 'openssl pkey -in KEY -pubout' writes that of a private one.",
                    e);
        }
    }

    static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] body(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("there is no " + label);
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    }
}
