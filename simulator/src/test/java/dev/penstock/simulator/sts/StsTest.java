package dev.penstock.simulator.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

class StsTest {

    private static final String OTHER = "444455556666";
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final Clients clients = Clients.of(aws);

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aTwelveDigitAccessKeyNamesTheAccount() {
        GetCallerIdentityResponse identity = clients.sts().getCallerIdentity();

        assertThat(identity.account()).isEqualTo(Clients.ACCOUNT);
        assertThat(identity.arn()).isEqualTo("arn:aws:iam::111122223333:root");
    }

    @Test
    void anyOtherKeyIsTheDefaultAccount() {
        Clients others = clients.as(AwsBasicCredentials.create("AKIDEXAMPLE", "x"));

        assertThat(others.sts().getCallerIdentity().account()).isEqualTo("123456789012");
    }

    @Test
    void anAssumedRoleIsTheRoleInItsOwnAccount() {
        String role = clients.as(AwsBasicCredentials.create(OTHER, "x"))
                .iam()
                .createRole(r -> r.roleName("deployer").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();

        Credentials keys = clients.sts()
                .assumeRole(r -> r.roleArn(role).roleSessionName("release-7"))
                .credentials();

        GetCallerIdentityResponse identity = clients.as(
                        AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()))
                .sts()
                .getCallerIdentity();
        assertThat(identity.account()).isEqualTo(OTHER);
        assertThat(identity.arn()).isEqualTo("arn:aws:sts::444455556666:assumed-role/deployer/release-7");
    }

    @Test
    void aRoleThatDoesNotExistCannotBeAssumed() {
        assertThatThrownBy(() -> clients.sts()
                        .assumeRole(r -> r.roleArn("arn:aws:iam::444455556666:role/nobody")
                                .roleSessionName("release-7")))
                .isInstanceOfSatisfying(StsException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(403);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                    assertThat(e.awsErrorDetails().errorMessage())
                            .isEqualTo("User: arn:aws:iam::111122223333:root is not authorized to perform:"
                                    + " sts:AssumeRole on resource: arn:aws:iam::444455556666:role/nobody");
                });
    }

    @Test
    void anOperationThatIsNotSimulatedSaysWhatIs() {
        assertThatThrownBy(() -> clients.sts().decodeAuthorizationMessage(r -> r.encodedMessage("x")))
                .isInstanceOfSatisfying(StsException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(501);
                    assertThat(e.numAttempts()).isEqualTo(1);
                    assertThat(e.awsErrorDetails().errorMessage())
                            .contains(
                                    "sts:DecodeAuthorizationMessage is not simulated", "AssumeRole, GetAccessKeyInfo");
                });
    }
}
