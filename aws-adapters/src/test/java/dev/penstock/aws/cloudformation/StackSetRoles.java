package dev.penstock.aws.cloudformation;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import software.amazon.awssdk.services.iam.IamClient;

/** The roles that stack sets with self-managed permissions need ("Grant self-managed permissions", CloudFormation User Guide). */
public final class StackSetRoles {

    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";

    private StackSetRoles() {}

    /** Makes both in the clients' own account. */
    public static void make(AwsClients clients) {
        IamClient iam = clients.iam(AwsScope.OWN, Use.CHANGE);
        for (String role :
                new String[] {"AWSCloudFormationStackSetAdministrationRole", "AWSCloudFormationStackSetExecutionRole"
                }) {
            iam.createRole(request -> request.roleName(role).assumeRolePolicyDocument(TRUST));
        }
    }
}
