package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.AddUserToGroupResponse;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupRequest;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupResponse;

/** {@code AWS::IAM::UserToGroupAddition}: Ref is a generated name. */
final class IamUserToGroupAddition extends ServiceHandler {

    static final String TYPE = "AWS::IAM::UserToGroupAddition";
    private static final String GROUP = "GroupName";
    private static final String USERS = "Users";

    IamUserToGroupAddition() {
        super(TYPE, "iam");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        add(context, Properties.of(properties));
        return done(context.generatedName(255));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        add(context, asked);
        boolean moved = asked.changed(old, GROUP);
        old.texts(USERS).stream()
                .filter(user -> moved || !asked.texts(USERS).contains(user))
                .forEach(user -> take(context, old.require(GROUP), user));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        given.texts(USERS).forEach(user -> take(context, given.require(GROUP), user));
        return unchanged(resource);
    }

    private void add(ResourceContext context, Properties asked) {
        for (String user : asked.texts(USERS)) {
            AddUserToGroupRequest request = AddUserToGroupRequest.builder()
                    .groupName(asked.require(GROUP))
                    .userName(user)
                    .build();
            call(context, request, AddUserToGroupResponse.class);
        }
    }

    private void take(ResourceContext context, String group, String user) {
        RemoveUserFromGroupRequest request = RemoveUserFromGroupRequest.builder()
                .groupName(group)
                .userName(user)
                .build();
        remove(context, request, RemoveUserFromGroupResponse.class);
    }
}
