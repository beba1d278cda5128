package dev.penstock.simulator.iam;

import dev.penstock.simulator.policy.PolicyKind;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyResponse;

/** Policies that are part of a user, group or role. */
final class InlinePolicies {

    private final IdentityLookup identities;

    InlinePolicies(IamStore store) {
        identities = new IdentityLookup(store);
    }

    void declare(Operations all) {
        all.operation("PutUserPolicy", PutUserPolicyRequest::builder, this::putUserPolicy)
                .operation("GetUserPolicy", GetUserPolicyRequest::builder, this::getUserPolicy)
                .operation("DeleteUserPolicy", DeleteUserPolicyRequest::builder, this::deleteUserPolicy)
                .operation("ListUserPolicies", ListUserPoliciesRequest::builder, this::listUserPolicies);
        all.operation("PutGroupPolicy", PutGroupPolicyRequest::builder, this::putGroupPolicy)
                .operation("GetGroupPolicy", GetGroupPolicyRequest::builder, this::getGroupPolicy)
                .operation("DeleteGroupPolicy", DeleteGroupPolicyRequest::builder, this::deleteGroupPolicy)
                .operation("ListGroupPolicies", ListGroupPoliciesRequest::builder, this::listGroupPolicies);
        all.operation("PutRolePolicy", PutRolePolicyRequest::builder, this::putRolePolicy)
                .operation("GetRolePolicy", GetRolePolicyRequest::builder, this::getRolePolicy)
                .operation("DeleteRolePolicy", DeleteRolePolicyRequest::builder, this::deleteRolePolicy)
                .operation("ListRolePolicies", ListRolePoliciesRequest::builder, this::listRolePolicies);
    }

    private PutUserPolicyResponse putUserPolicy(Call call, PutUserPolicyRequest request) {
        put(call, identities.user(call, request.userName()), request.policyName(), request.policyDocument());
        return PutUserPolicyResponse.builder().build();
    }

    private GetUserPolicyResponse getUserPolicy(Call call, GetUserPolicyRequest request) {
        Identity user = identities.user(call, request.userName());
        return GetUserPolicyResponse.builder()
                .userName(user.name())
                .policyName(request.policyName())
                .policyDocument(IamModels.encoded(document(user, request.policyName())))
                .build();
    }

    private DeleteUserPolicyResponse deleteUserPolicy(Call call, DeleteUserPolicyRequest request) {
        delete(call, identities.user(call, request.userName()), request.policyName());
        return DeleteUserPolicyResponse.builder().build();
    }

    private ListUserPoliciesResponse listUserPolicies(Call call, ListUserPoliciesRequest request) {
        Page<String> page = page(identities.user(call, request.userName()), request.marker(), request.maxItems());
        return ListUserPoliciesResponse.builder()
                .policyNames(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private PutGroupPolicyResponse putGroupPolicy(Call call, PutGroupPolicyRequest request) {
        put(call, identities.group(call, request.groupName()), request.policyName(), request.policyDocument());
        return PutGroupPolicyResponse.builder().build();
    }

    private GetGroupPolicyResponse getGroupPolicy(Call call, GetGroupPolicyRequest request) {
        Identity group = identities.group(call, request.groupName());
        return GetGroupPolicyResponse.builder()
                .groupName(group.name())
                .policyName(request.policyName())
                .policyDocument(IamModels.encoded(document(group, request.policyName())))
                .build();
    }

    private DeleteGroupPolicyResponse deleteGroupPolicy(Call call, DeleteGroupPolicyRequest request) {
        delete(call, identities.group(call, request.groupName()), request.policyName());
        return DeleteGroupPolicyResponse.builder().build();
    }

    private ListGroupPoliciesResponse listGroupPolicies(Call call, ListGroupPoliciesRequest request) {
        Page<String> page = page(identities.group(call, request.groupName()), request.marker(), request.maxItems());
        return ListGroupPoliciesResponse.builder()
                .policyNames(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private PutRolePolicyResponse putRolePolicy(Call call, PutRolePolicyRequest request) {
        put(call, identities.ownRole(call, request.roleName()), request.policyName(), request.policyDocument());
        return PutRolePolicyResponse.builder().build();
    }

    private GetRolePolicyResponse getRolePolicy(Call call, GetRolePolicyRequest request) {
        Identity role = identities.role(call, request.roleName());
        return GetRolePolicyResponse.builder()
                .roleName(role.name())
                .policyName(request.policyName())
                .policyDocument(IamModels.encoded(document(role, request.policyName())))
                .build();
    }

    private DeleteRolePolicyResponse deleteRolePolicy(Call call, DeleteRolePolicyRequest request) {
        delete(call, identities.ownRole(call, request.roleName()), request.policyName());
        return DeleteRolePolicyResponse.builder().build();
    }

    private ListRolePoliciesResponse listRolePolicies(Call call, ListRolePoliciesRequest request) {
        Page<String> page = page(identities.role(call, request.roleName()), request.marker(), request.maxItems());
        return ListRolePoliciesResponse.builder()
                .policyNames(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private void put(Call call, Identity identity, @Nullable String policyName, @Nullable String json) {
        String name = IamRules.newName("policyName", policyName, 128);
        int longest = switch (identity.kind()) {
            case USER -> 2048;
            case GROUP -> 5120;
            case ROLE -> 10_240;
        };
        String document = IamRules.document(
                PolicyKind.IDENTITY,
                "policyDocument",
                json,
                longest,
                "Maximum policy size of " + longest + " bytes exceeded for "
                        + identity.kind().spoken() + " " + identity.name());
        identities.put(call, identity.withInline(name, Optional.of(document)));
    }

    private void delete(Call call, Identity identity, @Nullable String policyName) {
        document(identity, policyName);
        identities.put(call, identity.withInline(IamRules.required("policyName", policyName), Optional.empty()));
    }

    private static String document(Identity identity, @Nullable String policyName) {
        String name = IamRules.name("policyName", policyName, 128);
        return Optional.ofNullable(identity.inline().get(name))
                .orElseThrow(() -> IamErrors.noSuchEntity(
                        "The " + identity.kind().spoken() + " policy with name " + name + " cannot be found."));
    }

    private static Page<String> page(Identity identity, @Nullable String marker, @Nullable Integer most) {
        return IamRules.page(identity.inline().keySet().stream().sorted().toList(), Function.identity(), marker, most);
    }
}
