package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/** {@code AWS::IAM::ServiceLinkedRole}: Ref is the role's name. */
final class IamServiceLinkedRole extends ServiceHandler {

    static final String TYPE = "AWS::IAM::ServiceLinkedRole";

    IamServiceLinkedRole() {
        super(TYPE, "iam");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        CreateServiceLinkedRoleRequest request = fill(
                        CreateServiceLinkedRoleRequest.builder(), Properties.of(properties))
                .build();
        String name = call(context, request, CreateServiceLinkedRoleResponse.class)
                .role()
                .roleName();
        return done(name, "RoleName", name);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        if (!asked.text("Description", "")
                .equals(Properties.of(before.properties()).text("Description", ""))) {
            describe(context, before, asked);
        }
        return unchanged(before);
    }

    private void describe(ResourceContext context, Deployed before, Properties asked) {
        UpdateRoleRequest request = UpdateRoleRequest.builder()
                .roleName(before.physicalId())
                .description(asked.text("Description", ""))
                .build();
        call(context, request, UpdateRoleResponse.class);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        DeleteServiceLinkedRoleRequest request = DeleteServiceLinkedRoleRequest.builder()
                .roleName(resource.physicalId())
                .build();
        remove(context, request, DeleteServiceLinkedRoleResponse.class);
        return unchanged(resource);
    }
}
