package dev.penstock.simulator.iam;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/** What is kept, in the forms in which IAM answers. Creating, getting and listing say different much. */
final class IamModels {

    private IamModels() {}

    /** All that is known of a role. */
    static Role role(Identity role) {
        Identity.RolePart part = role.rolePart();
        return Role.builder()
                .path(role.path())
                .roleName(role.name())
                .roleId(role.id())
                .arn(role.arn())
                .createDate(role.created())
                .assumeRolePolicyDocument(encoded(part.trust()))
                .description(part.description().isEmpty() ? null : part.description())
                .maxSessionDuration(part.maxSessionDuration())
                .permissionsBoundary(boundary(role))
                .tags(tags(role.tags()))
                .roleLastUsed(RoleLastUsed.builder().build())
                .build();
    }

    /** As CreateRole answers: recorded answers have neither description nor session duration. */
    static Role createdRole(Identity role) {
        return role(role).toBuilder()
                .description(null)
                .maxSessionDuration(null)
                .roleLastUsed((RoleLastUsed) null)
                .build();
    }

    /** As lists have it: without tags, boundary and last use. */
    static Role listedRole(Identity role) {
        return role(role).toBuilder()
                .tags((List<Tag>) null)
                .permissionsBoundary((AttachedPermissionsBoundary) null)
                .roleLastUsed((RoleLastUsed) null)
                .build();
    }

    static User user(Identity user) {
        return User.builder()
                .path(user.path())
                .userName(user.name())
                .userId(user.id())
                .arn(user.arn())
                .createDate(user.created())
                .permissionsBoundary(boundary(user))
                .tags(tags(user.tags()))
                .build();
    }

    static User listedUser(Identity user) {
        return user(user).toBuilder()
                .tags((List<Tag>) null)
                .permissionsBoundary((AttachedPermissionsBoundary) null)
                .build();
    }

    static Group group(Identity group) {
        return Group.builder()
                .path(group.path())
                .groupName(group.name())
                .groupId(group.id())
                .arn(group.arn())
                .createDate(group.created())
                .build();
    }

    /** As CreatePolicy answers. */
    static Policy policy(ManagedPolicy policy, int attachments, int boundaries) {
        return Policy.builder()
                .policyName(policy.name())
                .policyId(policy.id())
                .arn(policy.arn())
                .path(policy.path())
                .defaultVersionId(policy.defaultVersion())
                .attachmentCount(attachments)
                .permissionsBoundaryUsageCount(boundaries)
                .isAttachable(true)
                .createDate(policy.created())
                .updateDate(policy.updated())
                .build();
    }

    static PolicyVersion version(ManagedPolicy policy, ManagedPolicy.Version version, boolean withDocument) {
        return PolicyVersion.builder()
                .versionId(version.id())
                .isDefaultVersion(version.id().equals(policy.defaultVersion()))
                .createDate(version.created())
                .document(withDocument ? encoded(version.document()) : null)
                .build();
    }

    static InstanceProfile profile(IamStore.Profile profile, Optional<Identity> role) {
        return InstanceProfile.builder()
                .path(profile.path())
                .instanceProfileName(profile.name())
                .instanceProfileId(profile.id())
                .arn(profile.arn())
                .createDate(profile.created())
                .roles(role.map(IamModels::createdRole).stream().toList())
                .tags(tags(profile.tags()))
                .build();
    }

    /** A managed policy as it is attached. */
    static AttachedPolicy attached(String arn) {
        return AttachedPolicy.builder()
                .policyArn(arn)
                .policyName(arn.substring(arn.lastIndexOf('/') + 1))
                .build();
    }

    /** Documents are percent-encoded in answers, as RFC 3986 has it. */
    static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static @Nullable List<Tag> tags(List<Tag> tags) {
        return tags.isEmpty() ? null : tags;
    }

    private static @Nullable AttachedPermissionsBoundary boundary(Identity identity) {
        return identity.boundary()
                .map(arn -> AttachedPermissionsBoundary.builder()
                        .permissionsBoundaryArn(arn)
                        // What AWS answers; its model lists another value.
                        .permissionsBoundaryType("Policy")
                        .build())
                .orElse(null);
    }
}
