package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/** STS: who calls, and roles over accounts. */
abstract class StsContract extends ServiceContract {

    private static final String OTHER = "444455556666";

    private StsClient sts;

    @BeforeEach
    void client() {
        sts = account.client(StsClient.builder());
    }

    private AssumeRoleResponse assume(StsClient caller, String inAccount, String role) {
        return caller.assumeRole(request ->
                request.roleArn("arn:aws:iam::" + inAccount + ":role/" + role).roleSessionName("session"));
    }

    private void create(String inAccount, String role) {
        account.client(IamClient.builder(), AwsBasicCredentials.create(inAccount, "secret"))
                .createRole(request -> request.roleName(role).assumeRolePolicyDocument("""
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},\
                        "Action":"sts:AssumeRole"}]}"""));
    }

    private StsClient as(AssumeRoleResponse session) {
        return account.client(
                StsClient.builder(),
                AwsSessionCredentials.create(
                        session.credentials().accessKeyId(),
                        session.credentials().secretAccessKey(),
                        session.credentials().sessionToken()));
    }

    @Test
    void saysWhoCalls() {
        var identity = sts.getCallerIdentity();
        assertThat(identity.account()).isEqualTo(account.id);
        assertThat(identity.arn()).startsWith("arn:aws:").contains(account.id);
    }

    @Test
    void theSessionOfARoleIsTheRole() {
        create(account.id, "deployer");
        AssumeRoleResponse session = assume(sts, account.id, "deployer");

        assertThat(session.credentials().accessKeyId()).startsWith("ASIA");
        assertThat(session.credentials().expiration()).isAfter(Instant.now());
        String arn = "arn:aws:sts::" + account.id + ":assumed-role/deployer/session";
        assertThat(session.assumedRoleUser().arn()).isEqualTo(arn);
        assertThat(as(session).getCallerIdentity().arn()).isEqualTo(arn);
    }

    @Test
    void aChainOfRolesLeadsIntoAnotherAccount() {
        create(account.id, "deployer");
        create(OTHER, "target");
        AssumeRoleResponse first = assume(sts, account.id, "deployer");
        AssumeRoleResponse second = assume(as(first), OTHER, "target");

        var identity = as(second).getCallerIdentity();
        assertThat(identity.account()).isEqualTo(OTHER);
        assertThat(identity.arn()).isEqualTo("arn:aws:sts::" + OTHER + ":assumed-role/target/session");
    }

    @Test
    void refusesARoleSessionNameWithSpaces() {
        create(account.id, "deployer");
        refused(
                () -> sts.assumeRole(request -> request.roleArn("arn:aws:iam::" + account.id + ":role/deployer")
                        .roleSessionName("two words")),
                400,
                "ValidationError");
    }
}
