package dev.penstock.simulator.secretsmanager;

import dev.penstock.simulator.secretsmanager.StoredSecret.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.APIErrorType;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SortOrderType;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/** The operations that read secrets. */
final class SecretReading {

    private static final int LISTED = 100;
    private static final int BATCH = 20;

    private final Secrets secrets;
    private final Tags tags;
    private final SecretFilters filters;

    SecretReading(Secrets secrets, Tags tags) {
        this.secrets = secrets;
        this.tags = tags;
        this.filters = new SecretFilters(tags);
    }

    GetSecretValueResponse getValue(Call call, GetSecretValueRequest request) {
        StoredSecret secret = secrets.requireLive(call.caller(), request.secretId());
        Version version = version(secret, request.versionId(), request.versionStage());
        secrets.put(secret.accessedOn(call.now().truncatedTo(ChronoUnit.DAYS), version.id()));
        return GetSecretValueResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(version.id())
                .secretString(version.text().orElse(null))
                .secretBinary(bytes(version))
                .versionStages(version.stages())
                .createdDate(version.created())
                .build();
    }

    BatchGetSecretValueResponse getValues(Call call, BatchGetSecretValueRequest request) {
        if (request.secretIdList().isEmpty() == request.filters().isEmpty()) {
            throw SecretErrors.parameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
        }
        if (request.filters().isEmpty() && request.maxResults() != null) {
            throw SecretErrors.parameter(
                    "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.");
        }
        List<APIErrorType> errors = new ArrayList<>();
        List<StoredSecret> found = new ArrayList<>();
        for (String id : request.secretIdList()) {
            try {
                StoredSecret secret = secrets.requireLive(call.caller(), id);
                version(secret, null, null);
                found.add(secret);
            } catch (ServiceError e) {
                errors.add(APIErrorType.builder()
                        .secretId(id)
                        .errorCode(e.code())
                        .message(e.message())
                        .build());
            }
        }
        if (!request.filters().isEmpty()) {
            secrets.all(call.account(), call.region()).stream()
                    .filter(s -> s.deletedOn().isEmpty())
                    .filter(filters.of(request.filters()))
                    .filter(s -> s.staged(StoredSecret.CURRENT).isPresent())
                    .forEach(found::add);
        }
        Page<StoredSecret> page = request.secretIdList().isEmpty()
                ? Page.of(found, StoredSecret::name, request.nextToken(), request.maxResults(), BATCH)
                : new Page<>(found, null);
        return BatchGetSecretValueResponse.builder()
                .secretValues(page.items().stream().map(SecretReading::entry).toList())
                .errors(errors)
                .nextToken(page.next())
                .build();
    }

    DescribeSecretResponse describe(Call call, DescribeSecretRequest request) {
        StoredSecret secret = secrets.require(call.caller(), request.secretId());
        return DescribeSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .description(secret.description().orElse(null))
                .kmsKeyId(secret.kmsKeyId().orElse(null))
                .createdDate(secret.created())
                .lastChangedDate(secret.changed())
                .lastAccessedDate(secret.accessed().orElse(null))
                .deletedDate(secret.deletedOn().orElse(null))
                .tags(tags(secret))
                .versionIdsToStages(secret.versions().isEmpty() ? null : secret.stages())
                .build();
    }

    ListSecretsResponse list(Call call, ListSecretsRequest request) {
        boolean all = Boolean.TRUE.equals(request.includePlannedDeletion());
        Function<StoredSecret, String> order =
                request.sortOrder() == SortOrderType.DESC ? SecretReading::youngestFirst : SecretReading::oldestFirst;
        List<StoredSecret> found = secrets.all(call.account(), call.region()).stream()
                .filter(s -> all || s.deletedOn().isEmpty())
                .filter(filters.of(request.filters()))
                .sorted(Comparator.comparing(order))
                .toList();
        Page<StoredSecret> page = Page.of(found, order, request.nextToken(), request.maxResults(), LISTED);
        return ListSecretsResponse.builder()
                .secretList(page.items().stream().map(this::listed).toList())
                .nextToken(page.next())
                .build();
    }

    ListSecretVersionIdsResponse listVersions(Call call, ListSecretVersionIdsRequest request) {
        StoredSecret secret = secrets.require(call.caller(), request.secretId());
        boolean deprecated = Boolean.TRUE.equals(request.includeDeprecated());
        return ListSecretVersionIdsResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versions(secret.versions().stream()
                        .filter(v -> deprecated || !v.stages().isEmpty())
                        .map(v -> SecretVersionsListEntry.builder()
                                .versionId(v.id())
                                .versionStages(v.stages().isEmpty() ? null : v.stages())
                                .createdDate(v.created())
                                .lastAccessedDate(v.accessed().orElse(null))
                                .kmsKeyIds(secret.kmsKeyId().orElse("DefaultEncryptionKey"))
                                .build())
                        .toList())
                .build();
    }

    /** The orders of listings. Source: Secrets Manager API Reference, {@code ListSecrets}: by creation date. */
    private static String oldestFirst(StoredSecret secret) {
        return String.format(Locale.ROOT, "%019d %s", secret.created().toEpochMilli(), secret.name());
    }

    private static String youngestFirst(StoredSecret secret) {
        long age = Long.MAX_VALUE - secret.created().toEpochMilli();
        return String.format(Locale.ROOT, "%019d %s", age, secret.name());
    }

    private SecretListEntry listed(StoredSecret secret) {
        return SecretListEntry.builder()
                .arn(secret.arn())
                .name(secret.name())
                .description(secret.description().orElse(null))
                .kmsKeyId(secret.kmsKeyId().orElse(null))
                .createdDate(secret.created())
                .lastChangedDate(secret.changed())
                .lastAccessedDate(secret.accessed().orElse(null))
                .deletedDate(secret.deletedOn().orElse(null))
                .tags(tags(secret))
                .secretVersionsToStages(secret.versions().isEmpty() ? null : secret.stages())
                .build();
    }

    private @Nullable List<Tag> tags(StoredSecret secret) {
        return secret.tagged()
                ? tags.of(secret.arn()).entrySet().stream()
                        .map(t -> Tag.builder()
                                .key(t.getKey())
                                .value(t.getValue())
                                .build())
                        .toList()
                : null;
    }

    private static Version version(StoredSecret secret, @Nullable String id, @Nullable String stage) {
        if (id != null) {
            Version version = secret.version(id).orElseThrow(() -> SecretErrors.noSuchValue("VersionId: " + id));
            if (stage != null && !version.stages().contains(stage)) {
                throw SecretErrors.request(
                        "You provided a VersionStage that is not associated to the provided VersionId.");
            }
            return version;
        }
        String wanted = stage == null ? StoredSecret.CURRENT : stage;
        return secret.staged(wanted).orElseThrow(() -> SecretErrors.noSuchValue("staging label: " + wanted));
    }

    private static SecretValueEntry entry(StoredSecret secret) {
        Version version = secret.staged(StoredSecret.CURRENT).orElseThrow();
        return SecretValueEntry.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(version.id())
                .secretString(version.text().orElse(null))
                .secretBinary(bytes(version))
                .versionStages(version.stages())
                .createdDate(version.created())
                .build();
    }

    private static @Nullable SdkBytes bytes(Version version) {
        Optional<SdkBytes> bytes = version.binary()
                .map(b -> SdkBytes.fromByteArray(Base64.getDecoder().decode(b)));
        return bytes.orElse(null);
    }
}
