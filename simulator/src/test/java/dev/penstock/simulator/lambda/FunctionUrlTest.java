package dev.penstock.simulator.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

class FunctionUrlTest {

    private final SimulatedTime time = SimulatedTime.virtual();
    private final InProcessFunctions functions = new InProcessFunctions(time);
    private final AtomicReference<String> seen = new AtomicReference<>("");
    private LambdaWorld world =
            new LambdaWorld(SimulatedAws.builder().time(time).functions(functions));

    @AfterEach
    void stop() {
        world.close();
    }

    private String url(FunctionUrlAuthType authentication, InProcessFunctions.Handler handler) {
        functions.function("hook", (event, context) -> {
            seen.set(event);
            return handler.handle(event, context);
        });
        world.function("hook", Map.of());
        return URI.create(world.lambda
                        .createFunctionUrlConfig(c -> c.functionName("hook").authType(authentication))
                        .functionUrl())
                .getHost();
    }

    /** A request by its host, as no client of the JDK sends one to another address. */
    private String ask(String host, String start, String body, String... headers) throws IOException {
        URI endpoint = world.aws.endpoint();
        StringBuilder request = new StringBuilder(start + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private JsonValue.Structure part(String name) {
        return (JsonValue.Structure)
                Objects.requireNonNull(JsonTexts.structure(seen.get()).members().get(name));
    }

    private String member(String name) {
        return JsonTexts.scalar(
                Objects.requireNonNull(JsonTexts.structure(seen.get()).members().get(name)));
    }

    @Test
    void aRequestBecomesAnEventOfFormatTwoAndItsAnswerTheResponse() throws IOException {
        String host = url(
                FunctionUrlAuthType.NONE,
                (event, context) ->
                        "{\"statusCode\":202,\"headers\":{\"X-Seen\":\"yes\",\"Content-Type\":\"text/plain\"},"
                                + "\"cookies\":[\"a=1\",\"b=2\"],\"body\":\"taken\"}");
        String answer = ask(
                host,
                "POST /github?branch=main",
                "{\"ref\":\"main\"}",
                "Content-Type: application/json",
                "X-Hub-Signature-256: sha256=abc",
                "Cookie: c=3; d=4");
        assertThat(answer).startsWith("HTTP/1.1 202 ");
        assertThat(answer)
                .contains("X-Seen: yes", "Content-Type: text/plain", "a=1", "b=2")
                .endsWith("\r\n\r\ntaken");
        assertThat(member("version")).isEqualTo("2.0");
        assertThat(member("rawPath")).isEqualTo("/github");
        assertThat(member("rawQueryString")).isEqualTo("branch=main");
        assertThat(member("body")).isEqualTo("{\"ref\":\"main\"}");
        assertThat(member("isBase64Encoded")).isEqualTo("false");
        assertThat(member("cookies")).isEqualTo("[\"c=3\",\"d=4\"]");
        assertThat(part("headers").members()).containsEntry("x-hub-signature-256", new JsonValue.Text("sha256=abc"));
        assertThat(part("requestContext").members()).containsEntry("accountId", new JsonValue.Text("anonymous"));
    }

    @Test
    void anAnswerWithoutAStatusIsTheBodyAndBinaryBodiesAreEncoded() throws IOException {
        String host = url(FunctionUrlAuthType.NONE, (event, context) -> "{\"ok\":true}");
        String answer = ask(host, "PUT /file", "bytes", "Content-Type: application/octet-stream");
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("{\"ok\":true}");
        assertThat(member("isBase64Encoded")).isEqualTo("true");
        assertThat(member("body")).isEqualTo("Ynl0ZXM=");
    }

    @Test
    void aFunctionThatFailsIsABadGateway() throws IOException {
        String host = url(FunctionUrlAuthType.NONE, (event, context) -> {
            throw new IllegalStateException("no");
        });
        assertThat(ask(host, "GET /", "")).startsWith("HTTP/1.1 502 ").contains("Internal Server Error");
    }

    @Test
    void simulatedTimePassesWhileAFunctionSpendsIt() throws IOException {
        String host = url(FunctionUrlAuthType.NONE, (event, context) -> {
            context.spend(Duration.ofSeconds(2));
            return "{}";
        });
        var before = time.now();
        assertThat(ask(host, "GET /", "")).startsWith("HTTP/1.1 200 ");
        assertThat(Duration.between(before, time.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aUrlThatWantsASignatureRefusesWhoHasNoneAndNamesTheCallerOtherwise() throws IOException {
        String host = url(FunctionUrlAuthType.AWS_IAM, (event, context) -> "{}");
        assertThat(ask(host, "GET /", "")).startsWith("HTTP/1.1 403 ").contains("Forbidden");
        String signed = ask(
                host,
                "GET /",
                "",
                "Authorization: AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/lambda/aws4_request,"
                        + " SignedHeaders=host, Signature=0");
        assertThat(signed).startsWith("HTTP/1.1 200 ");
        assertThat(part("requestContext").members()).containsEntry("accountId", new JsonValue.Text("111122223333"));
    }

    @Test
    void wherePoliciesAreEnforcedEverybodyHasToBeLetIn() throws IOException {
        world.close();
        SimulatedTime clock = SimulatedTime.virtual();
        InProcessFunctions own = new InProcessFunctions(clock).function("hook", (event, context) -> "{}");
        world = new LambdaWorld(
                SimulatedAws.builder().time(clock).functions(own).enforcePolicies(true));
        world.function("hook", Map.of());
        String host = URI.create(world.lambda
                        .createFunctionUrlConfig(c -> c.functionName("hook").authType(FunctionUrlAuthType.NONE))
                        .functionUrl())
                .getHost();
        assertThat(ask(host, "GET /", "")).startsWith("HTTP/1.1 403 ");
        world.lambda.addPermission(p -> p.functionName("hook")
                .statementId("everybody")
                .principal("*")
                .action("lambda:InvokeFunctionUrl")
                .functionUrlAuthType(FunctionUrlAuthType.NONE));
        assertThat(ask(host, "GET /", "")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aHostThatIsNoFunctionsIsForbidden() throws IOException {
        assertThat(ask("abc.lambda-url.us-east-1.on.aws", "GET /", "")).startsWith("HTTP/1.1 403 ");
    }
}
