package dev.penstock.simulator.sts;

import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Credential;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Refusals;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoRequest;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.GetFederationTokenRequest;
import software.amazon.awssdk.services.sts.model.GetFederationTokenResponse;
import software.amazon.awssdk.services.sts.model.GetSessionTokenRequest;
import software.amazon.awssdk.services.sts.model.GetSessionTokenResponse;

/**
 * STS: who am I, and credentials that end: of a role, of the caller itself, of a federated user. Whether the caller may
 * assume a role is asked before, when policies are enforced; that the role exists, always.
 *
 * <p>Source of codes and limits: answers recorded from AWS where there are some; AWS STS API Reference; IAM User Guide,
 * "Methods to assume a role" for role chaining.
 */
public final class Sts {

    private static final String ROOT = ":root";
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]*");
    private static final Pattern ARN = Pattern.compile("arn:[^:]+:[^:]+:[^:]*:[^:]*:.+");
    private static final int SHORTEST = 900;
    private static final int LONGEST_CHAINED = 3600;
    private static final int LONGEST = 129_600;
    private static final int LONGEST_OF_ROOT = 3600;

    private final Roles roles;
    private final Identities identities;
    private final Ids ids;
    private final Supplier<Instant> clientsNow;

    /** @param clientsNow the time by which sessions end */
    public Sts(Roles roles, Identities identities, Ids ids, Supplier<Instant> clientsNow) {
        this.roles = roles;
        this.identities = identities;
        this.ids = ids;
        this.clientsNow = clientsNow;
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "sts",
                new ServiceDefinition.Protocol.Query("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"),
                all -> all.operation("GetCallerIdentity", GetCallerIdentityRequest::builder, this::getCallerIdentity)
                        .operation("AssumeRole", AssumeRoleRequest::builder, this::assumeRole)
                        .operation("GetSessionToken", GetSessionTokenRequest::builder, this::getSessionToken)
                        .operation("GetFederationToken", GetFederationTokenRequest::builder, this::getFederationToken)
                        .operation("GetAccessKeyInfo", GetAccessKeyInfoRequest::builder, this::getAccessKeyInfo));
    }

    private GetCallerIdentityResponse getCallerIdentity(Call call, GetCallerIdentityRequest request) {
        return GetCallerIdentityResponse.builder()
                .account(call.account())
                .arn(call.caller().principal())
                .userId(call.caller().userId())
                .build();
    }

    private AssumeRoleResponse assumeRole(Call call, AssumeRoleRequest request) {
        String session = sessionName("roleSessionName", request.roleSessionName());
        String arn = request.roleArn() == null ? "" : request.roleArn();
        if (!ARN.matcher(arn).matches()) {
            throw ServiceError.client("ValidationError", arn + " is invalid");
        }
        Optional<Credential> caller = identities.credential(call.caller().accessKey());
        Map<String, String> tags = SessionTags.of(request, caller);
        Role role = roles.byArn(arn).orElseThrow(() -> denied(call, arn));
        Instant expires = after(seconds(request, role, caller));
        String account = role.arn().split(":", -1)[4];
        String assumed = "arn:aws:sts::" + account + ":assumed-role/" + role.roleName() + "/" + session;
        String userId = role.roleId() + ":" + session;
        List<String> policies = SessionPolicies.of(request);
        Credentials credentials = issue(
                new Credential(
                        account,
                        assumed,
                        userId,
                        role.arn(),
                        Optional.of(expires),
                        true,
                        call.now(),
                        policies,
                        tags,
                        SessionTags.transitive(request, caller),
                        true),
                expires);
        call.effect(assumed);
        return AssumeRoleResponse.builder()
                .credentials(credentials)
                .assumedRoleUser(u -> u.arn(assumed).assumedRoleId(userId))
                .packedPolicySize(SessionPolicies.packedSize(policies, request.tags()))
                .build();
    }

    private static int seconds(AssumeRoleRequest request, Role role, Optional<Credential> caller) {
        int seconds = request.durationSeconds() == null ? 3600 : request.durationSeconds();
        if (seconds < SHORTEST) {
            throw constraint("durationSeconds", seconds, "have value greater than or equal to " + SHORTEST);
        }
        if (caller.filter(Credential::role).isPresent() && seconds > LONGEST_CHAINED) {
            throw ServiceError.client(
                    "ValidationError",
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
        }
        if (seconds > role.maxSessionDuration()) {
            throw ServiceError.client(
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        return seconds;
    }

    private GetSessionTokenResponse getSessionToken(Call call, GetSessionTokenRequest request) {
        Optional<Credential> caller = identities.credential(call.caller().accessKey());
        if (caller.filter(known -> known.expires().isPresent()).isPresent()) {
            throw Refusals.denied("Cannot call GetSessionToken with session credentials");
        }
        Instant expires = expires(call, request.durationSeconds());
        Credentials credentials = issue(
                new Credential(
                        call.account(),
                        call.caller().principal(),
                        call.caller().userId(),
                        call.caller().principal(),
                        Optional.of(expires),
                        true,
                        call.now(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        false),
                expires);
        call.effect(call.caller().principal());
        return GetSessionTokenResponse.builder().credentials(credentials).build();
    }

    private GetFederationTokenResponse getFederationToken(Call call, GetFederationTokenRequest request) {
        String name = sessionName("name", request.name());
        if (identities
                .credential(call.caller().accessKey())
                .filter(known -> known.expires().isPresent())
                .isPresent()) {
            throw Refusals.denied("Cannot call GetFederationToken with session credentials");
        }
        Instant expires = expires(call, request.durationSeconds());
        String arn = "arn:aws:sts::" + call.account() + ":federated-user/" + name;
        String userId = call.account() + ":" + name;
        List<String> policies = SessionPolicies.of(request);
        Credentials credentials = issue(
                new Credential(
                        call.account(),
                        arn,
                        userId,
                        call.caller().principal(),
                        Optional.of(expires),
                        true,
                        call.now(),
                        policies,
                        SessionTags.of(request),
                        List.of(),
                        false),
                expires);
        call.effect(arn);
        Integer packed = SessionPolicies.packedSize(policies, request.tags());
        return GetFederationTokenResponse.builder()
                .credentials(credentials)
                .federatedUser(u -> u.arn(arn).federatedUserId(userId))
                .packedPolicySize(packed == null ? 0 : packed)
                .build();
    }

    /** Twelve hours unless asked otherwise, one for the root. */
    private Instant expires(Call call, @Nullable Integer asked) {
        int most = call.caller().principal().endsWith(ROOT) ? LONGEST_OF_ROOT : LONGEST;
        int seconds = asked == null ? 43_200 : asked;
        if (seconds < SHORTEST) {
            throw constraint("durationSeconds", seconds, "have value greater than or equal to " + SHORTEST);
        }
        if (seconds > LONGEST) {
            throw constraint("durationSeconds", seconds, "have value less than or equal to " + LONGEST);
        }
        return after(Math.min(seconds, most));
    }

    private Instant after(int seconds) {
        return clientsNow.get().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
    }

    private GetAccessKeyInfoResponse getAccessKeyInfo(Call call, GetAccessKeyInfoRequest request) {
        String key = request.accessKeyId() == null ? "" : request.accessKeyId();
        if (key.length() < 16) {
            throw constraint("accessKeyId", key, "have length greater than or equal to 16");
        }
        String account = identities
                .credential(key)
                .map(Credential::account)
                .orElseThrow(() -> ServiceError.client("ValidationError", "Invalid Access Key Id"));
        return GetAccessKeyInfoResponse.builder().account(account).build();
    }

    private Credentials issue(Credential credential, Instant expires) {
        String key = "ASIA" + ids.key(16);
        identities.issue(key, credential);
        return Credentials.builder()
                .accessKeyId(key)
                .secretAccessKey(ids.word(40))
                .sessionToken(ids.word(120))
                .expiration(expires)
                .build();
    }

    private static String sessionName(String member, @Nullable String given) {
        String name = given == null ? "" : given;
        if (name.length() < 2) {
            throw constraint(member, name, "have length greater than or equal to 2");
        }
        if (name.length() > 64) {
            throw constraint(member, name, "have length less than or equal to 64");
        }
        if (!SESSION_NAME.matcher(name).matches()) {
            throw constraint(member, name, "satisfy regular expression pattern: [\\w+=,.@-]*");
        }
        return name;
    }

    private static ServiceError constraint(String member, Object value, String constraint) {
        return ServiceError.client(
                "ValidationError",
                "1 validation error detected: Value '" + value + "' at '" + member
                        + "' failed to satisfy constraint: Member must " + constraint);
    }

    private static ServiceError denied(Call call, String role) {
        return Refusals.denied("User: " + call.caller().principal()
                + " is not authorized to perform: sts:AssumeRole on resource: " + role);
    }
}
