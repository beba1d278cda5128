package dev.penstock.evidence;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;

class Ed25519SignerTest extends EvidenceSignerContract {

    private static final KeyPair KEYS = keys();

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected EvidenceSigner signer() {
        return Ed25519Keys.signer("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    }

    @Override
    protected PublicKey key() {
        return KEYS.getPublic();
    }

    @Override
    protected PublicKey otherKey() {
        return keys().getPublic();
    }
}
