package dev.penstock.simulator.sts;

import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * STS: who am I, and taking on a role, also one of another account.
 *
 * <p>Source of codes and limits: AWS STS API Reference, {@code AssumeRole}, {@code GetCallerIdentity}.
 */
public final class Sts {

    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

    private final Roles roles;
    private final Identities identities;
    private final Ids ids;

    public Sts(Roles roles, Identities identities, Ids ids) {
        this.roles = roles;
        this.identities = identities;
        this.ids = ids;
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "sts",
                new ServiceDefinition.Protocol.Query("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"),
                all -> all.operation("GetCallerIdentity", GetCallerIdentityRequest::builder, this::getCallerIdentity)
                        .operation("AssumeRole", AssumeRoleRequest::builder, this::assumeRole));
    }

    private GetCallerIdentityResponse getCallerIdentity(Call call, GetCallerIdentityRequest request) {
        return GetCallerIdentityResponse.builder()
                .account(call.account())
                .arn(call.caller().principal())
                .userId(call.caller().userId())
                .build();
    }

    private AssumeRoleResponse assumeRole(Call call, AssumeRoleRequest request) {
        String session = request.roleSessionName() == null ? "" : request.roleSessionName();
        if (!SESSION_NAME.matcher(session).matches()) {
            throw ServiceError.client(
                    "ValidationError",
                    "1 validation error detected: Value '" + session + "' at 'roleSessionName' failed to satisfy"
                            + " constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*");
        }
        int seconds = request.durationSeconds() == null ? 3600 : request.durationSeconds();
        Role role = roles.byArn(request.roleArn() == null ? "" : request.roleArn())
                .orElseThrow(() -> denied(call, request));
        if (seconds < 900 || seconds > role.maxSessionDuration()) {
            throw ServiceError.client(
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        String account = role.arn().split(":", -1)[4];
        String assumed = "arn:aws:sts::" + account + ":assumed-role/" + role.roleName() + "/" + session;
        String userId = role.roleId() + ":" + session;
        String key = "ASIA" + ids.key(16);
        Instant expires = call.now().plusSeconds(seconds);
        identities.issue(key, account, assumed, userId, expires);
        call.effect(assumed);
        return AssumeRoleResponse.builder()
                .credentials(c -> c.accessKeyId(key)
                        .secretAccessKey(ids.word(40))
                        .sessionToken(ids.word(120))
                        .expiration(expires))
                .assumedRoleUser(u -> u.arn(assumed).assumedRoleId(userId))
                .packedPolicySize(request.policy() == null ? null : 1)
                .build();
    }

    private static ServiceError denied(Call call, AssumeRoleRequest request) {
        return ServiceError.of(
                403,
                "AccessDenied",
                "User: " + call.caller().principal() + " is not authorized to perform: sts:AssumeRole on resource: "
                        + request.roleArn());
    }
}
