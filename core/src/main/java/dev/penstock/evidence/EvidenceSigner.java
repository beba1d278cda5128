package dev.penstock.evidence;

import java.security.PublicKey;
import java.util.Optional;

/** Signs evidence with a key, wherever that key is. */
public interface EvidenceSigner {

    /**
     * What evidence says of a key that somebody else keeps.
     *
     * @param name by which whoever keeps it knows it, such as an ARN
     * @param key the public part, so that nobody has to be asked to check the signature
     */
    record Kept(String name, PublicKey key) {}

    /** How it signs. */
    SigningAlgorithm algorithm();

    /** The key, if evidence is to say whose it is; absent for one that its readers have. */
    Optional<Kept> kept();

    /**
     * Signs.
     *
     * @param message at most 4096 bytes
     * @throws EvidenceKeyException when the key cannot sign
     */
    byte[] sign(byte[] message);
}
