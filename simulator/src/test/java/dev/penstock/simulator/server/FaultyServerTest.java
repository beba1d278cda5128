package dev.penstock.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.page.Raw;
import dev.penstock.simulator.service.FaultRules;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

class FaultyServerTest {

    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
            """;

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimulatedAws aws =
            SimulatedAws.builder().time(SimulatedTime.stepped(START)).start();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aThrottleSaysWhenToComeBack() throws IOException {
        order("{'fault':'throttle','status':429,'retryAfter':'PT3S'}");

        assertThat(ask("ListClusters", "{}"))
                .startsWith("HTTP/1.1 429 Too Many Requests")
                .contains("Retry-After: 3", "ThrottlingException");
    }

    @Test
    void anAnswerComesLateOrNotWhole() throws IOException {
        ask("CreateCluster", "{\"clusterName\":\"main\"}");
        order("{'fault':'slow','delay':'PT0.01S','times':1},{'fault':'wrongLength','times':1},"
                + "{'fault':'stall','delay':'PT0.01S','times':1}");

        assertThat(ask("ListClusters", "{}")).endsWith("cluster/main\"]}");
        String wrong = ask("ListClusters", "{}");
        assertThat(wrong).endsWith("cluster/main\"]}");
        assertThat(length(wrong)).isGreaterThan(body(wrong).length());
        String stalled = ask("ListClusters", "{}");
        assertThat(body(stalled).length()).isLessThan(length(stalled));
        assertThat(ask("ListClusters", "{}")).endsWith("cluster/main\"]}");
        assertThat(aws.faults().strikes()).hasSize(3);
    }

    @Test
    void aConnectionIsResetInTheMiddleOfAnAnswerWhoseCallHadItsEffect() {
        order("{'fault':'reset','when':'middle','operation':'CreateCluster'}");

        assertThatThrownBy(() -> ask("CreateCluster", "{\"clusterName\":\"main\"}"))
                .isInstanceOf(SocketException.class);

        assertThat(aws.effects().of("ecs", "CreateCluster")).hasSize(1);
    }

    @Test
    void aStaleReadTellsWhatWasTrueAndWritesAreNotTouched() {
        EcsClient ecs = Clients.of(aws).ecs();
        ecs.createCluster(b -> b.clusterName("first"));
        order("{'fault':'stale','age':'PT10S'}");
        aws.time().advance(Duration.ofSeconds(30));
        ecs.createCluster(b -> b.clusterName("second"));
        ecs.deleteCluster(b -> b.cluster("first"));

        assertThat(ecs.listClusters().clusterArns()).singleElement().asString().endsWith("/first");
        aws.time().advance(Duration.ofSeconds(11));
        assertThat(ecs.listClusters().clusterArns()).singleElement().asString().endsWith("/second");
        aws.faults().clear();
        assertThat(ecs.listClusters().clusterArns()).singleElement().asString().endsWith("/second");
    }

    @Test
    void whatWasMadeJustNowIsNotFoundYet() {
        IamClient iam = Clients.of(aws).iam();
        iam.createRole(b -> b.roleName("old").assumeRolePolicyDocument(TRUST));
        aws.time().advance(Duration.ofMinutes(1));
        order("{'fault':'unseen','age':'PT10S','service':'iam'}");
        iam.createRole(b -> b.roleName("deploy").assumeRolePolicyDocument(TRUST));

        assertThatThrownBy(() -> iam.getRole(b -> b.roleName("deploy"))).isInstanceOf(NoSuchEntityException.class);
        assertThat(iam.getRole(b -> b.roleName("old")).role().roleName()).isEqualTo("old");
        aws.time().advance(Duration.ofSeconds(11));
        assertThat(iam.getRole(b -> b.roleName("deploy")).role().roleName()).isEqualTo("deploy");
    }

    @Test
    void listsComeInDisorderAndTheClockJumps() {
        EcsClient ecs = Clients.of(aws).ecs();
        ecs.createCluster(b -> b.clusterName("a"));
        ecs.createCluster(b -> b.clusterName("b"));
        order("{'fault':'reorder','times':1},{'fault':'repeat','times':1},"
                + "{'fault':'clockJump','by':'PT1H','operation':'CreateCluster'}");

        assertThat(ecs.listClusters().clusterArns())
                .extracting(FaultyServerTest::last)
                .containsExactly("b", "a");
        assertThat(ecs.listClusters().clusterArns())
                .extracting(FaultyServerTest::last)
                .containsExactly("a", "b", "a");
        ecs.createCluster(b -> b.clusterName("c"));
        assertThat(aws.time().now()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void anExpiredTokenIsToldInEachServicesWords() {
        order("{'fault':'expiredToken'}");

        assertThatThrownBy(() -> Clients.of(aws).s3().listBuckets())
                .isInstanceOfSatisfying(
                        SdkServiceException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(400))
                .hasMessageContaining("expired");
        assertThatThrownBy(() -> Clients.of(aws).iam().listRoles()).hasMessageContaining("expired");
        assertThatThrownBy(() -> Clients.of(aws).ecs().listClusters()).hasMessageContaining("expired");
    }

    @Test
    void faultsAreOrderedListedAndEndedOverHttp() throws Exception {
        assertThat(post("faults", "{\"faults\":[{\"fault\":\"throttle\",\"service\":\"ecs\"}]}"))
                .contains("\"fault\":\"throttle\"", "\"struck\":0");
        ask("ListClusters", "{}");
        assertThat(post("faults", "{\"faults\":[]}"))
                .contains("\"struck\":1", "\"operation\":\"ListClusters\"", "Rate exceeded");
        assertThat(post("faults", "{\"faults\":[{\"fault\":\"x\"}]}")).contains("BadRequest", "1:21: There is no");
        assertThat(post("faults/clear", "{}")).isEqualTo("{\"faults\":[],\"strikes\":[],\"incidents\":[]}\n");
        assertThat(ask("ListClusters", "{}")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aSeedReproducesARunToTheLastByte() throws IOException {
        assertThat(transcript(1)).isEqualTo(transcript(1));
        assertThat(transcript(1)).isNotEqualTo(transcript(2));
    }

    /** All that a client and a test see of a run with faults of every kind. */
    private static List<String> transcript(long seed) throws IOException {
        List<String> seen = new ArrayList<>();
        try (SimulatedAws world = SimulatedAws.builder()
                .seed(seed)
                .time(SimulatedTime.stepped(START))
                .start()) {
            world.faults()
                    .order(
                            FaultRules.read(
                                    bytes("{'faults':[{'fault':'throttle','probability':0.2},"
                                            + "{'fault':'serverError','status':503,'probability':0.1},"
                                            + "{'fault':'reset','probability':0.1},"
                                            + "{'fault':'reset','when':'after','probability':0.1},"
                                            + "{'fault':'stale','age':'PT5S','probability':0.3},"
                                            + "{'fault':'wrongLength','probability':0.1},"
                                            + "{'fault':'repeat','probability':0.2}]}"),
                                    seed),
                            START);
            for (int i = 0; i < 60; i++) {
                seen.add(answer(world, "CreateCluster", "{\"clusterName\":\"c" + i + "\"}"));
                seen.add(answer(world, "ListClusters", "{}"));
                seen.add(answer(
                        world,
                        "RegisterTaskDefinition",
                        "{\"family\":\"f\",\"containerDefinitions\":"
                                + "[{\"name\":\"web\",\"image\":\"nginx\",\"memory\":64}]}"));
                world.time().advance(Duration.ofSeconds(2));
            }
            world.effects().all().forEach(effect -> seen.add(effect.toString()));
            world.faults().strikes().forEach(strike -> seen.add(strike.toString()));
        }
        return seen;
    }

    private static String answer(SimulatedAws world, String operation, String body) {
        try {
            return Raw.send(world.endpoint(), request(operation, body));
        } catch (IOException e) {
            return "reset";
        }
    }

    private void order(String faults) {
        aws.faults()
                .order(
                        FaultRules.read(bytes("{'faults':[" + faults + "]}"), 1),
                        aws.time().now());
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private String ask(String operation, String body) throws IOException {
        return Raw.send(aws.endpoint(), request(operation, body));
    }

    private static String request(String operation, String body) {
        return "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Amz-Target: AmazonEC2ContainerServiceV20141113."
                + operation + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private String post(String what, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(aws.endpoint().resolve("/_penstock/" + what))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static int length(String answer) {
        String after = answer.substring(answer.indexOf("Content-Length: ") + 16);
        return Integer.parseInt(after.substring(0, after.indexOf('\r')));
    }
}
