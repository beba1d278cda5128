package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

class StsRecordingsTest {

    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [
              {"Action": "sts:AssumeRole", "Principal": {"AWS": "111122223333"}, "Effect": "Allow"}]}
            """;
    private static final String TRUST_WITH_TAGS = """
            {"Version": "2012-10-17", "Statement": [
              {"Action": ["sts:AssumeRole", "sts:TagSession"], "Principal": {"AWS": "111122223333"}, "Effect": "Allow"}]}
            """;

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("sts/test_sts.snapshot.json");

    private final SimulatedAws aws =
            SimulatedAws.builder().enforcePolicies(true).start();
    private final Clients clients = Clients.of(aws);
    private final IamClient iam = clients.iam();
    private final StsClient sts = clients.sts();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void assumeRole() {
        RECORDING.test("TestSTSIntegrations::test_assume_role", session -> {
            session.matches("role-session-name", Map.of("RoleSessionName", "release-7"));
            String role = session.call(
                            "create-role",
                            () -> iam.createRole(r -> r.roleName("deployer").assumeRolePolicyDocument(TRUST)))
                    .role()
                    .arn();
            session.call(
                    "assume-role", () -> sts.assumeRole(r -> r.roleArn(role).roleSessionName("release-7")));
        });
    }

    @Test
    void federationToken() {
        RECORDING.test(
                "TestSTSIntegrations::test_get_federation_token",
                session -> session.call(
                        "get-federation-token",
                        () -> sts.getFederationToken(r -> r.name("TestName").durationSeconds(900))));
    }

    @Test
    void invalidParameters() {
        RECORDING.test("TestSTSIntegrations::test_sts_invalid_parameters", session -> {
            session.fails("malformed-arn", () -> assume(sts, "nothing-valid-in-here", "Session1"));
            session.fails("no-partition", () -> assume(sts, "arn::b:::something/test-role", "Session1"));
            session.fails("no-service", () -> assume(sts, "arn:a::::something/test-role", "Session1"));
            session.fails("not-enough-colons", () -> assume(sts, "arn:a:::something/test-role", "Session1"));
            session.fails("no-resource", () -> assume(sts, "arn:a:a::aaaaaaaaaa:", "Session1"));
            session.fails("invalid-session-name", () -> assume(sts, "arn:a:b:::something/test-role", "Session1:2"));
        });
    }

    @Test
    void transitiveTags() {
        RECORDING.test("TestSTSAssumeRoleTagging::test_iam_role_chaining_override_transitive_tags", session -> {
            String first = session.call(
                            "role-1",
                            () -> iam.createRole(r -> r.roleName("role-1").assumeRolePolicyDocument(TRUST_WITH_TAGS)))
                    .role()
                    .arn();
            String second = session.call(
                            "role-2",
                            () -> iam.createRole(r -> r.roleName("role-2").assumeRolePolicyDocument(TRUST_WITH_TAGS)))
                    .role()
                    .arn();
            iam.putRolePolicy(r -> r.roleName("role-1").policyName("chain").policyDocument("""
                            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                              "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": ["%s"]}]}
                            """.formatted(second)));
            Credentials keys = sts.assumeRole(r -> r.roleArn(first)
                            .roleSessionName("Session1")
                            .tags(tag("SessionTag1", "SessionValue1"))
                            .transitiveTagKeys("SessionTag1"))
                    .credentials();
            StsClient chained = clients.as(AwsSessionCredentials.create(
                            keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()))
                    .sts();
            session.fails(
                    "override-transitive-tag-error",
                    () -> chained.assumeRole(r ->
                            r.roleArn(second).roleSessionName("Session2").tags(tag("SessionTag1", "SessionValue2"))));
            session.fails(
                    "override-transitive-tag-case-ignore-error",
                    () -> chained.assumeRole(r ->
                            r.roleArn(second).roleSessionName("Session2").tags(tag("sessiontag1", "SessionValue2"))));
        });
    }

    @Test
    void tagValidation() {
        RECORDING.test("TestSTSAssumeRoleTagging::test_assume_role_tag_validation", session -> {
            String role = session.call(
                            "role-1",
                            () -> iam.createRole(r -> r.roleName("role-1").assumeRolePolicyDocument(TRUST_WITH_TAGS)))
                    .role()
                    .arn();
            session.fails(
                    "invalid-transitive-tag-keys",
                    () -> sts.assumeRole(r -> r.roleArn(role)
                            .roleSessionName("Session1")
                            .tags(tag("SessionTag1", "SessionValue1"))
                            .transitiveTagKeys("InvalidKey")));
            sts.assumeRole(r -> r.roleArn(role)
                    .roleSessionName("Session1")
                    .tags(tag("SessionTag1", "SessionValue1"))
                    .transitiveTagKeys("sessiontag1"));
            session.fails(
                    "duplicate-tag-keys-different-casing",
                    () -> sts.assumeRole(r -> r.roleArn(role)
                            .roleSessionName("Session1")
                            .tags(tag("SessionTag1", "SessionValue1"), tag("sessiontag1", "SessionValue2"))
                            .transitiveTagKeys("sessiontag1")));
        });
    }

    private static Object assume(StsClient sts, String role, String session) {
        return sts.assumeRole(r -> r.roleArn(role).roleSessionName(session));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
