package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stacks wait for: signals, by call and by address, until there are enough, or time is up, or somebody has had enough. */
class StackSignalsTest {

    private static final String WAITING = """
            Resources:
              H: {Type: AWS::CloudFormation::WaitConditionHandle}
              W:
                Type: AWS::CloudFormation::WaitCondition
                Properties: {Handle: !Ref H, Timeout: 3000}
            """;

    private final StackWorld world = new StackWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aCreationThatTakesTooLongIsRolledBack() {
        world.create(WAITING, c -> c.timeoutInMinutes(5));
        world.settle();

        assertThat(world.status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(world.events("shop"))
                .anyMatch(e -> e.startsWith(
                        "shop ROLLBACK_IN_PROGRESS Stack creation time exceeded the specified" + " timeout."));
    }

    @Test
    void aWaitConditionIsDoneWhenItIsSignalled() {
        world.create(WAITING, c -> {});
        world.aws.time().advance(Duration.ofMinutes(5));
        assertThat(world.status()).isEqualTo("CREATE_IN_PROGRESS");

        world.cloudFormation.signalResource(
                s -> s.stackName("shop").logicalResourceId("W").uniqueId("one").status("SUCCESS"));
        world.aws.time().advance(Duration.ofMinutes(1));

        assertThat(world.status()).isEqualTo("CREATE_COMPLETE");
    }

    private int signal(String url, String body) throws Exception {
        URI address = URI.create(url.replace("https://", world.aws.endpoint() + "/"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(address)
                                    .PUT(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    @Test
    void aWaitConditionIsDoneWhenItsHandleIsSignalledByAddress() throws Exception {
        world.create(WAITING.replace("3000", "3000, Count: 2") + "Outputs: {Data: {Value: !GetAtt W.Data}}\n", c -> {});
        world.aws.time().advance(Duration.ofMinutes(1));
        String url = world.physicalId("H");
        String one = "{\"Status\": \"SUCCESS\", \"UniqueId\": \"one\", \"Data\": \"ready\"}";

        assertThat(url)
                .startsWith("https://cloudformation-waitcondition-us-east-1.s3.us-east-1.amazonaws.com/arn%3Aaws");
        assertThat(signal(url.replace("Expires=1", "Expires=0"), one)).isEqualTo(403);
        assertThat(signal(url.replace("%2FH?", "%2FW?"), one)).isEqualTo(403);
        assertThat(signal(url, "{}")).isEqualTo(400);
        assertThat(signal(url, one)).isEqualTo(200);
        assertThat(signal(url, one)).isEqualTo(200);
        world.aws.time().advance(Duration.ofMinutes(1));
        assertThat(world.status()).isEqualTo("CREATE_IN_PROGRESS");
        assertThat(signal(url, one.replace("one", "two"))).isEqualTo(200);
        world.aws.time().advance(Duration.ofSeconds(5));

        assertThat(world.status()).isEqualTo("CREATE_COMPLETE");
        assertThat(world.stack().outputs().getFirst().outputValue()).isEqualTo("{\"one\":\"ready\",\"two\":\"ready\"}");
    }

    @Test
    void aWaitConditionFailsInAwsWords() throws Exception {
        world.create(WAITING, c -> c.onFailure("DO_NOTHING"));
        world.aws.time().advance(Duration.ofMinutes(1));
        signal(world.physicalId("H"), "{\"Status\": \"FAILURE\", \"UniqueId\": \"i-1\", \"Reason\": \"no disk\"}");
        world.aws.time().advance(Duration.ofMinutes(1));
        assertThat(world.events("shop"))
                .contains("W CREATE_FAILED WaitCondition received failed message: 'no disk' for uniqueId: i-1");

        world.create(WAITING, c -> c.stackName("slow"));
        world.settle();
        assertThat(world.events("slow"))
                .contains("W CREATE_FAILED WaitCondition timed out. Received 0 conditions when expecting 1");
    }

    @Test
    void aCreationPolicyWaitsForItsSignals() {
        world.create(
                "Resources: {W: {Type: AWS::CloudFormation::WaitCondition, CreationPolicy: {ResourceSignal: {Count: 2,"
                        + " Timeout: PT10M}}}}",
                c -> {});
        world.aws.time().advance(Duration.ofMinutes(5));
        send("one");
        world.aws.time().advance(Duration.ofMinutes(1));
        assertThat(world.status()).isEqualTo("CREATE_IN_PROGRESS");
        send("two");
        world.aws.time().advance(Duration.ofSeconds(5));

        assertThat(world.status()).isEqualTo("CREATE_COMPLETE");
        assertThat(world.events("shop")).contains("W CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId two");
    }

    private void send(String uniqueId) {
        world.cloudFormation.signalResource(s ->
                s.stackName("shop").logicalResourceId("W").uniqueId(uniqueId).status("SUCCESS"));
    }

    @Test
    void whatWasBeingMadeIsCancelledWhenTheStackIsDeleted() {
        String id = world.create(WAITING, c -> c.timeoutInMinutes(30));
        world.aws.time().advance(Duration.ofMinutes(1));

        world.cloudFormation.deleteStack(d -> d.stackName("shop"));
        world.settle();

        assertThat(world.events(id))
                .containsSubsequence(
                        "shop DELETE_IN_PROGRESS User Initiated",
                        "W CREATE_FAILED Resource creation cancelled",
                        "W DELETE_IN_PROGRESS",
                        "H DELETE_COMPLETE",
                        "shop DELETE_COMPLETE");
    }
}
