package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.Role;

/** {@code AWS::IAM::InstanceProfile}: Ref is the name. */
final class IamInstanceProfile extends ServiceHandler {

    static final String TYPE = "AWS::IAM::InstanceProfile";
    private static final String NAME = "InstanceProfileName";
    private static final String ROLES = "Roles";

    IamInstanceProfile() {
        super(TYPE, "iam");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.without(ROLES).with(NAME, given.text(NAME, context.generatedName(128)));
        InstanceProfile made = call(
                        context,
                        fill(CreateInstanceProfileRequest.builder(), asked).build(),
                        CreateInstanceProfileResponse.class)
                .instanceProfile();
        given.texts(ROLES).forEach(role -> add(context, made.instanceProfileName(), role));
        return done(made.instanceProfileName(), "Arn", made.arn());
    }

    private void add(ResourceContext context, String profile, String role) {
        AddRoleToInstanceProfileRequest request = AddRoleToInstanceProfileRequest.builder()
                .instanceProfileName(profile)
                .roleName(role)
                .build();
        call(context, request, AddRoleToInstanceProfileResponse.class);
    }

    private void take(ResourceContext context, String profile, String role) {
        RemoveRoleFromInstanceProfileRequest request = RemoveRoleFromInstanceProfileRequest.builder()
                .instanceProfileName(profile)
                .roleName(role)
                .build();
        remove(context, request, RemoveRoleFromInstanceProfileResponse.class);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (asked.changed(old, ROLES)) {
            old.texts(ROLES).forEach(role -> take(context, before.physicalId(), role));
            asked.texts(ROLES).forEach(role -> add(context, before.physicalId(), role));
        }
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        String profile = resource.physicalId();
        Properties.of(resource.properties()).texts(ROLES).forEach(role -> take(context, profile, role));
        remove(
                context,
                DeleteInstanceProfileRequest.builder()
                        .instanceProfileName(profile)
                        .build(),
                DeleteInstanceProfileResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        GetInstanceProfileRequest request = GetInstanceProfileRequest.builder()
                .instanceProfileName(resource.physicalId())
                .build();
        return find(context, request, GetInstanceProfileResponse.class)
                .map(GetInstanceProfileResponse::instanceProfile)
                .map(profile -> Properties.of(
                                PropertyShapes.current(given.without(ROLES).structure(), profile))
                        .with(
                                ROLES,
                                array(profile.roles().stream()
                                        .map(Role::roleName)
                                        .toList()))
                        .structure());
    }
}
