package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.GroupDetail;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.iam.model.UserDetail;

/** Everything that an account's identities and policies are, in one answer. */
final class AuthorizationDetails {

    /** One thing of the answer: an identity or a policy. */
    private record Item(String key, Optional<Identity> identity, Optional<ManagedPolicy> policy) {}

    private final IamStore store;
    private final PolicyUse use;

    AuthorizationDetails(IamStore store) {
        this.store = store;
        this.use = new PolicyUse(store);
    }

    void declare(Operations all) {
        all.operation("GetAccountAuthorizationDetails", GetAccountAuthorizationDetailsRequest::builder, this::details);
    }

    private GetAccountAuthorizationDetailsResponse details(Call call, GetAccountAuthorizationDetailsRequest request) {
        Page<Item> page =
                IamRules.page(items(call.account(), request.filter()), Item::key, request.marker(), request.maxItems());
        return GetAccountAuthorizationDetailsResponse.builder()
                .userDetailList(
                        of(page, Identity.Kind.USER).stream().map(this::user).toList())
                .groupDetailList(
                        of(page, Identity.Kind.GROUP).stream().map(this::group).toList())
                .roleDetailList(
                        of(page, Identity.Kind.ROLE).stream().map(this::role).toList())
                .policies(page.items().stream()
                        .flatMap(item -> item.policy().stream())
                        .map(policy -> policy(call.account(), policy))
                        .toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    /** In the order of their keys: groups, local policies, AWS's policies that are attached, roles, users. */
    private List<Item> items(String account, List<EntityType> filter) {
        List<Item> items = new ArrayList<>();
        if (wanted(filter, EntityType.GROUP)) {
            store.identities(Identity.Kind.GROUP, account).forEach(identity -> items.add(item(identity)));
        }
        if (wanted(filter, EntityType.LOCAL_MANAGED_POLICY)) {
            store.policies(account).forEach(policy -> items.add(item("local ", policy)));
        }
        if (wanted(filter, EntityType.AWS_MANAGED_POLICY)) {
            AwsManagedPolicies.list().stream()
                    .filter(policy -> use.attachments(account, policy.arn()) > 0)
                    .forEach(policy -> items.add(item("managed ", policy)));
        }
        if (wanted(filter, EntityType.ROLE)) {
            store.identities(Identity.Kind.ROLE, account).forEach(identity -> items.add(item(identity)));
        }
        if (wanted(filter, EntityType.USER)) {
            store.identities(Identity.Kind.USER, account).forEach(identity -> items.add(item(identity)));
        }
        return items;
    }

    private static Item item(Identity identity) {
        return new Item(identity.key(), Optional.of(identity), Optional.empty());
    }

    private static Item item(String prefix, ManagedPolicy policy) {
        return new Item(prefix + policy.arn(), Optional.empty(), Optional.of(policy));
    }

    private static boolean wanted(List<EntityType> filter, EntityType type) {
        return filter.isEmpty() || filter.contains(type);
    }

    private static List<Identity> of(Page<Item> page, Identity.Kind kind) {
        return page.items().stream()
                .flatMap(item -> item.identity().stream())
                .filter(identity -> identity.kind() == kind)
                .toList();
    }

    private UserDetail user(Identity identity) {
        User user = IamModels.user(identity);
        return UserDetail.builder()
                .path(user.path())
                .userName(user.userName())
                .userId(user.userId())
                .arn(user.arn())
                .createDate(user.createDate())
                .permissionsBoundary(user.permissionsBoundary())
                .userPolicyList(inline(identity))
                .groupList(identity.groups())
                .attachedManagedPolicies(attached(identity))
                .tags(IamModels.tags(identity.tags()))
                .build();
    }

    private GroupDetail group(Identity identity) {
        return GroupDetail.builder()
                .path(identity.path())
                .groupName(identity.name())
                .groupId(identity.id())
                .arn(identity.arn())
                .createDate(identity.created())
                .groupPolicyList(inline(identity))
                .attachedManagedPolicies(attached(identity))
                .build();
    }

    private RoleDetail role(Identity identity) {
        Role role = IamModels.role(identity);
        List<IamStore.Profile> profiles = store.profiles().under(identity.account() + "/").values().stream()
                .filter(profile ->
                        profile.role().filter(identity.name()::equals).isPresent())
                .toList();
        return RoleDetail.builder()
                .path(role.path())
                .roleName(role.roleName())
                .roleId(role.roleId())
                .arn(role.arn())
                .createDate(role.createDate())
                .assumeRolePolicyDocument(role.assumeRolePolicyDocument())
                .permissionsBoundary(role.permissionsBoundary())
                .instanceProfileList(profiles.stream()
                        .map(profile -> IamModels.profile(profile, Optional.of(identity)))
                        .toList())
                .rolePolicyList(inline(identity))
                .attachedManagedPolicies(attached(identity))
                .tags(IamModels.tags(identity.tags()))
                .roleLastUsed(role.roleLastUsed())
                .build();
    }

    private ManagedPolicyDetail policy(String account, ManagedPolicy policy) {
        return ManagedPolicyDetail.builder()
                .policyName(policy.name())
                .policyId(policy.id())
                .arn(policy.arn())
                .path(policy.path())
                .defaultVersionId(policy.defaultVersion())
                .attachmentCount(use.attachments(account, policy.arn()))
                .permissionsBoundaryUsageCount(use.boundaries(account, policy.arn()))
                .isAttachable(true)
                .description(policy.description().isEmpty() ? null : policy.description())
                .createDate(policy.created())
                .updateDate(policy.updated())
                .policyVersionList(policy.versions().stream()
                        .map(version -> IamModels.version(policy, version, true))
                        .toList())
                .build();
    }

    private static List<PolicyDetail> inline(Identity identity) {
        return identity.inline().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(policy -> PolicyDetail.builder()
                        .policyName(policy.getKey())
                        .policyDocument(IamModels.encoded(policy.getValue()))
                        .build())
                .toList();
    }

    private static List<AttachedPolicy> attached(Identity identity) {
        return identity.attached().stream().map(IamModels::attached).toList();
    }
}
