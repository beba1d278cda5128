package dev.penstock.simulator.ecs;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Calls with members that the pinned SDK does not model. */
final class RawCalls implements AutoCloseable {

    private final SimulatedAws aws;
    private final HttpClient http = HttpClient.newHttpClient();

    RawCalls(SimulatedAws aws) {
        this.aws = aws;
    }

    /** The answer's body as maps and lists. */
    Object call(String operation, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(aws.endpoint())
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + Clients.ACCOUNT
                                + "/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return Json.tree(
                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    /** What stands at a place of an answer; of lists the first element. */
    static Object at(Object answer, String... path) {
        Object at = answer;
        for (String name : path) {
            at = at instanceof List<?> list ? list.getFirst() : at;
            at = at instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : "nothing";
        }
        return at;
    }

    @Override
    public void close() {
        http.close();
    }
}
