package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesResponse;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationResponse;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityRequest;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityResponse;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.SetRepositoryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.SetRepositoryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.ecr.model.TagResourceRequest;
import software.amazon.awssdk.services.ecr.model.TagResourceResponse;
import software.amazon.awssdk.services.ecr.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecr.model.UntagResourceResponse;

/** {@code AWS::ECR::Repository}: Ref is the name. */
final class EcrRepository extends ServiceHandler {

    static final String TYPE = "AWS::ECR::Repository";
    private static final String NAME = "RepositoryName";
    private static final String TAGS = "Tags";
    private static final String LIFECYCLE = "LifecyclePolicy";
    private static final String POLICY = "RepositoryPolicyText";
    private static final String EMPTY = "EmptyOnDelete";
    private static final String[] BESIDE = {LIFECYCLE, POLICY, EMPTY};
    private static final String[] MUTABILITY = {"ImageTagMutability", "ImageTagMutabilityExclusionFilters"};

    EcrRepository() {
        super(TYPE, "ecr");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.without(BESIDE)
                .with(NAME, given.text(NAME, context.generatedName(256).toLowerCase(Locale.ROOT)))
                .with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        Repository made = call(
                        context, fill(CreateRepositoryRequest.builder(), asked).build(), CreateRepositoryResponse.class)
                .repository();
        putPolicies(context, made.repositoryName(), Properties.none(), given);
        return done(made.repositoryName(), "Arn", made.repositoryArn(), "RepositoryUri", made.repositoryUri());
    }

    private void putPolicies(ResourceContext context, String name, Properties old, Properties asked) {
        Optional<String> lifecycle = asked.part(LIFECYCLE).text("LifecyclePolicyText");
        if (asked.changed(old, LIFECYCLE) && lifecycle.isPresent()) {
            PutLifecyclePolicyRequest request = PutLifecyclePolicyRequest.builder()
                    .repositoryName(name)
                    .lifecyclePolicyText(lifecycle.get())
                    .build();
            call(context, request, PutLifecyclePolicyResponse.class);
        } else if (asked.changed(old, LIFECYCLE)) {
            remove(
                    context,
                    DeleteLifecyclePolicyRequest.builder().repositoryName(name).build(),
                    DeleteLifecyclePolicyResponse.class);
        }
        if (asked.changed(old, POLICY) && asked.has(POLICY)) {
            SetRepositoryPolicyRequest request = SetRepositoryPolicyRequest.builder()
                    .repositoryName(name)
                    .policyText(asked.text(POLICY, ""))
                    .build();
            call(context, request, SetRepositoryPolicyResponse.class);
        } else if (asked.changed(old, POLICY)) {
            remove(
                    context,
                    DeleteRepositoryPolicyRequest.builder().repositoryName(name).build(),
                    DeleteRepositoryPolicyResponse.class);
        }
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String name = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        putPolicies(context, name, old, asked);
        if (asked.changed(old, MUTABILITY)) {
            PutImageTagMutabilityRequest.Builder request =
                    PutImageTagMutabilityRequest.builder().repositoryName(name).imageTagMutability("MUTABLE");
            call(context, fill(request, asked.only(MUTABILITY)).build(), PutImageTagMutabilityResponse.class);
        }
        if (asked.changed(old, "ImageScanningConfiguration")) {
            PutImageScanningConfigurationRequest.Builder request = PutImageScanningConfigurationRequest.builder()
                    .repositoryName(name)
                    .imageScanningConfiguration(scanning -> scanning.scanOnPush(false));
            call(
                    context,
                    fill(request, asked.only("ImageScanningConfiguration")).build(),
                    PutImageScanningConfigurationResponse.class);
        }
        tag(context, attribute(before, "Arn"), TagSet.change(context, old, asked, TAGS));
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
            call(
                    context,
                    TagResourceRequest.builder().resourceArn(arn).tags(tags).build(),
                    TagResourceResponse.class);
        }
        if (!change.removed().isEmpty()) {
            call(
                    context,
                    UntagResourceRequest.builder()
                            .resourceArn(arn)
                            .tagKeys(change.removed())
                            .build(),
                    UntagResourceResponse.class);
        }
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        DeleteRepositoryRequest request = DeleteRepositoryRequest.builder()
                .repositoryName(resource.physicalId())
                .force(Properties.of(resource.properties()).truth(EMPTY))
                .build();
        remove(context, request, DeleteRepositoryResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        DescribeRepositoriesRequest request = DescribeRepositoriesRequest.builder()
                .repositoryNames(resource.physicalId())
                .build();
        return find(context, request, DescribeRepositoriesResponse.class)
                .flatMap(found -> found.repositories().stream().findFirst())
                .map(repository -> Properties.of(
                                PropertyShapes.current(given.without(BESIDE).structure(), repository))
                        .withAll(given.only(BESIDE))
                        .withGiven(TAGS, given, tags(context, repository.repositoryArn()))
                        .structure());
    }

    private Map<String, String> tags(ResourceContext context, String arn) {
        ListTagsForResourceRequest request =
                ListTagsForResourceRequest.builder().resourceArn(arn).build();
        return call(context, request, ListTagsForResourceResponse.class).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }
}
