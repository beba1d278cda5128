package dev.penstock.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.ScriptedEndpoint.Answer;
import dev.penstock.aws.client.ScriptedEndpoint.Asked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.EcsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RawMembersTest {

    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<scope>[^,]+),"
                    + " SignedHeaders=(?<headers>[^,]+), Signature=(?<signature>[0-9a-f]{64})");
    private static final String UPDATED =
            "{\"service\":{\"serviceName\":\"web\",\"newerThanTheSdk\":{\"deep\":[1,2]}}}";

    @Test
    void addsMembersToTheBodyBesideThoseOfTheSdkAndSignsTheWhole() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(asked -> Answer.json(UPDATED))) {
            update(endpoint, """
                    {"deploymentConfiguration":{"deploymentCircuitBreaker":{"resetOnHealthyTask":false,
                    "thresholdConfiguration":{"type":"COUNT","value":7}}},"note":"übrig"}""");

            Asked asked = endpoint.asked.getFirst();
            assertThat(JsonMapper.shared().readTree(asked.body()))
                    .isEqualTo(JsonMapper.shared().readTree("""
                    {"cluster":"shop","service":"web","deploymentConfiguration":{"maximumPercent":150,
                    "deploymentCircuitBreaker":{"enable":true,"rollback":true,"resetOnHealthyTask":false,
                    "thresholdConfiguration":{"type":"COUNT","value":7}}},"note":"übrig"}"""));
            assertThat(asked.headers())
                    .containsEntry(
                            "content-length", Integer.toString(asked.body().getBytes(StandardCharsets.UTF_8).length));
            assertSigned(asked, "simulated");
        }
    }

    @Test
    void sendsAnOperationThatTheSdkDoesNotKnowAndSignsIt() throws Exception {
        ObjectNode body = (ObjectNode) JsonMapper.shared().readTree("{\"hookId\":\"hook-1\",\"action\":\"CONTINUE\"}");
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(asked -> Answer.json("{}"));
                AwsClients clients = clients(endpoint)) {
            clients.ecs(AwsScope.OWN, Use.CHANGE)
                    .stopServiceDeployment(request -> request.serviceDeploymentArn("of the carrier alone")
                            .overrideConfiguration(RawMembers.operation("ContinueServiceDeployment", body)));

            Asked asked = endpoint.asked.getFirst();
            assertThat(asked.target()).isEqualTo("AmazonEC2ContainerServiceV20141113.ContinueServiceDeployment");
            assertThat(JsonMapper.shared().readTree(asked.body())).isEqualTo(body);
            assertThat(asked.headers())
                    .containsEntry(
                            "content-length", Integer.toString(asked.body().length()))
                    .containsEntry("content-type", "application/x-amz-json-1.1");
            assertThat(asked.authorization()).contains("x-amz-target");
            assertSigned(asked, "simulated");
        }
    }

    @Test
    void leavesOtherRequestsOfTheSameClientAsTheyAre() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(asked -> Answer.json("{\"clusterArns\":[]}"));
                AwsClients clients = clients(endpoint)) {
            clients.ecs(AwsScope.OWN, Use.CHANGE).listClusters();
            assertThat(endpoint.asked.getFirst().body()).isEqualTo("{}");
            assertSigned(endpoint.asked.getFirst(), "simulated");
        }
    }

    @Test
    void readsWhatTheSdkDoesNotKnowAndTheSdkReadsTheRest() throws Exception {
        List<JsonNode> read = new ArrayList<>();
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(asked -> Answer.json(UPDATED));
                AwsClients clients = clients(endpoint)) {
            var answer = clients.ecs(AwsScope.OWN, Use.CHANGE)
                    .updateService(
                            request -> request.service("web").overrideConfiguration(RawMembers.reading(read::add)));
            assertThat(answer.service().serviceName()).isEqualTo("web");
        }
        assertThat(read)
                .singleElement()
                .satisfies(json -> assertThat(
                                json.at("/service/newerThanTheSdk/deep/1").asInt())
                        .isEqualTo(2));
    }

    @Test
    void readsNoErrors() throws Exception {
        List<JsonNode> read = new ArrayList<>();
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(
                        asked -> Answer.error(400, "ServiceNotFoundException", "Service not found."));
                AwsClients clients = clients(endpoint)) {
            assertThatThrownBy(() -> clients.ecs(AwsScope.OWN, Use.CHANGE)
                            .updateService(request ->
                                    request.service("web").overrideConfiguration(RawMembers.reading(read::add))))
                    .isInstanceOf(EcsException.class);
        }
        assertThat(read).isEmpty();
    }

    private static void update(ScriptedEndpoint endpoint, String members) {
        ObjectNode added = (ObjectNode) JsonMapper.shared().readTree(members);
        try (AwsClients clients = clients(endpoint)) {
            clients.ecs(AwsScope.OWN, Use.CHANGE)
                    .updateService(request -> request.cluster("shop")
                            .service("web")
                            .deploymentConfiguration(configuration -> configuration
                                    .maximumPercent(150)
                                    .deploymentCircuitBreaker(
                                            breaker -> breaker.enable(true).rollback(true)))
                            .overrideConfiguration(RawMembers.sending(added)));
        }
    }

    private static AwsClients clients(ScriptedEndpoint endpoint) {
        return new AwsClients(AwsSettings.of(new Realm.Simulated(endpoint.uri(), "111122223333")));
    }

    /** Computes the signature anew ("Create a signed AWS API request", IAM User Guide) and compares. */
    private static void assertSigned(Asked asked, String secret) throws GeneralSecurityException, IOException {
        Matcher authorization = AUTHORIZATION.matcher(asked.authorization());
        assertThat(authorization.matches()).as(asked.authorization()).isTrue();
        String headers = authorization.group("headers");
        Function<String, String> line =
                name -> name + ":" + asked.headers().getOrDefault(name, "").strip() + "\n";
        String canonical = "POST\n/\n\n"
                + Arrays.stream(headers.split(";", -1)).map(line).collect(Collectors.joining())
                + "\n" + headers + "\n" + sha256(asked.body());
        String scope = authorization.group("scope");
        String toSign =
                "AWS4-HMAC-SHA256\n" + asked.headers().get("x-amz-date") + "\n" + scope + "\n" + sha256(canonical);
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(scope.split("/", -1))) {
            key = hmac(key, part);
        }
        assertThat(HexFormat.of().formatHex(hmac(key, toSign))).isEqualTo(authorization.group("signature"));
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
