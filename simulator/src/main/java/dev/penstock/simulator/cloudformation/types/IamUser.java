package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.AddUserToGroupResponse;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupRequest;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagUserRequest;
import software.amazon.awssdk.services.iam.model.TagUserResponse;
import software.amazon.awssdk.services.iam.model.UntagUserRequest;
import software.amazon.awssdk.services.iam.model.UntagUserResponse;
import software.amazon.awssdk.services.iam.model.UpdateUserRequest;
import software.amazon.awssdk.services.iam.model.UpdateUserResponse;
import software.amazon.awssdk.services.iam.model.User;

/** {@code AWS::IAM::User}: Ref is the name. */
final class IamUser extends ServiceHandler {

    static final String TYPE = "AWS::IAM::User";
    private static final String NAME = "UserName";
    private static final String TAGS = "Tags";
    private static final String BOUNDARY = "PermissionsBoundary";
    private static final String GROUPS = "Groups";
    private static final String[] BESIDE = {"ManagedPolicyArns", "Policies", GROUPS};

    IamUser() {
        super(TYPE, "iam");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        if (given.has("LoginProfile")) {
            throw ServiceError.notSimulated("The property LoginProfile of " + TYPE, "all other properties");
        }
        Properties asked = given.without(BESIDE)
                .with(NAME, given.text(NAME, context.generatedName(64)))
                .with(TAGS, TagSet.property(TagSet.given(context, given, TAGS)));
        User user = call(context, fill(CreateUserRequest.builder(), asked).build(), CreateUserResponse.class)
                .user();
        holder(context, user.userName()).change(Properties.none(), given);
        join(context, user.userName(), List.of(), given.texts(GROUPS));
        return done(user.userName(), "Arn", user.arn());
    }

    private IamHolder holder(ResourceContext context, String name) {
        return new IamHolder(this, context, IamHolder.Kind.USER, name);
    }

    private void join(ResourceContext context, String user, List<String> before, List<String> after) {
        for (String group : after) {
            if (!before.contains(group)) {
                call(
                        context,
                        AddUserToGroupRequest.builder()
                                .userName(user)
                                .groupName(group)
                                .build(),
                        AddUserToGroupResponse.class);
            }
        }
        for (String group : before) {
            if (!after.contains(group)) {
                remove(
                        context,
                        RemoveUserFromGroupRequest.builder()
                                .userName(user)
                                .groupName(group)
                                .build(),
                        RemoveUserFromGroupResponse.class);
            }
        }
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String name = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (asked.changed(old, "Path")) {
            UpdateUserRequest request = UpdateUserRequest.builder()
                    .userName(name)
                    .newPath(asked.text("Path", "/"))
                    .build();
            call(context, request, UpdateUserResponse.class);
        }
        if (asked.changed(old, BOUNDARY)) {
            changeBoundary(context, name, asked.text(BOUNDARY));
        }
        holder(context, name).change(old, asked);
        join(context, name, old.texts(GROUPS), asked.texts(GROUPS));
        tag(context, name, TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    private void changeBoundary(ResourceContext context, String name, Optional<String> boundary) {
        if (boundary.isPresent()) {
            PutUserPermissionsBoundaryRequest request = PutUserPermissionsBoundaryRequest.builder()
                    .userName(name)
                    .permissionsBoundary(boundary.get())
                    .build();
            call(context, request, PutUserPermissionsBoundaryResponse.class);
        } else {
            remove(
                    context,
                    DeleteUserPermissionsBoundaryRequest.builder()
                            .userName(name)
                            .build(),
                    DeleteUserPermissionsBoundaryResponse.class);
        }
    }

    private void tag(ResourceContext context, String name, TagSet.Change change) {
        if (!change.set().isEmpty()) {
            List<Tag> tags = change.set().entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            call(context, TagUserRequest.builder().userName(name).tags(tags).build(), TagUserResponse.class);
        }
        if (!change.removed().isEmpty()) {
            call(
                    context,
                    UntagUserRequest.builder()
                            .userName(name)
                            .tagKeys(change.removed())
                            .build(),
                    UntagUserResponse.class);
        }
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        String name = resource.physicalId();
        holder(context, name).change(given, Properties.none());
        join(context, name, given.texts(GROUPS), List.of());
        remove(context, DeleteUserRequest.builder().userName(name).build(), DeleteUserResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        GetUserRequest request =
                GetUserRequest.builder().userName(resource.physicalId()).build();
        return find(context, request, GetUserResponse.class)
                .map(GetUserResponse::user)
                .map(user -> {
                    Properties now = Properties.of(PropertyShapes.current(
                            given.without(BOUNDARY, TAGS).without(BESIDE).structure(), user));
                    Properties bounded = user.permissionsBoundary() == null
                            ? now
                            : now.with(BOUNDARY, user.permissionsBoundary().permissionsBoundaryArn());
                    return bounded.withGiven(
                                    TAGS, given, user.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)))
                            .withAll(given.only(BESIDE))
                            .structure();
                });
    }
}
