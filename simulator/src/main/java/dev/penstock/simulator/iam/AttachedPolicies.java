package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;

/** Managed policies on users, groups and roles. */
final class AttachedPolicies {

    private static final int MOST = 10;

    private final IamStore store;
    private final IdentityLookup identities;

    AttachedPolicies(IamStore store) {
        this.store = store;
        this.identities = new IdentityLookup(store);
    }

    void declare(Operations all) {
        all.operation("AttachUserPolicy", AttachUserPolicyRequest::builder, this::attachUserPolicy)
                .operation("DetachUserPolicy", DetachUserPolicyRequest::builder, this::detachUserPolicy)
                .operation("ListAttachedUserPolicies", ListAttachedUserPoliciesRequest::builder, this::listOfUser);
        all.operation("AttachGroupPolicy", AttachGroupPolicyRequest::builder, this::attachGroupPolicy)
                .operation("DetachGroupPolicy", DetachGroupPolicyRequest::builder, this::detachGroupPolicy)
                .operation("ListAttachedGroupPolicies", ListAttachedGroupPoliciesRequest::builder, this::listOfGroup);
        all.operation("AttachRolePolicy", AttachRolePolicyRequest::builder, this::attachRolePolicy)
                .operation("DetachRolePolicy", DetachRolePolicyRequest::builder, this::detachRolePolicy)
                .operation("ListAttachedRolePolicies", ListAttachedRolePoliciesRequest::builder, this::listOfRole);
    }

    private AttachUserPolicyResponse attachUserPolicy(Call call, AttachUserPolicyRequest request) {
        attach(call, identities.user(call, request.userName()), request.policyArn());
        return AttachUserPolicyResponse.builder().build();
    }

    private DetachUserPolicyResponse detachUserPolicy(Call call, DetachUserPolicyRequest request) {
        detach(call, identities.user(call, request.userName()), request.policyArn());
        return DetachUserPolicyResponse.builder().build();
    }

    private ListAttachedUserPoliciesResponse listOfUser(Call call, ListAttachedUserPoliciesRequest request) {
        Page<AttachedPolicy> page = page(
                identities.user(call, request.userName()), request.pathPrefix(), request.marker(), request.maxItems());
        return ListAttachedUserPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private AttachGroupPolicyResponse attachGroupPolicy(Call call, AttachGroupPolicyRequest request) {
        attach(call, identities.group(call, request.groupName()), request.policyArn());
        return AttachGroupPolicyResponse.builder().build();
    }

    private DetachGroupPolicyResponse detachGroupPolicy(Call call, DetachGroupPolicyRequest request) {
        detach(call, identities.group(call, request.groupName()), request.policyArn());
        return DetachGroupPolicyResponse.builder().build();
    }

    private ListAttachedGroupPoliciesResponse listOfGroup(Call call, ListAttachedGroupPoliciesRequest request) {
        Page<AttachedPolicy> page = page(
                identities.group(call, request.groupName()),
                request.pathPrefix(),
                request.marker(),
                request.maxItems());
        return ListAttachedGroupPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private AttachRolePolicyResponse attachRolePolicy(Call call, AttachRolePolicyRequest request) {
        attach(call, identities.ownRole(call, request.roleName()), request.policyArn());
        return AttachRolePolicyResponse.builder().build();
    }

    private DetachRolePolicyResponse detachRolePolicy(Call call, DetachRolePolicyRequest request) {
        detach(call, identities.ownRole(call, request.roleName()), request.policyArn());
        return DetachRolePolicyResponse.builder().build();
    }

    private ListAttachedRolePoliciesResponse listOfRole(Call call, ListAttachedRolePoliciesRequest request) {
        Page<AttachedPolicy> page = page(
                identities.role(call, request.roleName()), request.pathPrefix(), request.marker(), request.maxItems());
        return ListAttachedRolePoliciesResponse.builder()
                .attachedPolicies(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private void attach(Call call, Identity identity, @Nullable String policyArn) {
        String arn = IamRules.policyArn(policyArn);
        String account = arn.split(":", -1)[4];
        if (store.policy(arn).isEmpty() || !(account.equals("aws") || account.equals(call.account()))) {
            throw IamErrors.noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
        }
        if (identity.attached().contains(arn)) {
            return;
        }
        if (identity.attached().size() >= MOST) {
            throw IamErrors.limit(
                    "Cannot exceed quota for PoliciesPer" + identity.kind().capital() + ": " + MOST);
        }
        identities.put(call, identity.withAttached(arn, true));
    }

    private void detach(Call call, Identity identity, @Nullable String policyArn) {
        String arn = IamRules.policyArn(policyArn);
        if (!identity.attached().contains(arn)) {
            throw IamErrors.noSuchPolicy(arn);
        }
        identities.put(call, identity.withAttached(arn, false));
    }

    private static Page<AttachedPolicy> page(
            Identity identity, @Nullable String pathPrefix, @Nullable String marker, @Nullable Integer most) {
        String prefix = pathPrefix == null ? "/" : pathPrefix;
        List<AttachedPolicy> all = identity.attached().stream()
                .filter(arn -> arn.substring(arn.indexOf(":policy/") + 7).startsWith(prefix))
                .map(IamModels::attached)
                .sorted(Comparator.comparing(AttachedPolicy::policyArn))
                .toList();
        return IamRules.page(all, AttachedPolicy::policyArn, marker, most);
    }
}
