package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/** {@code AWS::IAM::Role}: Ref is the name. */
final class IamRole extends ServiceHandler {

    static final String TYPE = "AWS::IAM::Role";
    private static final String NAME = "RoleName";
    private static final String TAGS = "Tags";
    private static final String TRUST = "AssumeRolePolicyDocument";
    private static final String BOUNDARY = "PermissionsBoundary";
    private static final String[] POLICIES = {"ManagedPolicyArns", "Policies"};

    IamRole() {
        super(TYPE, "iam");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.without(POLICIES)
                .with(NAME, given.text(NAME, context.generatedName(64)))
                .with(TAGS, TagSet.property(TagSet.given(context, given, TAGS)));
        Role role = call(context, fill(CreateRoleRequest.builder(), asked).build(), CreateRoleResponse.class)
                .role();
        holder(context, role.roleName()).change(Properties.none(), given);
        return done(role.roleName(), "Arn", role.arn(), "RoleId", role.roleId());
    }

    private IamHolder holder(ResourceContext context, String name) {
        return new IamHolder(this, context, IamHolder.Kind.ROLE, name);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String name = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (asked.changed(old, TRUST)) {
            UpdateAssumeRolePolicyRequest request = UpdateAssumeRolePolicyRequest.builder()
                    .roleName(name)
                    .policyDocument(asked.require(TRUST))
                    .build();
            call(context, request, UpdateAssumeRolePolicyResponse.class);
        }
        if (asked.changed(old, "Description", "MaxSessionDuration")) {
            UpdateRoleRequest.Builder request =
                    UpdateRoleRequest.builder().roleName(name).description("").maxSessionDuration(3600);
            call(
                    context,
                    fill(request, asked.only("Description", "MaxSessionDuration"))
                            .build(),
                    UpdateRoleResponse.class);
        }
        if (asked.changed(old, BOUNDARY)) {
            changeBoundary(context, name, asked.text(BOUNDARY));
        }
        holder(context, name).change(old, asked);
        tag(context, name, TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    private void changeBoundary(ResourceContext context, String name, Optional<String> boundary) {
        if (boundary.isPresent()) {
            PutRolePermissionsBoundaryRequest request = PutRolePermissionsBoundaryRequest.builder()
                    .roleName(name)
                    .permissionsBoundary(boundary.get())
                    .build();
            call(context, request, PutRolePermissionsBoundaryResponse.class);
        } else {
            remove(
                    context,
                    DeleteRolePermissionsBoundaryRequest.builder()
                            .roleName(name)
                            .build(),
                    DeleteRolePermissionsBoundaryResponse.class);
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
            call(context, TagRoleRequest.builder().roleName(name).tags(tags).build(), TagRoleResponse.class);
        }
        if (!change.removed().isEmpty()) {
            call(
                    context,
                    UntagRoleRequest.builder()
                            .roleName(name)
                            .tagKeys(change.removed())
                            .build(),
                    UntagRoleResponse.class);
        }
    }

    /** What the template gave it goes with it; what others gave it keeps it. */
    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        holder(context, resource.physicalId()).change(Properties.of(resource.properties()), Properties.none());
        remove(
                context,
                DeleteRoleRequest.builder().roleName(resource.physicalId()).build(),
                DeleteRoleResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        GetRoleRequest request =
                GetRoleRequest.builder().roleName(resource.physicalId()).build();
        return find(context, request, GetRoleResponse.class)
                .map(GetRoleResponse::role)
                .map(role -> {
                    Properties now = Properties.of(PropertyShapes.current(
                            given.without(TRUST, BOUNDARY, TAGS)
                                    .without(POLICIES)
                                    .structure(),
                            role));
                    Properties trusting = given.get(TRUST)
                            .map(trust -> now.with(TRUST, IamDocuments.read(role.assumeRolePolicyDocument(), trust)))
                            .orElse(now);
                    Properties bounded = role.permissionsBoundary() == null
                            ? trusting
                            : trusting.with(BOUNDARY, role.permissionsBoundary().permissionsBoundaryArn());
                    return bounded.withGiven(
                                    TAGS, given, role.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)))
                            .withAll(given.only(POLICIES))
                            .structure();
                });
    }
}
