package dev.penstock.simulator.secretsmanager;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.ValidateResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.ValidateResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.ValidationErrorsEntry;

/** Tags of secrets, and their resource policies, which are kept. */
final class SecretPolicies {

    private final Secrets secrets;
    private final Tags tags;

    SecretPolicies(Secrets secrets, Tags tags) {
        this.secrets = secrets;
        this.tags = tags;
    }

    TagResourceResponse tag(Call call, TagResourceRequest request) {
        StoredSecret secret = secrets.requireLive(call.caller(), request.secretId());
        tags.add(secret.arn(), request.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (a, b) -> b)));
        secrets.put(secret.withTags());
        call.effect(secret.arn());
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        StoredSecret secret = secrets.requireLive(call.caller(), request.secretId());
        tags.remove(secret.arn(), request.tagKeys());
        call.effect(secret.arn());
        return UntagResourceResponse.builder().build();
    }

    PutResourcePolicyResponse put(Call call, PutResourcePolicyRequest request) {
        StoredSecret secret = secrets.requireLive(call.caller(), request.secretId());
        if (!isPolicy(request.resourcePolicy())) {
            throw ServiceError.client(
                    "MalformedPolicyDocumentException", "This resource policy contains a syntax error.");
        }
        secrets.put(secret.withPolicy(Optional.of(request.resourcePolicy())));
        call.effect(secret.arn());
        return PutResourcePolicyResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }

    GetResourcePolicyResponse get(Call call, GetResourcePolicyRequest request) {
        StoredSecret secret = secrets.requireLive(call.caller(), request.secretId());
        return GetResourcePolicyResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .resourcePolicy(secret.policy().orElse(null))
                .build();
    }

    DeleteResourcePolicyResponse delete(Call call, DeleteResourcePolicyRequest request) {
        StoredSecret secret = secrets.requireLive(call.caller(), request.secretId());
        secrets.put(secret.withPolicy(Optional.empty()));
        call.effect(secret.arn());
        return DeleteResourcePolicyResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }

    /** Says whether a policy is one by its form; whom it lets in is not looked at. */
    ValidateResourcePolicyResponse validate(Call call, ValidateResourcePolicyRequest request) {
        if (request.secretId() != null) {
            secrets.requireLive(call.caller(), request.secretId());
        }
        boolean valid = isPolicy(request.resourcePolicy());
        return ValidateResourcePolicyResponse.builder()
                .policyValidationPassed(valid)
                .validationErrors(
                        valid
                                ? List.of()
                                : List.of(ValidationErrorsEntry.builder()
                                        .checkName("SYNTAX")
                                        .errorMessage("This resource policy contains a syntax error.")
                                        .build()))
                .build();
    }

    private static boolean isPolicy(@Nullable String text) {
        try {
            return text != null
                    && Json.tree(text.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> map
                    && map.containsKey("Statement");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
