package dev.penstock.simulator.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Who may use a queue where policies are enforced. */
class QueuePolicyTest {

    private static final String STRANGER = "444455556666";

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-05-04T10:00:00Z")))
            .enforcePolicies(true)
            .start();
    private final SqsClient owner = Clients.of(aws).with(SqsClient.builder());
    private final String url = owner.createQueue(c -> c.queueName("orders")).queueUrl();

    @AfterEach
    void stop() {
        aws.close();
    }

    private SqsClient user(String action) {
        try (IamClient iam = Clients.of(aws).iam()) {
            iam.createUser(u -> u.userName("worker"));
            iam.putUserPolicy(p -> p.userName("worker")
                    .policyName("queue")
                    .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\""
                            + action + "\",\"Resource\":\"arn:aws:sqs:us-east-1:" + Clients.ACCOUNT + ":orders\"}]}"));
            AccessKey key = iam.createAccessKey(k -> k.userName("worker")).accessKey();
            return Clients.of(aws)
                    .as(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))
                    .with(SqsClient.builder());
        }
    }

    private static void send(SqsClient client, String url) {
        client.sendMessage(s -> s.queueUrl(url).messageBody("one"));
    }

    @Test
    @SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
    void aUserMayDoWhatAPolicySaysOfTheQueueThatTheUrlNames() {
        SqsClient worker = user("sqs:SendMessage");
        String other = owner.createQueue(c -> c.queueName("others")).queueUrl();

        send(worker, url);
        worker.sendMessageBatch(b -> b.queueUrl(url).entries(e -> e.id("a").messageBody("two")));
        assertThatThrownBy(() -> send(worker, other))
                .isInstanceOf(SqsException.class)
                .hasMessageContaining("not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:us-east-1:"
                        + Clients.ACCOUNT + ":others");
        assertThatThrownBy(() -> worker.receiveMessage(r -> r.queueUrl(url)))
                .isInstanceOfSatisfying(SqsException.class, denied -> {
                    assertThat(denied.statusCode()).isEqualTo(403);
                    assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                });
    }

    @Test
    void anotherAccountMayDoWhatTheQueuesPolicySays() {
        SqsClient stranger = Clients.of(aws)
                .as(AwsBasicCredentials.create(STRANGER, "secret"))
                .with(SqsClient.builder());
        assertThatThrownBy(() -> send(stranger, url)).hasMessageContaining("not authorized");

        owner.addPermission(
                a -> a.queueUrl(url).label("friends").awsAccountIds(STRANGER).actions("SendMessage"));
        send(stranger, url);
        owner.removePermission(r -> r.queueUrl(url).label("friends"));

        assertThatThrownBy(() -> send(stranger, url)).hasMessageContaining("not authorized");
        assertThat(owner.receiveMessage(r -> r.queueUrl(url)).messages()).hasSize(1);
    }
}
