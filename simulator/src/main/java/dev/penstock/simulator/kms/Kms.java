package dev.penstock.simulator.kms;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.ServiceError;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasResponse;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.VerifyRequest;

/** KMS as a service. Source: AWS Key Management Service API Reference. */
public final class Kms {

    private final Keys keys;
    private final Ids ids;
    private final Signing signing;

    public Kms(Store store, Ids ids) {
        this.keys = new Keys(store);
        this.ids = ids;
        this.signing = new Signing(keys);
    }

    /** The ARN of the key that a policy has to name where a call named an alias. */
    public Optional<String> arnOf(String asked) {
        return keys.named(asked).map(StoredKey::arn);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of("kms", new ServiceDefinition.Protocol.Json("TrentService"), this::declare);
    }

    private void declare(ServiceDefinition.Operations all) {
        all.operation("CreateKey", CreateKeyRequest::builder, this::create)
                .operation("DescribeKey", DescribeKeyRequest::builder, this::describe)
                .operation("ListKeys", ListKeysRequest::builder, this::list)
                .operation("GetPublicKey", GetPublicKeyRequest::builder, this::publicKey)
                .operation("Sign", SignRequest::builder, signing::sign)
                .operation("Verify", VerifyRequest::builder, signing::verify)
                .operation("CreateAlias", CreateAliasRequest::builder, this::name)
                .operation("DeleteAlias", DeleteAliasRequest::builder, this::forget)
                .operation("ListAliases", ListAliasesRequest::builder, this::listAliases);
    }

    private CreateKeyResponse create(Call call, CreateKeyRequest request) {
        KeySpec spec = request.keySpec() == null ? KeySpec.SYMMETRIC_DEFAULT : request.keySpec();
        if (spec != KeySpec.SYMMETRIC_DEFAULT && request.keyUsage() == null) {
            throw ServiceError.client(
                    "ValidationException",
                    "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
        }
        Curve curve = Curve.of(spec)
                .filter(any -> request.keyUsage() == KeyUsageType.SIGN_VERIFY)
                .orElseThrow(() -> ServiceError.notSimulated(
                        "keys of " + spec + " for "
                                + Objects.requireNonNullElse(request.keyUsageAsString(), "encryption"),
                        "ECC_NIST_P256, ECC_NIST_P384 and ECC_NIST_P521 for SIGN_VERIFY"));
        KeyPair pair = curve.generate();
        StoredKey key = new StoredKey(
                call.account(),
                call.region(),
                ids.uuid(),
                Objects.requireNonNullElse(request.description(), ""),
                spec.toString(),
                Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()),
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
                call.now());
        keys.put(key);
        call.effect(key.arn());
        return CreateKeyResponse.builder().keyMetadata(metadata(key)).build();
    }

    private DescribeKeyResponse describe(Call call, DescribeKeyRequest request) {
        return DescribeKeyResponse.builder()
                .keyMetadata(metadata(keys.require(call.caller(), request.keyId())))
                .build();
    }

    @SuppressWarnings("deprecation") // AWS sends the old name of the member as well
    private static KeyMetadata metadata(StoredKey key) {
        return KeyMetadata.builder()
                .awsAccountId(key.account())
                .keyId(key.id())
                .arn(key.arn())
                .creationDate(key.created())
                .enabled(true)
                .description(key.description())
                .keyUsage(KeyUsageType.SIGN_VERIFY)
                .keyState(KeyState.ENABLED)
                .origin(OriginType.AWS_KMS)
                .keyManager(KeyManagerType.CUSTOMER)
                .customerMasterKeySpec(key.spec())
                .keySpec(key.spec())
                .signingAlgorithms(key.curve().algorithm())
                .multiRegion(false)
                .build();
    }

    private ListKeysResponse list(Call call, ListKeysRequest request) {
        return ListKeysResponse.builder()
                .keys(keys.all(call.caller()).stream()
                        .map(key -> KeyListEntry.builder()
                                .keyId(key.id())
                                .keyArn(key.arn())
                                .build())
                        .toList())
                .truncated(false)
                .build();
    }

    @SuppressWarnings("deprecation") // AWS sends the old name of the member as well
    private GetPublicKeyResponse publicKey(Call call, GetPublicKeyRequest request) {
        StoredKey key = keys.require(call.caller(), request.keyId());
        return GetPublicKeyResponse.builder()
                .keyId(key.arn())
                .publicKey(SdkBytes.fromByteArray(StoredKey.bytes(key.publicKey())))
                .customerMasterKeySpec(key.spec())
                .keySpec(key.spec())
                .keyUsage(KeyUsageType.SIGN_VERIFY)
                .signingAlgorithms(key.curve().algorithm())
                .build();
    }

    private CreateAliasResponse name(Call call, CreateAliasRequest request) {
        StoredKey key = keys.require(call.caller(), request.targetKeyId());
        call.effect(keys.name(call.caller(), request.aliasName(), key).arn());
        return CreateAliasResponse.builder().build();
    }

    private DeleteAliasResponse forget(Call call, DeleteAliasRequest request) {
        Keys.Alias alias = keys.forget(call.caller(), request.aliasName())
                .orElseThrow(() -> ServiceError.client(
                        "NotFoundException",
                        "Alias arn:aws:kms:" + call.region() + ":" + call.account() + ":" + request.aliasName()
                                + " is not found."));
        call.effect(alias.arn());
        return DeleteAliasResponse.builder().build();
    }

    private ListAliasesResponse listAliases(Call call, ListAliasesRequest request) {
        return ListAliasesResponse.builder()
                .aliases(keys.aliases(call.caller()).stream()
                        .map(alias -> AliasListEntry.builder()
                                .aliasName(alias.name())
                                .aliasArn(alias.arn())
                                .targetKeyId(alias.keyId())
                                .build())
                        .toList())
                .truncated(false)
                .build();
    }
}
