package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

class StsRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("sts/test_sts.snapshot.json");

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final IamClient iam = Clients.of(aws).iam();
    private final StsClient sts = Clients.of(aws).sts();

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

    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [
              {"Action": "sts:AssumeRole", "Principal": {"AWS": "111122223333"}, "Effect": "Allow"}]}
            """;
}
