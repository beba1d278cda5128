package dev.penstock.evidence;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;
import java.util.stream.Stream;

/** How evidence is signed, by the names that stand in its last line. */
public enum SigningAlgorithm {
    /** RFC 8032. */
    ED25519("Ed25519", "Ed25519", "EdDSA"),

    /** Of the curve P-256, as AWS KMS calls it; signatures are in the DER of X9.62. */
    ECDSA_SHA_256("ECDSA_SHA_256", "SHA256withECDSA", "EC");

    private final String word;
    private final String signature;
    private final String keys;

    SigningAlgorithm(String word, String signature, String keys) {
        this.word = word;
        this.signature = signature;
        this.keys = keys;
    }

    /** Its name in evidence. */
    public String word() {
        return word;
    }

    static Optional<SigningAlgorithm> of(String word) {
        return Stream.of(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /** Whether it goes with such a key. */
    boolean fits(PublicKey key) {
        return key.getAlgorithm().equals(keys);
    }

    /** Whether a signature is that of a message by a key. */
    public boolean verifies(PublicKey key, byte[] message, byte[] signed) {
        if (!fits(key)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(signature);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
