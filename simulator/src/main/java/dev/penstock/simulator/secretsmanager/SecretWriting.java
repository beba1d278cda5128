package dev.penstock.simulator.secretsmanager;

import dev.penstock.simulator.secretsmanager.SecretVersions.Value;
import dev.penstock.simulator.secretsmanager.StoredSecret.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageResponse;

/** The operations that make secrets and give them values. */
final class SecretWriting {

    private final Secrets secrets;
    private final Tags tags;
    private final Ids ids;

    SecretWriting(Secrets secrets, Tags tags, Ids ids) {
        this.secrets = secrets;
        this.tags = tags;
        this.ids = ids;
    }

    CreateSecretResponse create(Call call, CreateSecretRequest request) {
        if (!request.addReplicaRegions().isEmpty()) {
            throw ServiceError.notSimulated("replication of secrets", "secrets of one region");
        }
        String token = SecretVersions.token(request.clientRequestToken());
        Value value = Value.of(request.secretString(), request.secretBinary());
        Optional<StoredSecret> known = secrets.find(call.account(), call.region(), request.name());
        if (known.isPresent()) {
            return existing(known.get(), request.name(), token, value);
        }
        StoredSecret empty = new StoredSecret(
                call.account(),
                call.region(),
                request.name(),
                ids.word(6),
                Optional.ofNullable(request.description()).filter(d -> !d.isEmpty()),
                Optional.ofNullable(request.kmsKeyId()),
                Optional.empty(),
                List.of(),
                call.now(),
                call.now(),
                Optional.empty(),
                Optional.empty(),
                !request.tags().isEmpty());
        StoredSecret secret = value.isThere() ? SecretVersions.add(empty, token, value, List.of(), call.now()) : empty;
        secrets.put(secret);
        tags.add(secret.arn(), request.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (a, b) -> b)));
        call.effect(secret.arn(), token);
        return CreateSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(value.isThere() ? token : null)
                .build();
    }

    PutSecretValueResponse putValue(Call call, PutSecretValueRequest request) {
        String token = SecretVersions.token(request.clientRequestToken());
        Value value = Value.of(request.secretString(), request.secretBinary());
        if (!value.isThere()) {
            throw SecretErrors.request("You must provide either SecretString or SecretBinary.");
        }
        StoredSecret secret = secrets.requireLive(call.caller(), request.secretId());
        StoredSecret changed = SecretVersions.add(secret, token, value, request.versionStages(), call.now());
        put(call, secret, changed, token);
        Version version = changed.version(token).orElseThrow();
        return PutSecretValueResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(token)
                .versionStages(version.stages())
                .build();
    }

    UpdateSecretResponse update(Call call, UpdateSecretRequest request) {
        String token = SecretVersions.token(request.clientRequestToken());
        StoredSecret secret = secrets.requireLive(call.caller(), request.secretId());
        Value value = Value.of(request.secretString(), request.secretBinary());
        StoredSecret described = request.description() == null && request.kmsKeyId() == null
                ? secret
                : secret.describedAs(
                        Optional.ofNullable(request.description()).or(secret::description),
                        Optional.ofNullable(request.kmsKeyId()).or(secret::kmsKeyId),
                        call.now());
        StoredSecret changed =
                value.isThere() ? SecretVersions.add(described, token, value, List.of(), call.now()) : described;
        put(call, secret, changed, token);
        return UpdateSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(value.isThere() ? token : null)
                .build();
    }

    UpdateSecretVersionStageResponse updateStage(Call call, UpdateSecretVersionStageRequest request) {
        StoredSecret secret = secrets.requireLive(call.caller(), request.secretId());
        if (request.versionStage() == null) {
            throw SecretErrors.parameter("You must specify a staging label.");
        }
        StoredSecret changed = SecretVersions.move(
                secret,
                request.versionStage(),
                Optional.ofNullable(request.moveToVersionId()),
                Optional.ofNullable(request.removeFromVersionId()),
                call.now());
        put(call, secret, changed, "");
        return UpdateSecretVersionStageResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }

    RotateSecretResponse rotate(Call call, RotateSecretRequest request) {
        if (request.clientRequestToken() == null) {
            throw SecretErrors.parameter(
                    "You must provide a ClientRequestToken value. We recommend a UUID-type value.");
        }
        SecretVersions.token(request.clientRequestToken());
        RotationRulesType rules = request.rotationRules();
        Long days = rules == null ? null : rules.automaticallyAfterDays();
        if (days != null && (days < 1 || days > 1000)) {
            throw SecretErrors.parameter("RotationRules.AutomaticallyAfterDays must be within 1-1000.");
        }
        secrets.requireLive(call.caller(), request.secretId());
        throw request.rotationLambdaARN() == null
                ? SecretErrors.request("No Lambda rotation function ARN is associated with this secret.")
                : SecretErrors.functionOutOfReach();
    }

    private static CreateSecretResponse existing(StoredSecret known, String name, String token, Value value) {
        if (known.deletedOn().isPresent()) {
            throw SecretErrors.request("You can't create this secret because a secret with this name is already"
                    + " scheduled for deletion.");
        }
        Version version = known.version(token)
                .orElseThrow(() ->
                        SecretErrors.exists("The operation failed because the secret " + name + " already exists."));
        if (!version.holds(value.text(), value.binary())) {
            throw SecretErrors.tokenInUse(token, known.arn());
        }
        return CreateSecretResponse.builder()
                .arn(known.arn())
                .name(name)
                .versionId(token)
                .build();
    }

    private void put(Call call, StoredSecret before, StoredSecret after, String token) {
        if (!before.equals(after)) {
            secrets.put(after);
            call.effect(after.arn(), token);
        }
    }
}
