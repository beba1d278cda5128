package dev.penstock.simulator.iam;

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

/** Sessions of roles that services assume to do something on a customer's behalf. */
public final class ServiceSessions {

    private final Roles roles;
    private final Identities identities;
    private final Ids ids;
    private final boolean enforcing;

    /** @param enforcing whether policies count; a role's trust policy then has to name the service */
    public ServiceSessions(Roles roles, Identities identities, Ids ids, boolean enforcing) {
        this.roles = roles;
        this.identities = identities;
        this.ids = ids;
        this.enforcing = enforcing;
    }

    /**
     * Assumes a role for a service.
     *
     * @param service that the role has to trust, like {@code ecs.amazonaws.com}
     * @param session the name of the session
     * @return empty when there is no such role, or it does not trust the service
     */
    public Optional<Caller> assume(String region, String roleArn, String service, String session, Instant now) {
        return roles.byArn(roleArn)
                .filter(found -> !enforcing || trusts(found, service))
                .map(role -> begin(region, role, session, now));
    }

    /**
     * What a service's code signs its calls with that runs as a role.
     *
     * @return the access key of a session where policies are enforced and the role trusts the service; the digits of the account
     *     where they are not; empty when the role does not let the service in
     */
    public Optional<String> accessKey(String region, String roleArn, String service, String session, Instant now) {
        return enforcing
                ? assume(region, roleArn, service, session, now).map(Caller::accessKey)
                : Optional.of(roleArn.split(":", -1)[4]);
    }

    private Caller begin(String region, Role role, String session, Instant now) {
        String account = role.arn().split(":", -1)[4];
        String assumed = "arn:aws:sts::" + account + ":assumed-role/" + role.roleName() + "/" + session;
        String key = "ASIA" + ids.key(16);
        String user = role.roleId() + ":" + session;
        identities.issue(
                key,
                new Credential(
                        account,
                        assumed,
                        user,
                        role.arn(),
                        Optional.empty(),
                        true,
                        now,
                        List.of(),
                        Map.of(),
                        List.of(),
                        true));
        return new Caller(account, region, assumed, user, key);
    }

    private static boolean trusts(Role role, String service) {
        String document = role.assumeRolePolicyDocument() == null ? "" : role.assumeRolePolicyDocument();
        return URLDecoder.decode(document, StandardCharsets.UTF_8).contains(service);
    }
}
