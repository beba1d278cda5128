package dev.penstock.aws.kms;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.evidence.EvidenceKeyException;
import dev.penstock.evidence.EvidenceKeys;
import dev.penstock.evidence.EvidenceSigner;
import dev.penstock.evidence.SigningAlgorithm;
import java.security.PublicKey;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * Signs with an asymmetric key of AWS KMS ({@code ECC_NIST_P256}, for {@code SIGN_VERIFY}), which never leaves it. The public key goes
 * into the evidence, so that it is verified without AWS. Needs {@code kms:GetPublicKey} and {@code kms:Sign}.
 */
public final class KmsSigner implements EvidenceSigner {

    private final AwsClients clients;
    private final AwsScope scope;
    private final Kept kept;

    /**
     * Asks KMS for the public key.
     *
     * @param key id or ARN of a key, or {@code alias/NAME} or the ARN of an alias
     * @throws EvidenceKeyException when the key does not sign in this way
     * @throws dev.penstock.action.RemoteCallException when KMS refuses or cannot be reached
     */
    public KmsSigner(AwsClients clients, AwsScope scope, String key) {
        this.clients = clients;
        this.scope = scope;
        GetPublicKeyResponse answer = clients.call(
                "kms:GetPublicKey",
                "get the public key of " + key,
                () -> clients.kms(scope, Use.READ).getPublicKey(request -> request.keyId(key)));
        if (!answer.signingAlgorithms().contains(SigningAlgorithmSpec.ECDSA_SHA_256)) {
            throw new EvidenceKeyException("The key " + key + " is one of " + answer.keySpecAsString()
                    + ". Evidence is signed by a key of ECC_NIST_P256 whose usage is SIGN_VERIFY: 'aws kms create-key"
                    + " --key-spec ECC_NIST_P256 --key-usage SIGN_VERIFY' makes one.");
        }
        PublicKey publicKey = EvidenceKeys.ofBytes(answer.publicKey().asByteArray())
                .orElseThrow(() -> new EvidenceKeyException("KMS gave no public key of " + key + " that can be read."));
        this.kept = new Kept(answer.keyId(), publicKey);
    }

    @Override
    public SigningAlgorithm algorithm() {
        return SigningAlgorithm.ECDSA_SHA_256;
    }

    @Override
    public Optional<Kept> kept() {
        return Optional.of(kept);
    }

    @Override
    public byte[] sign(byte[] message) {
        return clients.call(
                "kms:Sign",
                "sign with the key " + kept.name(),
                () -> clients.kms(scope, Use.CHANGE)
                        .sign(request -> request.keyId(kept.name())
                                .message(SdkBytes.fromByteArray(message))
                                .messageType(MessageType.RAW)
                                .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                        .signature()
                        .asByteArray());
    }
}
