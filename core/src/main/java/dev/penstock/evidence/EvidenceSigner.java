package dev.penstock.evidence;

/** Signs evidence with an Ed25519 key (RFC 8032), wherever that key is. */
public interface EvidenceSigner {

    /**
     * Signs.
     *
     * @return 64 bytes
     * @throws EvidenceKeyException when the key cannot sign
     */
    byte[] sign(byte[] message);
}
