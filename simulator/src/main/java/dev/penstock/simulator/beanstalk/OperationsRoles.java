package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.AssociateEnvironmentOperationsRoleRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.AssociateEnvironmentOperationsRoleResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DisassociateEnvironmentOperationsRoleRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DisassociateEnvironmentOperationsRoleResponse;

/** The roles that environments use for what callers may not do themselves. Source: Developer Guide, "Operations roles". */
final class OperationsRoles {

    private record Role(String arn) {}

    private final BeanstalkStore store;
    private final Roles roles;
    private final Table<Role> associated;

    OperationsRoles(Store state, BeanstalkStore store, Roles roles) {
        this.store = store;
        this.roles = roles;
        associated = state.table("beanstalk.operationsRoles", Role.class);
    }

    void declare(Operations all) {
        all.operation(
                        "AssociateEnvironmentOperationsRole",
                        AssociateEnvironmentOperationsRoleRequest::builder,
                        this::associate)
                .operation(
                        "DisassociateEnvironmentOperationsRole",
                        DisassociateEnvironmentOperationsRoleRequest::builder,
                        this::disassociate);
    }

    /** The ARN of an environment's role. */
    Optional<String> of(EnvironmentRow row) {
        return associated.get(row.id()).map(Role::arn);
    }

    private AssociateEnvironmentOperationsRoleResponse associate(
            Call call, AssociateEnvironmentOperationsRoleRequest request) {
        EnvironmentRow row = store.require(call, null, request.environmentName());
        String arn = request.operationsRole();
        if (arn == null) {
            throw BeanstalkErrors.missing("OperationsRole");
        }
        if (roles.byArn(arn).isEmpty()) {
            throw BeanstalkErrors.invalid(
                    "Unable to assume role \"" + arn + "\". Verify that the role exists and is configured correctly.");
        }
        associated.put(row.id(), new Role(arn));
        call.effect(row.arn());
        return AssociateEnvironmentOperationsRoleResponse.builder().build();
    }

    private DisassociateEnvironmentOperationsRoleResponse disassociate(
            Call call, DisassociateEnvironmentOperationsRoleRequest request) {
        EnvironmentRow row = store.require(call, null, request.environmentName());
        associated.remove(row.id());
        call.effect(row.arn());
        return DisassociateEnvironmentOperationsRoleResponse.builder().build();
    }
}
