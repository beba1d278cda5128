package dev.penstock.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedRequestTest {

    private static final String ECS = "AmazonEC2ContainerServiceV20141113.";

    private final SimulatedAws aws = SimulatedAws.builder().start();

    @AfterEach
    void stop() {
        aws.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RegisterTaskDefinition|{|SerializationException",
                "RegisterTaskDefinition|[1]|SerializationException",
                "RegisterTaskDefinition|{} {}|SerializationException",
                "RegisterTaskDefinition|{\"family\":5}|SerializationException",
                "RegisterTaskDefinition|{\"containerDefinitions\":{}}|SerializationException",
                "RegisterTaskDefinition|{\"containerDefinitions\":[{\"cpu\":1e999999999}]}|SerializationException",
                "CreateService|{\"desiredCount\":99999999999}|SerializationException",
                "RegisterTaskDefinition|{}|ClientException",
                "CreateService|{}|ClusterNotFoundException",
                "StopTask|{\"cluster\":\"none\"}|ClusterNotFoundException",
                "DescribeServices|{\"cluster\":\"none\"}|ClusterNotFoundException",
            })
    void jsonErrorsHaveAwssShape(String operation, String body, String code) throws IOException {
        String answer = send(json(ECS + operation, body));

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("x-amzn-RequestId: ")
                .contains("\"__type\":\"" + code + "\"");
    }

    @Test
    void whatIsNotSimulatedIsToldWithWhatIs() throws IOException {
        assertThat(send(json(ECS + "CreateExpressGatewayService", "{}")))
                .startsWith("HTTP/1.1 501")
                .contains("ecs:CreateExpressGatewayService is not simulated", "RegisterTaskDefinition");
        assertThat(send(json("Kinesis_20131202.PutRecord", "{}")))
                .startsWith("HTTP/1.1 501")
                .contains("the service of Kinesis_20131202.PutRecord is not simulated", "ecr, ecs, events");
        assertThat(send(form("Action=RunInstances&Version=2016-11-15")))
                .startsWith("HTTP/1.1 501")
                .contains("<Code>NotSimulated</Code>", "iam, ", "sts");
    }

    @Test
    void queryErrorsHaveAwssShape() throws IOException {
        assertThat(send(form("Action=AssumeRole&Version=2011-06-15&DurationSeconds=soon")))
                .startsWith("HTTP/1.1 400")
                .contains("<ErrorResponse><Error><Type>Sender</Type><Code>MalformedInput</Code>");
        assertThat(send(form("Action=AssumeRole&Version=2011-06-15"))).contains("<Code>ValidationError</Code>");
    }

    @Test
    void whatIsNotSimulatedIsToldInEveryProtocol() throws IOException {
        assertThat(send(cbor("SomeService", "DoIt", "")))
                .startsWith("HTTP/1.1 501")
                .contains("smithy-protocol: rpc-v2-cbor", "NotSimulated", "the service of SomeService");
        assertThat(send("GET /restapis HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + authorization("apigateway")
                        + "\r\n"))
                .startsWith("HTTP/1.1 501")
                .contains("x-amzn-ErrorType: NotSimulated", "the service apigateway at GET /restapis")
                .contains("ecr, ecs");
        assertThat(send(lambda("GET", "/2025-11-30/capacity-providers", "")))
                .startsWith("HTTP/1.1 501")
                .contains("x-amzn-ErrorType: NotSimulated", "CreateFunction, ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/2015-03-31/functions|{|SerializationException",
                "POST|/2015-03-31/functions|[1]|SerializationException",
                "POST|/2015-03-31/functions|{\"FunctionName\":5}|SerializationException",
                "POST|/2015-03-31/functions|{\"FunctionName\":\"*\"}|ValidationException",
                "POST|/2015-03-31/functions|{}|ValidationException",
                "GET|/2015-03-31/functions?MaxItems=many|''|SerializationException",
                "POST|/2015-03-31/functions/%2A/invocations|{}|ValidationException",
                "POST|/2015-03-31/functions/none/aliases|{}|ValidationException",
                "PUT|/2017-10-31/functions/none/concurrency|{}|ValidationException",
                "POST|/2015-03-31/event-source-mappings|{}|ValidationException",
                "DELETE|/2017-03-31/tags/none|''|ValidationException",
            })
    void errorsOfRestJsonHaveAwssShape(String method, String target, String body, String code) throws IOException {
        assertThat(send(lambda(method, target, body)))
                .startsWith("HTTP/1.1 400")
                .contains("x-amzn-RequestId: ", "x-amzn-ErrorType: " + code, "\"message\":");
    }

    @Test
    void anOlderJsonIsAnsweredInKind() throws IOException {
        assertThat(send(json(ECS + "ListClusters", "{}").replace("json-1.1", "json-1.0")))
                .startsWith("HTTP/1.1 200")
                .contains("Content-Type: application/x-amz-json-1.0");
    }

    @Test
    void aCompressedBodyIsUnpackedAndABombIsNot() throws IOException {
        assertThat(send(compressed(ECS + "CreateCluster", "{\"clusterName\":\"main\"}")))
                .startsWith("HTTP/1.1 200")
                .contains("cluster/main");
        assertThat(send(compressed(ECS + "CreateCluster", " ".repeat(9 * 1024 * 1024))))
                .startsWith("HTTP/1.1 413");
        assertThat(send(json(ECS + "ListClusters", "{}")
                        .replace("X-Amz-Target", "Content-Encoding: gzip\r\nX-Amz-Target")))
                .startsWith("HTTP/1.1 400")
                .contains("SerializationException");
    }

    @Test
    void requestsMayFollowOneAnotherWithoutWaiting() throws IOException {
        String first = json(ECS + "CreateCluster", "{}").replace("Connection: close\r\n", "");

        assertThat(send(first + json(ECS + "ListClusters", "{}"))).contains("\"cluster\"", "\"clusterArns\"");
    }

    @Test
    void anOlderHttpEndsItsConnectionAndIsNotToldToContinue() throws IOException {
        assertThat(send("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n"))
                .doesNotContain("100 Continue")
                .contains("Connection: close");
    }

    @Test
    void aBodyHasALengthOrChunksButNotBoth() throws IOException {
        assertThat(send("PUT /b/k HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void requestsThatAreNoHttpAreRefused() throws IOException {
        assertThat(send("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(send("GET / HTTP/1.1\r\nno colon\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(send("GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(send("GET / HTTP/1.1\r\nA: " + "x".repeat(70_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(send("\u0016\u0003\u0001\u0002\u0000\u0001"))
                .describedAs("a TLS greeting")
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void xmlThatReachesOutIsNotFollowed() throws IOException {
        Clients.of(aws).s3().createBucket(b -> b.bucket("releases"));
        String body = "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Delete><Object><Key>&e;</Key></Object>"
                + "</Delete>";

        assertThat(send("POST /releases?delete HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + authorization("s3")
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>MalformedXML</Code>");
    }

    @Test
    void whateverComesTheServerStaysUp() throws IOException {
        List<String> seeds = List.of(
                json(
                        ECS + "RegisterTaskDefinition",
                        "{\"family\":\"web\",\"containerDefinitions\":[{\"name\":\"a\"}]}"),
                json(ECS + "CreateService", "{\"cluster\":\"main\",\"serviceName\":\"web\",\"desiredCount\":1}"),
                form("Action=CreateRole&Version=2010-05-08&RoleName=r&Tags.member.1.Key=a"),
                "PUT /bucket/key HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc",
                "GET /v2/web/manifests/latest HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                String.join(
                        "\r\n",
                        "PUT /b/k HTTP/1.1",
                        "Host: x",
                        "Connection: close",
                        "Transfer-Encoding: chunked",
                        "",
                        "3",
                        "abc",
                        "0",
                        "",
                        ""),
                json(ECS + "ListClusters", "{\"maxResults\":1}").replace("json-1.1", "json-1.0"),
                json(ECS + "ListClusters", "gzip?").replace("X-Amz-Target", "Content-Encoding: gzip\r\nX-Amz-Target"),
                cbor("GraniteServiceVersion20100801", "ListMetrics", "\u0081\u0001"),
                "GET /2015-03-31/functions/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + authorization("lambda")
                        + "\r\n",
                "PUT /b/k HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 3\r\n"
                        + "\r\nabc",
                "GET /_penstock/effects?after=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
                "POST /_penstock/time/advance HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"by\":\"PT1S\"}");
        SplittableRandom random = new SplittableRandom(20260101);
        for (int i = 0; i < 900; i++) {
            byte[] bytes = seeds.get(i % seeds.size()).getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String answer = send(bytes);
            assertThat(answer).describedAs("request %d", i).doesNotContain("InternalFailure");
        }

        assertThat(Clients.of(aws).sts().getCallerIdentity().account()).isEqualTo(Clients.ACCOUNT);
    }

    private String send(String request) throws IOException {
        return send(request.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes, says that nothing more comes, and reads to the end. */
    private String send(byte[] request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), aws.endpoint().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String cbor(String service, String operation, String body) {
        return "POST /service/" + service + "/operation/" + operation + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "smithy-protocol: rpc-v2-cbor\r\nContent-Type: application/cbor\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private static String lambda(String method, String target, String body) {
        return method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n" + authorization("lambda") + "\r\n" + body;
    }

    private static String json(String target, String body) {
        return "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Amz-Target: " + target
                + "\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static byte[] compressed(String target, String body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(
                ("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Encoding: gzip\r\nX-Amz-Target: " + target
                                + "\r\nContent-Length: " + packed.size() + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        request.writeBytes(packed.toByteArray());
        return request.toByteArray();
    }

    private static String form(String body) {
        return "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static String authorization(String service) {
        return "Authorization: AWS4-HMAC-SHA256 Credential=" + Clients.ACCOUNT + "/20260101/us-east-1/" + service
                + "/aws4_request, SignedHeaders=host, Signature=0\r\n";
    }
}
