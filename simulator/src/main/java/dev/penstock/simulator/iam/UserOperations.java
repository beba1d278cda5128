package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.ServiceError;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListUserTagsRequest;
import software.amazon.awssdk.services.iam.model.ListUserTagsResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagUserRequest;
import software.amazon.awssdk.services.iam.model.TagUserResponse;
import software.amazon.awssdk.services.iam.model.UntagUserRequest;
import software.amazon.awssdk.services.iam.model.UntagUserResponse;
import software.amazon.awssdk.services.iam.model.User;

/** Users: their life, tags and boundaries. */
final class UserOperations {

    private final IamStore store;
    private final IdentityLookup identities;
    private final Boundaries boundaries;
    private final Ids ids;

    UserOperations(IamStore store, Ids ids) {
        this.store = store;
        this.identities = new IdentityLookup(store);
        this.boundaries = new Boundaries(store);
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("CreateUser", CreateUserRequest::builder, this::create)
                .operation("GetUser", GetUserRequest::builder, this::get)
                .operation("ListUsers", ListUsersRequest::builder, this::list)
                .operation("DeleteUser", DeleteUserRequest::builder, this::delete)
                .operation("TagUser", TagUserRequest::builder, this::tag)
                .operation("UntagUser", UntagUserRequest::builder, this::untag)
                .operation("ListUserTags", ListUserTagsRequest::builder, this::tags)
                .operation("PutUserPermissionsBoundary", PutUserPermissionsBoundaryRequest::builder, this::putBoundary)
                .operation(
                        "DeleteUserPermissionsBoundary",
                        DeleteUserPermissionsBoundaryRequest::builder,
                        this::deleteBoundary);
    }

    private CreateUserResponse create(Call call, CreateUserRequest request) {
        String name = IamRules.newName("userName", request.userName(), 64);
        String path = IamRules.path(request.path());
        List<Tag> tags = IamRules.tagged(List.of(), request.tags());
        if (store.identity(Identity.Kind.USER, call.account(), name).isPresent()) {
            throw IamErrors.exists("User with name " + name + " already exists.");
        }
        Identity user = new Identity(
                Identity.Kind.USER,
                call.account(),
                name,
                path,
                Identity.Kind.USER.idPrefix() + ids.key(17),
                call.now().truncatedTo(ChronoUnit.SECONDS),
                Map.of(),
                List.of(),
                boundaries.checked(request.permissionsBoundary()),
                tags,
                List.of(),
                Optional.empty());
        identities.put(call, user);
        return CreateUserResponse.builder().user(IamModels.user(user)).build();
    }

    /** Without a name it is the caller: a user, or the root, which has no name. */
    private GetUserResponse get(Call call, GetUserRequest request) {
        String principal = call.caller().principal();
        if (request.userName() != null) {
            return answer(identities.user(call, request.userName()));
        }
        if (principal.endsWith(":root")) {
            return GetUserResponse.builder()
                    .user(User.builder()
                            .userId(call.account())
                            .arn(principal)
                            .createDate(call.now().truncatedTo(ChronoUnit.DAYS))
                            .build())
                    .build();
        }
        if (!principal.contains(":user/")) {
            throw ServiceError.client(
                    "ValidationError", "Must specify userName when calling with non-User credentials");
        }
        return answer(identities.user(call, principal.substring(principal.lastIndexOf('/') + 1)));
    }

    private static GetUserResponse answer(Identity user) {
        return GetUserResponse.builder().user(IamModels.user(user)).build();
    }

    private ListUsersResponse list(Call call, ListUsersRequest request) {
        Page<Identity> page = IamRules.page(
                identities.list(call, Identity.Kind.USER, request.pathPrefix()),
                Identity::key,
                request.marker(),
                request.maxItems());
        return ListUsersResponse.builder()
                .users(page.items().stream().map(IamModels::listedUser).toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private DeleteUserResponse delete(Call call, DeleteUserRequest request) {
        Identity user = identities.user(call, request.userName());
        boolean hasKeys = store.keys().all().stream()
                .anyMatch(key ->
                        key.account().equals(call.account()) && key.user().equals(user.name()));
        if (hasKeys) {
            throw IamErrors.conflict("Cannot delete entity, must delete access keys first.");
        }
        boolean hasServiceCredentials = store.serviceCredentials().all().stream()
                .anyMatch(known ->
                        known.account().equals(call.account()) && known.user().equals(user.name()));
        if (!user.groups().isEmpty() || hasServiceCredentials) {
            throw IamErrors.conflict("Cannot delete entity, must remove referenced objects first.");
        }
        identities.remove(call, user);
        return DeleteUserResponse.builder().build();
    }

    private TagUserResponse tag(Call call, TagUserRequest request) {
        Identity user = identities.user(call, request.userName());
        identities.put(call, user.withTags(IamRules.tagged(user.tags(), request.tags())));
        return TagUserResponse.builder().build();
    }

    private UntagUserResponse untag(Call call, UntagUserRequest request) {
        Identity user = identities.user(call, request.userName());
        identities.put(call, user.withTags(IamRules.untagged(user.tags(), request.tagKeys())));
        return UntagUserResponse.builder().build();
    }

    private ListUserTagsResponse tags(Call call, ListUserTagsRequest request) {
        Page<Tag> page =
                IamRules.tags(identities.user(call, request.userName()).tags(), request.marker(), request.maxItems());
        return ListUserTagsResponse.builder()
                .tags(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private PutUserPermissionsBoundaryResponse putBoundary(Call call, PutUserPermissionsBoundaryRequest request) {
        Identity user = identities.user(call, request.userName());
        identities.put(call, user.withBoundary(boundaries.required(request.permissionsBoundary())));
        return PutUserPermissionsBoundaryResponse.builder().build();
    }

    private DeleteUserPermissionsBoundaryResponse deleteBoundary(
            Call call, DeleteUserPermissionsBoundaryRequest request) {
        Identity user = identities.user(call, request.userName());
        identities.put(call, user.withBoundary(Optional.empty()));
        return DeleteUserPermissionsBoundaryResponse.builder().build();
    }
}
