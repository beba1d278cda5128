package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.AddUserToGroupResponse;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupResponse;
import software.amazon.awssdk.services.iam.model.DeleteGroupRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupResponse;
import software.amazon.awssdk.services.iam.model.GetGroupRequest;
import software.amazon.awssdk.services.iam.model.GetGroupResponse;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserResponse;
import software.amazon.awssdk.services.iam.model.ListGroupsRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsResponse;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupRequest;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupResponse;

/** Groups and who is in them. */
final class GroupOperations {

    private static final int MOST_GROUPS_OF_USER = 10;

    private final IamStore store;
    private final IdentityLookup identities;
    private final Ids ids;

    GroupOperations(IamStore store, Ids ids) {
        this.store = store;
        this.identities = new IdentityLookup(store);
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("CreateGroup", CreateGroupRequest::builder, this::create)
                .operation("GetGroup", GetGroupRequest::builder, this::get)
                .operation("ListGroups", ListGroupsRequest::builder, this::list)
                .operation("DeleteGroup", DeleteGroupRequest::builder, this::delete)
                .operation("AddUserToGroup", AddUserToGroupRequest::builder, this::add)
                .operation("RemoveUserFromGroup", RemoveUserFromGroupRequest::builder, this::remove)
                .operation("ListGroupsForUser", ListGroupsForUserRequest::builder, this::ofUser);
    }

    private CreateGroupResponse create(Call call, CreateGroupRequest request) {
        String name = IamRules.newName("groupName", request.groupName(), 128);
        String path = IamRules.path(request.path());
        if (store.identity(Identity.Kind.GROUP, call.account(), name).isPresent()) {
            throw IamErrors.exists("Group with name " + name + " already exists.");
        }
        Identity group = new Identity(
                Identity.Kind.GROUP,
                call.account(),
                name,
                path,
                Identity.Kind.GROUP.idPrefix() + ids.key(17),
                call.now().truncatedTo(ChronoUnit.SECONDS),
                Map.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty());
        identities.put(call, group);
        return CreateGroupResponse.builder().group(IamModels.group(group)).build();
    }

    private GetGroupResponse get(Call call, GetGroupRequest request) {
        Identity group = identities.group(call, request.groupName());
        Page<Identity> page = IamRules.page(members(call, group), Identity::key, request.marker(), request.maxItems());
        return GetGroupResponse.builder()
                .group(IamModels.group(group))
                .users(page.items().stream().map(IamModels::listedUser).toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private ListGroupsResponse list(Call call, ListGroupsRequest request) {
        Page<Identity> page = IamRules.page(
                identities.list(call, Identity.Kind.GROUP, request.pathPrefix()),
                Identity::key,
                request.marker(),
                request.maxItems());
        return ListGroupsResponse.builder()
                .groups(page.items().stream().map(IamModels::group).toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private DeleteGroupResponse delete(Call call, DeleteGroupRequest request) {
        Identity group = identities.group(call, request.groupName());
        if (!members(call, group).isEmpty()) {
            throw IamErrors.conflict("Cannot delete entity, must remove users from group first.");
        }
        identities.remove(call, group);
        return DeleteGroupResponse.builder().build();
    }

    private AddUserToGroupResponse add(Call call, AddUserToGroupRequest request) {
        Identity group = identities.group(call, request.groupName());
        Identity user = identities.user(call, request.userName());
        if (!user.groups().contains(group.name())) {
            if (user.groups().size() >= MOST_GROUPS_OF_USER) {
                throw IamErrors.limit("Cannot exceed quota for GroupsPerUser: " + MOST_GROUPS_OF_USER);
            }
            identities.put(call, user.withGroup(group.name(), true), group.arn());
        }
        return AddUserToGroupResponse.builder().build();
    }

    private RemoveUserFromGroupResponse remove(Call call, RemoveUserFromGroupRequest request) {
        Identity group = identities.group(call, request.groupName());
        Identity user = identities.user(call, request.userName());
        if (user.groups().contains(group.name())) {
            identities.put(call, user.withGroup(group.name(), false), group.arn());
        }
        return RemoveUserFromGroupResponse.builder().build();
    }

    private ListGroupsForUserResponse ofUser(Call call, ListGroupsForUserRequest request) {
        Identity user = identities.user(call, request.userName());
        List<Identity> groups = identities.list(call, Identity.Kind.GROUP, null).stream()
                .filter(group -> user.groups().contains(group.name()))
                .toList();
        Page<Identity> page = IamRules.page(groups, Identity::key, request.marker(), request.maxItems());
        return ListGroupsForUserResponse.builder()
                .groups(page.items().stream().map(IamModels::group).toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private List<Identity> members(Call call, Identity group) {
        return identities.list(call, Identity.Kind.USER, null).stream()
                .filter(user -> user.groups().contains(group.name()))
                .toList();
    }
}
