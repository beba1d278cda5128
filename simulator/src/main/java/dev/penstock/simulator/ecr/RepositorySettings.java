package dev.penstock.simulator.ecr;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.GetRepositoryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.GetRepositoryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationResponse;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityRequest;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityResponse;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.SetRepositoryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.SetRepositoryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.ecr.model.TagResourceRequest;
import software.amazon.awssdk.services.ecr.model.TagResourceResponse;
import software.amazon.awssdk.services.ecr.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecr.model.UntagResourceResponse;

/** What can be changed of a repository: mutability of tags, scanning, policy, tags. Source: ECR API Reference. */
final class RepositorySettings {

    record Policy(String document) {}

    private static final int MOST_TAGS = 50;

    private final Repositories repositories;
    private final Tags tags;
    private final Table<Policy> policies;

    RepositorySettings(Repositories repositories, Store store, Tags tags) {
        this.repositories = repositories;
        this.tags = tags;
        this.policies = store.table("ecr.policies", Policy.class);
        repositories.onDelete(name -> {
            policies.remove(name.key());
            tags.forget(name.arn());
        });
    }

    void declare(Operations all) {
        all.operation("PutImageTagMutability", PutImageTagMutabilityRequest::builder, this::putMutability)
                .operation(
                        "PutImageScanningConfiguration",
                        PutImageScanningConfigurationRequest::builder,
                        this::putScanning)
                .operation("SetRepositoryPolicy", SetRepositoryPolicyRequest::builder, this::setPolicy)
                .operation("GetRepositoryPolicy", GetRepositoryPolicyRequest::builder, this::getPolicy)
                .operation("DeleteRepositoryPolicy", DeleteRepositoryPolicyRequest::builder, this::deletePolicy)
                .operation("TagResource", TagResourceRequest::builder, this::tag)
                .operation("UntagResource", UntagResourceRequest::builder, this::untag);
    }

    /** The policy of the repository that an ARN names. */
    Optional<String> policyOf(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6 || !parts[5].startsWith("repository/")) {
            return Optional.empty();
        }
        String name = parts[5].substring("repository/".length());
        return policies.get(new RepositoryName(parts[4], parts[3], name).key()).map(Policy::document);
    }

    /** Refuses filters that go with no mutability, or too many. */
    static void requireFilters(@Nullable String mutability, List<ImageTagMutabilityExclusionFilter> filters) {
        String asked = mutability == null ? "MUTABLE" : mutability;
        if (ImageTagMutability.fromValue(asked) == ImageTagMutability.UNKNOWN_TO_SDK_VERSION) {
            throw invalid(
                    "imageTagMutability",
                    "Member must satisfy enum value set: [IMMUTABLE,"
                            + " IMMUTABLE_WITH_EXCLUSION, MUTABLE, MUTABLE_WITH_EXCLUSION]");
        }
        boolean excluding = asked.endsWith("_WITH_EXCLUSION");
        if (excluding != !filters.isEmpty()) {
            throw invalid(
                    "imageTagMutabilityExclusionFilters",
                    excluding
                            ? "filters are required when exclusion is specified"
                            : "filters are only allowed with IMMUTABLE_WITH_EXCLUSION or MUTABLE_WITH_EXCLUSION");
        } else if (filters.stream().anyMatch(f -> !"WILDCARD".equals(f.filterTypeAsString()))) {
            throw invalid("imageTagMutabilityExclusionFilters", "Member must satisfy enum value set: [WILDCARD]");
        } else if (filters.size() > 5) {
            throw invalid("imageTagMutabilityExclusionFilters", "Member must have length less than or equal to 5");
        }
    }

    private PutImageTagMutabilityResponse putMutability(Call call, PutImageTagMutabilityRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        requireFilters(request.imageTagMutabilityAsString(), request.imageTagMutabilityExclusionFilters());
        Repository changed = repositories.get(name).toBuilder()
                .imageTagMutability(request.imageTagMutabilityAsString())
                .imageTagMutabilityExclusionFilters(
                        request.imageTagMutabilityExclusionFilters().isEmpty()
                                ? null
                                : request.imageTagMutabilityExclusionFilters())
                .build();
        repositories.table().put(name.key(), new Repositories.Row(changed));
        call.effect(name.arn());
        return PutImageTagMutabilityResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .imageTagMutability(changed.imageTagMutabilityAsString())
                .imageTagMutabilityExclusionFilters(
                        changed.hasImageTagMutabilityExclusionFilters()
                                ? changed.imageTagMutabilityExclusionFilters()
                                : null)
                .build();
    }

    private PutImageScanningConfigurationResponse putScanning(Call call, PutImageScanningConfigurationRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        Repository changed = repositories.get(name).toBuilder()
                .imageScanningConfiguration(request.imageScanningConfiguration())
                .build();
        repositories.table().put(name.key(), new Repositories.Row(changed));
        call.effect(name.arn());
        return PutImageScanningConfigurationResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .imageScanningConfiguration(changed.imageScanningConfiguration())
                .build();
    }

    private SetRepositoryPolicyResponse setPolicy(Call call, SetRepositoryPolicyRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        String text = request.policyText() == null ? "" : request.policyText();
        requirePolicy(text);
        policies.put(name.key(), new Policy(text));
        call.effect(name.arn());
        return SetRepositoryPolicyResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .policyText(text)
                .build();
    }

    private GetRepositoryPolicyResponse getPolicy(Call call, GetRepositoryPolicyRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        return GetRepositoryPolicyResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .policyText(policy(name).document())
                .build();
    }

    private DeleteRepositoryPolicyResponse deletePolicy(Call call, DeleteRepositoryPolicyRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        Policy policy = policy(name);
        policies.remove(name.key());
        call.effect(name.arn());
        return DeleteRepositoryPolicyResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .policyText(policy.document())
                .build();
    }

    private Policy policy(RepositoryName name) {
        return policies.get(name.key())
                .orElseThrow(() -> ServiceError.client(
                        "RepositoryPolicyNotFoundException",
                        "Repository policy does not exist for the repository with name '" + name.name()
                                + "' in the registry with id '" + name.account() + "'"));
    }

    private TagResourceResponse tag(Call call, TagResourceRequest request) {
        RepositoryName name = repositories.ofArn(call, request.resourceArn());
        Map<String, String> added = new HashMap<>();
        for (Tag tag : request.tags()) {
            if (tag.key() == null || tag.key().isEmpty() || tag.key().startsWith("aws:")) {
                throw ServiceError.client(
                        "InvalidTagParameterException", "Tag keys cannot be empty or begin with aws:");
            }
            added.put(tag.key(), tag.value() == null ? "" : tag.value());
        }
        Map<String, String> all = new HashMap<>(tags.of(name.arn()));
        all.putAll(added);
        if (all.size() > MOST_TAGS) {
            throw ServiceError.client(
                    "TooManyTagsException", "The list of tags on the repository is over the limit. The limit is 50.");
        }
        tags.add(name.arn(), added);
        call.effect(name.arn());
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        RepositoryName name = repositories.ofArn(call, request.resourceArn());
        tags.remove(name.arn(), request.tagKeys());
        call.effect(name.arn());
        return UntagResourceResponse.builder().build();
    }

    private static void requirePolicy(String text) {
        try {
            if (Json.tree(text.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> map
                    && map.containsKey("Statement")
                    && statements(map).allMatch(RepositorySettings::isWhole)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw invalid("PolicyText", "Invalid repository policy provided");
        }
        throw invalid("PolicyText", "Invalid repository policy provided");
    }

    private static Stream<?> statements(Map<?, ?> document) {
        return document.get("Statement") instanceof List<?> list ? list.stream() : Stream.of(document.get("Statement"));
    }

    /** A statement says whom it lets do what; the resource is the repository. */
    private static boolean isWhole(Object statement) {
        return statement instanceof Map<?, ?> map
                && map.containsKey("Effect")
                && (map.containsKey("Principal") || map.containsKey("NotPrincipal"))
                && (map.containsKey("Action") || map.containsKey("NotAction"));
    }

    static ServiceError invalid(String parameter, String why) {
        return ServiceError.client(
                "InvalidParameterException",
                "Invalid parameter at '" + parameter + "' failed to satisfy constraint: '" + why + "'");
    }
}
