package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordResponse;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;

/** {@code AWS::SecretsManager::Secret}: Ref is the ARN. It is deleted for good, without a recovery window. */
final class SecretsSecret extends ServiceHandler {

    static final String TYPE = "AWS::SecretsManager::Secret";
    private static final String NAME = "Name";
    private static final String TAGS = "Tags";
    private static final String GENERATE = "GenerateSecretString";
    private static final String VALUE = "SecretString";

    SecretsSecret() {
        super(TYPE, "secretsmanager");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String name = given.text(NAME, context.logicalId() + "-" + context.randomSuffix());
        Properties asked = given.without(GENERATE)
                .renamed("ReplicaRegions", "AddReplicaRegions")
                .with(NAME, name)
                .with(VALUE, value(context, given))
                .with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        CreateSecretRequest.Builder request =
                fill(CreateSecretRequest.builder(), asked).clientRequestToken(context.token());
        return done(call(context, request.build(), CreateSecretResponse.class).arn());
    }

    /** What it says, or a password that is made for it; in a template's object, where it names one. */
    private String value(ResourceContext context, Properties asked) {
        if (!asked.has(GENERATE)) {
            return asked.text(VALUE, "");
        } else if (asked.has(VALUE)) {
            throw ServiceError.client(
                    "InvalidRequest", "You can't specify both SecretString and GenerateSecretString.");
        }
        Properties generate = asked.part(GENERATE);
        GetRandomPasswordRequest request = fill(
                        GetRandomPasswordRequest.builder(),
                        generate.without("SecretStringTemplate", "GenerateStringKey"))
                .build();
        String password =
                call(context, request, GetRandomPasswordResponse.class).randomPassword();
        if (!generate.has("SecretStringTemplate")) {
            return password;
        }
        return JsonValue.parse(generate.text("SecretStringTemplate", ""))
                .filter(JsonValue.Structure.class::isInstance)
                .map(template -> JsonTexts.of(Properties.of((JsonValue.Structure) template)
                        .with(generate.require("GenerateStringKey"), password)
                        .structure()))
                .orElseThrow(() -> ServiceError.client("InvalidRequest", "Could not parse SecretStringTemplate JSON."));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String arn = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (asked.changed(old, "ReplicaRegions")) {
            throw ServiceError.notSimulated("A change of the property ReplicaRegions of " + TYPE, "all others");
        }
        UpdateSecretRequest.Builder request =
                UpdateSecretRequest.builder().secretId(arn).clientRequestToken(context.token());
        if (asked.changed(old, VALUE, GENERATE)) {
            request.secretString(value(context, asked));
        }
        if (asked.changed(old, "Description")) {
            request.description(asked.text("Description", ""));
        }
        asked.text("KmsKeyId").ifPresent(request::kmsKeyId);
        if (asked.changed(old, VALUE, GENERATE, "Description", "KmsKeyId")) {
            call(context, request.build(), UpdateSecretResponse.class);
        }
        tag(context, arn, TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    private void tag(ResourceContext context, String arn, TagSet.Change change) {
        if (!change.set().isEmpty()) {
            List<Tag> tags = change.set().entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            call(context, TagResourceRequest.builder().secretId(arn).tags(tags).build(), TagResourceResponse.class);
        }
        if (!change.removed().isEmpty()) {
            call(
                    context,
                    UntagResourceRequest.builder()
                            .secretId(arn)
                            .tagKeys(change.removed())
                            .build(),
                    UntagResourceResponse.class);
        }
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        DeleteSecretRequest request = DeleteSecretRequest.builder()
                .secretId(resource.physicalId())
                .forceDeleteWithoutRecovery(true)
                .build();
        remove(context, request, DeleteSecretResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        DescribeSecretRequest request =
                DescribeSecretRequest.builder().secretId(resource.physicalId()).build();
        return find(context, request, DescribeSecretResponse.class)
                .filter(found -> found.deletedDate() == null)
                .map(found -> {
                    Map<String, String> tags = found.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
                    Properties now = given.withGiven(TAGS, given, tags);
                    return (given.has("Description") && found.description() != null
                                    ? now.with("Description", found.description())
                                    : now)
                            .structure();
                });
    }
}
