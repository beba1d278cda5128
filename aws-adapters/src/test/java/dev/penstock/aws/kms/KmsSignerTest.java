package dev.penstock.aws.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.evidence.EvidenceKeyException;
import dev.penstock.evidence.EvidenceKeys;
import dev.penstock.evidence.EvidenceSigner;
import dev.penstock.evidence.EvidenceSignerContract;
import java.security.PublicKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsInvalidSignatureException;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Keys of the simulated KMS, which are real ones. */
class KmsSignerTest extends EvidenceSignerContract {

    private final SimulatedAccount account = new SimulatedAccount();
    private final KmsClient kms = account.clients.kms(AwsScope.OWN, Use.CHANGE);
    private final String key = created(KeySpec.ECC_NIST_P256);

    private String created(KeySpec spec) {
        return kms.createKey(request -> request.keySpec(spec).keyUsage(KeyUsageType.SIGN_VERIFY))
                .keyMetadata()
                .arn();
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected EvidenceSigner signer() {
        return new KmsSigner(account.clients, AwsScope.OWN, key);
    }

    @Override
    protected PublicKey key() {
        return publicKey(key);
    }

    @Override
    protected PublicKey otherKey() {
        return publicKey(created(KeySpec.ECC_NIST_P256));
    }

    private PublicKey publicKey(String of) {
        return EvidenceKeys.ofBytes(kms.getPublicKey(request -> request.keyId(of))
                        .publicKey()
                        .asByteArray())
                .orElseThrow();
    }

    @Test
    void anAliasIsTheKeyThatItNamesAndTheEvidenceSaysWhichThatWas() {
        kms.createAlias(request -> request.aliasName("alias/releases").targetKeyId(key));

        assertThat(new KmsSigner(account.clients, AwsScope.OWN, "alias/releases")
                        .kept()
                        .orElseThrow()
                        .name())
                .isEqualTo(key);
    }

    @Test
    void aKeyThatSignsInAnotherWayOrIsNotThereIsRefusedBeforeAnythingIsSigned() {
        assertThatThrownBy(() -> new KmsSigner(account.clients, AwsScope.OWN, created(KeySpec.ECC_NIST_P384)))
                .isInstanceOf(EvidenceKeyException.class)
                .hasMessageContaining("is one of ECC_NIST_P384")
                .hasMessageContaining("--key-spec ECC_NIST_P256");
        assertThatThrownBy(() -> new KmsSigner(account.clients, AwsScope.OWN, "alias/releases"))
                .isInstanceOf(RemoteCallException.class)
                .hasMessageContaining("alias/releases");
    }

    @Test
    void theSimulatedKmsVerifiesWhatItSignedAndNothingElse() {
        byte[] message = {1, 2, 3};
        SdkBytes signed = SdkBytes.fromByteArray(signer().sign(message));

        assertThat(verified(message, signed)).isTrue();
        assertThatThrownBy(() -> verified(new byte[] {1, 2, 4}, signed))
                .isInstanceOf(KmsInvalidSignatureException.class);
    }

    private boolean verified(byte[] message, SdkBytes signature) {
        return kms.verify(request -> request.keyId(key)
                        .message(SdkBytes.fromByteArray(message))
                        .signature(signature)
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                .signatureValid();
    }
}
