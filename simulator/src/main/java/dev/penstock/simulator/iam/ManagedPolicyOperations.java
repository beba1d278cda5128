package dev.penstock.simulator.iam;

import dev.penstock.simulator.policy.PolicyKind;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.ServiceError;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagPolicyResponse;
import software.amazon.awssdk.services.iam.model.UntagPolicyRequest;
import software.amazon.awssdk.services.iam.model.UntagPolicyResponse;

/** Managed policies and their versions. */
final class ManagedPolicyOperations {

    private static final int MOST_VERSIONS = 5;

    private final IamStore store;
    private final PolicyUse use;
    private final Ids ids;

    ManagedPolicyOperations(IamStore store, Ids ids) {
        this.store = store;
        this.use = new PolicyUse(store);
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("CreatePolicy", CreatePolicyRequest::builder, this::create)
                .operation("GetPolicy", GetPolicyRequest::builder, this::get)
                .operation("ListPolicies", ListPoliciesRequest::builder, this::list)
                .operation("DeletePolicy", DeletePolicyRequest::builder, this::delete)
                .operation("CreatePolicyVersion", CreatePolicyVersionRequest::builder, this::createVersion)
                .operation("GetPolicyVersion", GetPolicyVersionRequest::builder, this::getVersion)
                .operation("ListPolicyVersions", ListPolicyVersionsRequest::builder, this::listVersions)
                .operation("DeletePolicyVersion", DeletePolicyVersionRequest::builder, this::deleteVersion)
                .operation("SetDefaultPolicyVersion", SetDefaultPolicyVersionRequest::builder, this::setDefault)
                .operation("TagPolicy", TagPolicyRequest::builder, this::tag)
                .operation("UntagPolicy", UntagPolicyRequest::builder, this::untag)
                .operation("ListPolicyTags", ListPolicyTagsRequest::builder, this::tags);
    }

    private CreatePolicyResponse create(Call call, CreatePolicyRequest request) {
        String name = IamRules.newName("policyName", request.policyName(), 128);
        String path = IamRules.path(request.path());
        String document = document(request.policyDocument());
        boolean exists = store.policies(call.account()).stream()
                .anyMatch(policy -> policy.name().equalsIgnoreCase(name));
        if (exists) {
            throw IamErrors.exists("A policy called " + name + " already exists. Duplicate names are not allowed.");
        }
        var now = call.now().truncatedTo(ChronoUnit.SECONDS);
        ManagedPolicy policy = new ManagedPolicy(
                call.account(),
                name,
                path,
                "ANPA" + ids.key(17),
                request.description() == null ? "" : request.description(),
                now,
                now,
                List.of(new ManagedPolicy.Version("v1", document, now)),
                "v1",
                1,
                IamRules.tagged(List.of(), request.tags()));
        put(call, policy);
        return CreatePolicyResponse.builder()
                .policy(IamModels.policy(policy, 0, 0).toBuilder()
                        .tags(IamModels.tags(policy.tags()))
                        .build())
                .build();
    }

    /** Only here a policy has its description, and its tags even when there are none. */
    private GetPolicyResponse get(Call call, GetPolicyRequest request) {
        ManagedPolicy policy = policy(request.policyArn());
        return GetPolicyResponse.builder()
                .policy(model(call, policy).toBuilder()
                        .description(policy.description().isEmpty() ? null : policy.description())
                        .tags(policy.tags())
                        .build())
                .build();
    }

    private ListPoliciesResponse list(Call call, ListPoliciesRequest request) {
        List<ManagedPolicy> all = new ArrayList<>();
        if (request.scope() != PolicyScopeType.AWS) {
            all.addAll(store.policies(call.account()));
        }
        if (request.scope() != PolicyScopeType.LOCAL) {
            all.addAll(AwsManagedPolicies.list());
        }
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        all.removeIf(policy -> !policy.path().startsWith(prefix));
        if (Boolean.TRUE.equals(request.onlyAttached())) {
            all.removeIf(policy -> use.attachments(call.account(), policy.arn()) == 0);
        }
        all.sort(Comparator.comparing(ManagedPolicyOperations::order));
        Page<ManagedPolicy> page =
                IamRules.page(all, ManagedPolicyOperations::order, request.marker(), request.maxItems());
        return ListPoliciesResponse.builder()
                .policies(
                        page.items().stream().map(policy -> model(call, policy)).toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private static String order(ManagedPolicy policy) {
        return policy.name().toLowerCase(Locale.ROOT) + " " + policy.arn();
    }

    private DeletePolicyResponse delete(Call call, DeletePolicyRequest request) {
        ManagedPolicy policy = own(call, request.policyArn());
        if (use.attachments(call.account(), policy.arn()) + use.boundaries(call.account(), policy.arn()) > 0) {
            throw IamErrors.conflict("Cannot delete a policy attached to entities.");
        }
        if (policy.versions().size() > 1) {
            throw IamErrors.conflict(
                    "This policy has more than one version. Before you delete a policy, you must delete the"
                            + " policy's versions. The default version is deleted with the policy.");
        }
        store.policies().remove(policy.arn());
        call.effect(policy.arn());
        return DeletePolicyResponse.builder().build();
    }

    private CreatePolicyVersionResponse createVersion(Call call, CreatePolicyVersionRequest request) {
        ManagedPolicy policy = own(call, request.policyArn());
        String document = document(request.policyDocument());
        if (policy.versions().size() >= MOST_VERSIONS) {
            throw IamErrors.limit(
                    "A managed policy can have up to 5 versions. Before you create a new version, you must"
                            + " delete an existing version.");
        }
        ManagedPolicy changed = policy.withVersion(
                document,
                Boolean.TRUE.equals(request.setAsDefault()),
                call.now().truncatedTo(ChronoUnit.SECONDS));
        put(call, changed);
        return CreatePolicyVersionResponse.builder()
                .policyVersion(IamModels.version(changed, changed.versions().getLast(), false))
                .build();
    }

    private GetPolicyVersionResponse getVersion(Call call, GetPolicyVersionRequest request) {
        ManagedPolicy policy = policy(request.policyArn());
        return GetPolicyVersionResponse.builder()
                .policyVersion(IamModels.version(policy, version(policy, request.versionId()), true))
                .build();
    }

    private ListPolicyVersionsResponse listVersions(Call call, ListPolicyVersionsRequest request) {
        ManagedPolicy policy = policy(request.policyArn());
        Page<ManagedPolicy.Version> page = IamRules.page(
                policy.versions().reversed(),
                version -> String.format(Locale.ROOT, "%06d", 999_999 - number(version)),
                request.marker(),
                request.maxItems());
        return ListPolicyVersionsResponse.builder()
                .versions(page.items().stream()
                        .map(version -> IamModels.version(policy, version, false))
                        .toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private static int number(ManagedPolicy.Version version) {
        return Integer.parseInt(version.id().substring(1));
    }

    private DeletePolicyVersionResponse deleteVersion(Call call, DeletePolicyVersionRequest request) {
        ManagedPolicy policy = own(call, request.policyArn());
        ManagedPolicy.Version version = version(policy, request.versionId());
        if (version.id().equals(policy.defaultVersion())) {
            throw IamErrors.conflict("Cannot delete the default version of a policy.");
        }
        put(call, policy.withoutVersion(version.id()));
        return DeletePolicyVersionResponse.builder().build();
    }

    private SetDefaultPolicyVersionResponse setDefault(Call call, SetDefaultPolicyVersionRequest request) {
        ManagedPolicy policy = own(call, request.policyArn());
        ManagedPolicy.Version version = version(policy, request.versionId());
        put(call, policy.withDefault(version.id(), call.now().truncatedTo(ChronoUnit.SECONDS)));
        return SetDefaultPolicyVersionResponse.builder().build();
    }

    private TagPolicyResponse tag(Call call, TagPolicyRequest request) {
        ManagedPolicy policy = own(call, request.policyArn());
        put(call, policy.withTags(IamRules.tagged(policy.tags(), request.tags())));
        return TagPolicyResponse.builder().build();
    }

    private UntagPolicyResponse untag(Call call, UntagPolicyRequest request) {
        ManagedPolicy policy = own(call, request.policyArn());
        put(call, policy.withTags(IamRules.untagged(policy.tags(), request.tagKeys())));
        return UntagPolicyResponse.builder().build();
    }

    private ListPolicyTagsResponse tags(Call call, ListPolicyTagsRequest request) {
        Page<Tag> page = IamRules.tags(policy(request.policyArn()).tags(), request.marker(), request.maxItems());
        return ListPolicyTagsResponse.builder()
                .tags(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private ManagedPolicy policy(@Nullable String policyArn) {
        String arn = IamRules.policyArn(policyArn);
        return store.policy(arn).orElseThrow(() -> IamErrors.noSuchPolicy(arn));
    }

    private ManagedPolicy own(Call call, @Nullable String policyArn) {
        ManagedPolicy policy = policy(policyArn);
        if (policy.account().equals("aws")) {
            throw ServiceError.of(403, "AccessDenied", "User is not authorized to modify " + policy.arn());
        }
        if (!policy.account().equals(call.account())) {
            throw IamErrors.noSuchPolicy(policy.arn());
        }
        return policy;
    }

    private static ManagedPolicy.Version version(ManagedPolicy policy, @Nullable String versionId) {
        String version = IamRules.required("versionId", versionId);
        if (!version.matches("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?")) {
            throw IamErrors.constraint(
                    "versionId", "satisfy regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?");
        }
        return policy.version(version)
                .orElseThrow(() -> IamErrors.noSuchEntity(
                        "Policy " + policy.arn() + " version " + version + " does not exist or is not attachable."));
    }

    private Policy model(Call call, ManagedPolicy policy) {
        return IamModels.policy(
                policy, use.attachments(call.account(), policy.arn()), use.boundaries(call.account(), policy.arn()));
    }

    private void put(Call call, ManagedPolicy policy) {
        store.policies().put(policy.arn(), policy);
        call.effect(policy.arn());
    }

    private static String document(@Nullable String json) {
        return IamRules.document(
                PolicyKind.IDENTITY, "policyDocument", json, 6144, "Cannot exceed quota for PolicySize: 6144");
    }
}
