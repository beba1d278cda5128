package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.wire.ServiceError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * IAM: roles. {@code PassRole} and trust policies are not enforced; services check that a role they are given exists.
 *
 * <p>Source of codes and limits: IAM API Reference.
 */
public final class Iam {

    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

    private final Roles roles;
    private final Ids ids;

    public Iam(Roles roles, Ids ids) {
        this.roles = roles;
        this.ids = ids;
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "iam",
                new ServiceDefinition.Protocol.Query("2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/"),
                all -> all.operation("CreateRole", CreateRoleRequest::builder, this::createRole)
                        .operation("GetRole", GetRoleRequest::builder, this::getRole)
                        .operation("ListRoles", ListRolesRequest::builder, this::listRoles)
                        .operation("DeleteRole", DeleteRoleRequest::builder, this::deleteRole));
    }

    private CreateRoleResponse createRole(Call call, CreateRoleRequest request) {
        String name = required("roleName", request.roleName());
        if (!NAME.matcher(name).matches()) {
            throw ServiceError.client(
                    "ValidationError",
                    "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or"
                            + " the following: +=,.@_-");
        }
        String trust = required("assumeRolePolicyDocument", request.assumeRolePolicyDocument());
        if (!trust.stripLeading().startsWith("{")) {
            throw ServiceError.client("MalformedPolicyDocument", "This policy contains invalid Json");
        }
        String key = Roles.key(call.account(), name);
        if (roles.table().has(key)) {
            throw ServiceError.of(409, "EntityAlreadyExists", "Role with name " + name + " already exists.");
        }
        String path = request.path() == null ? "/" : request.path();
        Role role = Role.builder()
                .roleName(name)
                .path(path)
                .roleId("AROA" + ids.key(17))
                .arn("arn:aws:iam::" + call.account() + ":role" + path + name)
                .createDate(call.now())
                .assumeRolePolicyDocument(
                        URLEncoder.encode(trust, StandardCharsets.UTF_8).replace("+", "%20"))
                .description(request.description())
                .maxSessionDuration(request.maxSessionDuration() == null ? 3600 : request.maxSessionDuration())
                .tags(request.hasTags() ? request.tags() : null)
                .build();
        roles.table().put(key, new Roles.Row(role));
        call.effect(role.arn());
        // AWS leaves these out here and says them in GetRole.
        Role answered =
                role.toBuilder().maxSessionDuration(null).description(null).build();
        return CreateRoleResponse.builder().role(answered).build();
    }

    private GetRoleResponse getRole(Call call, GetRoleRequest request) {
        return GetRoleResponse.builder().role(role(call, request.roleName())).build();
    }

    private ListRolesResponse listRoles(Call call, ListRolesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        List<Role> all = roles.table().under(call.account() + "/").values().stream()
                .map(Roles.Row::role)
                .filter(role -> role.path().startsWith(prefix))
                .toList();
        Page<Role> page = Page.of(all, Role::roleName, request.marker(), request.maxItems(), 100);
        return ListRolesResponse.builder()
                .roles(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private DeleteRoleResponse deleteRole(Call call, DeleteRoleRequest request) {
        Role role = role(call, request.roleName());
        roles.table().remove(Roles.key(call.account(), role.roleName()));
        call.effect(role.arn());
        return DeleteRoleResponse.builder().build();
    }

    private Role role(Call call, @Nullable String name) {
        return roles.table()
                .get(Roles.key(call.account(), required("roleName", name)))
                .map(Roles.Row::role)
                .orElseThrow(
                        () -> ServiceError.of(404, "NoSuchEntity", "The role with name " + name + " cannot be found."));
    }

    private static String required(String member, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ServiceError.client(
                    "ValidationError",
                    "1 validation error detected: Value null at '" + member
                            + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }
}
