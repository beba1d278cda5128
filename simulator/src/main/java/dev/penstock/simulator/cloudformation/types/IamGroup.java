package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupResponse;
import software.amazon.awssdk.services.iam.model.DeleteGroupRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupResponse;
import software.amazon.awssdk.services.iam.model.GetGroupRequest;
import software.amazon.awssdk.services.iam.model.GetGroupResponse;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.UpdateGroupRequest;
import software.amazon.awssdk.services.iam.model.UpdateGroupResponse;

/** {@code AWS::IAM::Group}: Ref is the name. */
final class IamGroup extends ServiceHandler {

    static final String TYPE = "AWS::IAM::Group";
    private static final String NAME = "GroupName";
    private static final String[] POLICIES = {"ManagedPolicyArns", "Policies"};

    IamGroup() {
        super(TYPE, "iam");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.without(POLICIES).with(NAME, given.text(NAME, context.generatedName(128)));
        Group group = call(context, fill(CreateGroupRequest.builder(), asked).build(), CreateGroupResponse.class)
                .group();
        holder(context, group.groupName()).change(Properties.none(), given);
        return done(group.groupName(), "Arn", group.arn());
    }

    private IamHolder holder(ResourceContext context, String name) {
        return new IamHolder(this, context, IamHolder.Kind.GROUP, name);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (asked.changed(old, "Path")) {
            UpdateGroupRequest request = UpdateGroupRequest.builder()
                    .groupName(before.physicalId())
                    .newPath(asked.text("Path", "/"))
                    .build();
            call(context, request, UpdateGroupResponse.class);
        }
        holder(context, before.physicalId()).change(old, asked);
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        holder(context, resource.physicalId()).change(Properties.of(resource.properties()), Properties.none());
        remove(
                context,
                DeleteGroupRequest.builder().groupName(resource.physicalId()).build(),
                DeleteGroupResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        GetGroupRequest request =
                GetGroupRequest.builder().groupName(resource.physicalId()).build();
        return find(context, request, GetGroupResponse.class)
                .map(found -> Properties.of(
                                PropertyShapes.current(given.without(POLICIES).structure(), found.group()))
                        .withAll(given.only(POLICIES))
                        .structure());
    }
}
