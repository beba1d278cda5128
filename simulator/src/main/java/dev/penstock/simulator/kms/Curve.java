package dev.penstock.simulator.kms;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** The curves of keys that sign, each with the one algorithm that KMS signs with. Source: KMS Developer Guide, "Key spec reference". */
enum Curve {
    P256(
            KeySpec.ECC_NIST_P256,
            "secp256r1",
            SigningAlgorithmSpec.ECDSA_SHA_256,
            "SHA256withECDSA",
            "NONEwithECDSA",
            32),
    P384(
            KeySpec.ECC_NIST_P384,
            "secp384r1",
            SigningAlgorithmSpec.ECDSA_SHA_384,
            "SHA384withECDSA",
            "NONEwithECDSA",
            48),
    P521(
            KeySpec.ECC_NIST_P521,
            "secp521r1",
            SigningAlgorithmSpec.ECDSA_SHA_512,
            "SHA512withECDSA",
            "NONEwithECDSA",
            64);

    static final String ALGORITHM = "EC";

    private final KeySpec spec;
    private final String name;
    private final SigningAlgorithmSpec algorithm;
    private final String ofMessages;
    private final String ofDigests;
    private final int digestBytes;

    Curve(
            KeySpec spec,
            String name,
            SigningAlgorithmSpec algorithm,
            String ofMessages,
            String ofDigests,
            int digestBytes) {
        this.spec = spec;
        this.name = name;
        this.algorithm = algorithm;
        this.ofMessages = ofMessages;
        this.ofDigests = ofDigests;
        this.digestBytes = digestBytes;
    }

    static Optional<Curve> of(KeySpec spec) {
        return Stream.of(values()).filter(curve -> curve.spec == spec).findFirst();
    }

    KeySpec spec() {
        return spec;
    }

    SigningAlgorithmSpec algorithm() {
        return algorithm;
    }

    /** Java's name for signing what {@code RAW} or {@code DIGEST} hands over. */
    String signature(boolean digested) {
        return digested ? ofDigests : ofMessages;
    }

    /** How long the digest of a message is. */
    int digestBytes() {
        return digestBytes;
    }

    KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec(name));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this machine makes no keys of " + name, e);
        }
    }
}
