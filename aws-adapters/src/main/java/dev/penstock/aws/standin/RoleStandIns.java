package dev.penstock.aws.standin;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;

/** Makes roles of IAM. */
final class RoleStandIns {

    private final AwsClients clients;

    RoleStandIns(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * Makes a role, unless it is there.
     *
     * @param trust who may assume it, as a policy document
     * @return its ARN
     */
    String role(AwsScope scope, String name, String trust) {
        return clients.call("iam:CreateRole", "make the role " + name, () -> {
            IamClient iam = clients.iam(scope, Use.CHANGE);
            try {
                return iam.createRole(request -> request.roleName(name).assumeRolePolicyDocument(trust))
                        .role()
                        .arn();
            } catch (EntityAlreadyExistsException e) {
                return iam.getRole(request -> request.roleName(name)).role().arn();
            }
        });
    }

    /**
     * Makes a role.
     *
     * @param name with its path, as it stands in the role's ARN
     * @param trust who may assume it, as a policy document
     * @return false if it is there
     */
    boolean make(AwsScope scope, String name, String trust) {
        int end = name.lastIndexOf('/') + 1;
        return clients.call("iam:CreateRole", "make the role " + name, () -> {
            try {
                clients.iam(scope, Use.CHANGE)
                        .createRole(request -> request.path("/" + name.substring(0, end))
                                .roleName(name.substring(end))
                                .assumeRolePolicyDocument(trust));
                return true;
            } catch (EntityAlreadyExistsException e) {
                return false;
            }
        });
    }
}
