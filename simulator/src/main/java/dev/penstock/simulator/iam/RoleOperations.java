package dev.penstock.simulator.iam;

import dev.penstock.simulator.policy.PolicyKind;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/** Roles: their life, trust policies, tags and boundaries. */
final class RoleOperations {

    private static final int SHORTEST_SESSION = 3600;
    private static final int LONGEST_SESSION = 43_200;

    private final IamStore store;
    private final IdentityLookup identities;
    private final Boundaries boundaries;
    private final Ids ids;

    RoleOperations(IamStore store, Ids ids) {
        this.store = store;
        this.identities = new IdentityLookup(store);
        this.boundaries = new Boundaries(store);
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("CreateRole", CreateRoleRequest::builder, this::create)
                .operation("GetRole", GetRoleRequest::builder, this::get)
                .operation("ListRoles", ListRolesRequest::builder, this::list)
                .operation("UpdateRole", UpdateRoleRequest::builder, this::update)
                .operation("UpdateRoleDescription", UpdateRoleDescriptionRequest::builder, this::describe)
                .operation("UpdateAssumeRolePolicy", UpdateAssumeRolePolicyRequest::builder, this::updateTrust)
                .operation("DeleteRole", DeleteRoleRequest::builder, this::delete)
                .operation("TagRole", TagRoleRequest::builder, this::tag)
                .operation("UntagRole", UntagRoleRequest::builder, this::untag)
                .operation("ListRoleTags", ListRoleTagsRequest::builder, this::tags)
                .operation("PutRolePermissionsBoundary", PutRolePermissionsBoundaryRequest::builder, this::putBoundary)
                .operation(
                        "DeleteRolePermissionsBoundary",
                        DeleteRolePermissionsBoundaryRequest::builder,
                        this::deleteBoundary);
    }

    private CreateRoleResponse create(Call call, CreateRoleRequest request) {
        String name = IamRules.newName("roleName", request.roleName(), 64);
        String path = IamRules.path(request.path());
        String trust = trust("assumeRolePolicyDocument", request.assumeRolePolicyDocument());
        int session = session(request.maxSessionDuration(), SHORTEST_SESSION);
        List<Tag> tags = IamRules.tagged(List.of(), request.tags());
        if (store.identity(Identity.Kind.ROLE, call.account(), name).isPresent()) {
            throw IamErrors.exists("Role with name " + name + " already exists.");
        }
        String description = request.description() == null ? "" : request.description();
        Identity role = new Identity(
                Identity.Kind.ROLE,
                call.account(),
                name,
                path,
                Identity.Kind.ROLE.idPrefix() + ids.key(17),
                call.now().truncatedTo(ChronoUnit.SECONDS),
                Map.of(),
                List.of(),
                boundaries.checked(request.permissionsBoundary()),
                tags,
                List.of(),
                Optional.of(new Identity.RolePart(trust, description, session, "")));
        identities.put(call, role);
        return CreateRoleResponse.builder().role(IamModels.createdRole(role)).build();
    }

    private GetRoleResponse get(Call call, GetRoleRequest request) {
        return GetRoleResponse.builder()
                .role(IamModels.role(identities.role(call, request.roleName())))
                .build();
    }

    private ListRolesResponse list(Call call, ListRolesRequest request) {
        Page<Identity> page = IamRules.page(
                identities.list(call, Identity.Kind.ROLE, request.pathPrefix()),
                Identity::key,
                request.marker(),
                request.maxItems());
        return ListRolesResponse.builder()
                .roles(page.items().stream().map(IamModels::listedRole).toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private UpdateRoleResponse update(Call call, UpdateRoleRequest request) {
        Identity role = identities.ownRole(call, request.roleName());
        Identity.RolePart part = role.rolePart();
        String description = request.description() == null ? part.description() : request.description();
        int session = session(request.maxSessionDuration(), part.maxSessionDuration());
        identities.put(call, role.withRole(new Identity.RolePart(part.trust(), description, session, "")));
        return UpdateRoleResponse.builder().build();
    }

    private UpdateRoleDescriptionResponse describe(Call call, UpdateRoleDescriptionRequest request) {
        Identity role = identities.role(call, request.roleName());
        Identity.RolePart part = role.rolePart();
        String description = request.description() == null ? "" : request.description();
        Identity described = role.withRole(
                new Identity.RolePart(part.trust(), description, part.maxSessionDuration(), part.linkedService()));
        identities.put(call, described);
        return UpdateRoleDescriptionResponse.builder()
                .role(IamModels.role(described))
                .build();
    }

    private UpdateAssumeRolePolicyResponse updateTrust(Call call, UpdateAssumeRolePolicyRequest request) {
        Identity role = identities.ownRole(call, request.roleName());
        identities.put(
                call, role.withRole(role.rolePart().withTrust(trust("policyDocument", request.policyDocument()))));
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    private DeleteRoleResponse delete(Call call, DeleteRoleRequest request) {
        Identity role = identities.ownRole(call, request.roleName());
        boolean inProfile = store.profiles().under(call.account() + "/").values().stream()
                .anyMatch(profile -> profile.role().filter(role.name()::equals).isPresent());
        if (inProfile) {
            throw IamErrors.conflict("Cannot delete entity, must remove roles from instance profile first.");
        }
        identities.remove(call, role);
        return DeleteRoleResponse.builder().build();
    }

    private TagRoleResponse tag(Call call, TagRoleRequest request) {
        Identity role = identities.role(call, request.roleName());
        identities.put(call, role.withTags(IamRules.tagged(role.tags(), request.tags())));
        return TagRoleResponse.builder().build();
    }

    private UntagRoleResponse untag(Call call, UntagRoleRequest request) {
        Identity role = identities.role(call, request.roleName());
        identities.put(call, role.withTags(IamRules.untagged(role.tags(), request.tagKeys())));
        return UntagRoleResponse.builder().build();
    }

    private ListRoleTagsResponse tags(Call call, ListRoleTagsRequest request) {
        Identity role = identities.role(call, request.roleName());
        Page<Tag> page = IamRules.tags(role.tags(), request.marker(), request.maxItems());
        return ListRoleTagsResponse.builder()
                .tags(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private PutRolePermissionsBoundaryResponse putBoundary(Call call, PutRolePermissionsBoundaryRequest request) {
        Identity role = identities.ownRole(call, request.roleName());
        identities.put(call, role.withBoundary(boundaries.required(request.permissionsBoundary())));
        return PutRolePermissionsBoundaryResponse.builder().build();
    }

    private DeleteRolePermissionsBoundaryResponse deleteBoundary(
            Call call, DeleteRolePermissionsBoundaryRequest request) {
        Identity role = identities.ownRole(call, request.roleName());
        identities.put(call, role.withBoundary(Optional.empty()));
        return DeleteRolePermissionsBoundaryResponse.builder().build();
    }

    private static String trust(String member, @Nullable String json) {
        return IamRules.document(PolicyKind.TRUST, member, json, 2048, "Cannot exceed quota for ACLSizePerRole: 2048");
    }

    private static int session(@Nullable Integer asked, int otherwise) {
        int seconds = asked == null ? otherwise : asked;
        if (seconds < SHORTEST_SESSION) {
            throw IamErrors.constraint("maxSessionDuration", "have value greater than or equal to " + SHORTEST_SESSION);
        }
        if (seconds > LONGEST_SESSION) {
            throw IamErrors.constraint("maxSessionDuration", "have value less than or equal to " + LONGEST_SESSION);
        }
        return seconds;
    }
}
