package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Credential;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Ids;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Role;

/** In whose name stacks work: a service role's, if there is one, else that of who asks. */
final class ServiceRoles {

    private static final String SESSION = "AWSCloudFormation";

    private final Roles roles;
    private final Identities identities;
    private final Ids ids;
    private final boolean enforcing;

    /** @param enforcing whether policies count; a role's trust policy then has to name CloudFormation */
    ServiceRoles(Roles roles, Identities identities, Ids ids, boolean enforcing) {
        this.roles = roles;
        this.identities = identities;
        this.ids = ids;
        this.enforcing = enforcing;
    }

    /**
     * Assumes a service role.
     *
     * @param roleArn empty for none: the caller then works itself
     * @throws dev.penstock.simulator.wire.ServiceError when there is no such role, or it does not trust CloudFormation
     */
    Caller assume(Caller caller, Optional<String> roleArn, Instant now) {
        return roleArn.filter(arn -> !arn.isEmpty())
                .map(arn -> assume(caller.region(), arn, "cloudformation.amazonaws.com", now))
                .orElse(caller);
    }

    /** Assumes a role for somebody whom it has to trust. */
    Caller assume(String region, String roleArn, String trusted, Instant now) {
        Role role = roles.byArn(roleArn)
                .filter(found -> !enforcing || trusts(found, trusted))
                .orElseThrow(
                        () -> CloudFormationErrors.validation("Role " + roleArn + " is invalid or cannot be assumed"));
        String account = role.arn().split(":", -1)[4];
        String assumed = "arn:aws:sts::" + account + ":assumed-role/" + role.roleName() + "/" + SESSION;
        String key = "ASIA" + ids.key(16);
        identities.issue(
                key,
                new Credential(
                        account,
                        assumed,
                        role.roleId() + ":" + SESSION,
                        role.arn(),
                        Optional.empty(),
                        true,
                        now,
                        List.of(),
                        Map.of(),
                        List.of(),
                        true));
        return new Caller(account, region, assumed, role.roleId() + ":" + SESSION, key);
    }

    private static boolean trusts(Role role, String trusted) {
        String document = role.assumeRolePolicyDocument() == null ? "" : role.assumeRolePolicyDocument();
        return URLDecoder.decode(document, StandardCharsets.UTF_8).contains(trusted);
    }
}
