package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.wire.CborShapes;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonShapes;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchRequest;
import tools.jackson.core.JsonGenerator;

/** The protocols that CloudWatch is spoken to in, by the names that recordings have for them. */
enum CloudWatchProtocol {
    QUERY("query"),
    JSON("json"),
    CBOR("smithy-rpc-v2-cbor");

    private static final String SHAPE = "GraniteServiceVersion20100801";

    private final String text;

    CloudWatchProtocol(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }

    /** A client: the SDK's own speaks the Query protocol, for the others its models are put on the wire here. */
    CloudWatchClient client(SimulatedAws aws) {
        if (this == QUERY) {
            return Clients.of(aws).with(CloudWatchClient.builder());
        }
        WireClient wire = new WireClient(aws.endpoint());
        InvocationHandler handler = (proxy, method, arguments) -> {
            boolean request = arguments != null && arguments.length == 1 && arguments[0] instanceof CloudWatchRequest;
            return request
                    ? answer(method, wire.send(request(method, (CloudWatchRequest) arguments[0])))
                    : InvocationHandler.invokeDefault(proxy, method, arguments);
        };
        return (CloudWatchClient) Proxy.newProxyInstance(
                CloudWatchClient.class.getClassLoader(), new Class<?>[] {CloudWatchClient.class}, handler);
    }

    private WireClient.Request request(Method method, CloudWatchRequest request) {
        String operation = method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                + method.getName().substring(1);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=" + Clients.ACCOUNT
                        + "/20260301/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0");
        headers.put("x-amzn-query-mode", "true");
        if (this == JSON) {
            headers.put("content-type", "application/x-amz-json-1.0");
            headers.put("x-amz-target", SHAPE + "." + operation);
            return new WireClient.Request("POST", "/", headers, JsonShapes.write(request));
        }
        headers.put("content-type", "application/cbor");
        headers.put("smithy-protocol", "rpc-v2-cbor");
        String target = "/service/" + SHAPE + "/operation/" + operation;
        return new WireClient.Request("POST", target, headers, CborShapes.write(request));
    }

    private Object answer(Method method, WireClient.Answer answer) throws ReflectiveOperationException {
        SdkResponse.Builder builder = (SdkResponse.Builder)
                method.getReturnType().getMethod("builder").invoke(null);
        byte[] json = answer.body();
        if (this == CBOR) {
            json = CborShapes.read(answer.body(), (SdkPojo) builder);
        } else {
            JsonShapes.read(answer.body(), (SdkPojo) builder);
        }
        SdkHttpResponse http = http(answer);
        if (answer.status() >= 300) {
            throw error(json, answer, http);
        }
        return builder.sdkHttpResponse(http).build();
    }

    private static SdkHttpResponse http(WireClient.Answer answer) {
        SdkHttpFullResponse.Builder http =
                SdkHttpFullResponse.builder().statusCode(answer.status()).statusText(answer.reason());
        answer.headers().forEach(http::putHeader);
        return http.build();
    }

    /** As the client that recorded shows it: the Query protocol's code, and the shape's name as another member. */
    private static CloudWatchException error(byte[] json, WireClient.Answer answer, SdkHttpResponse http) {
        String[] query =
                answer.headers().getOrDefault("x-amzn-query-error", ";").split(";", -1);
        Map<?, ?> said = (Map<?, ?>) Json.tree(json);
        String shape = String.valueOf(said.get("__type"));
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(shown)) {
            out.writeStartObject();
            said.forEach((name, value) -> out.writeStringProperty(String.valueOf(name), String.valueOf(value)));
            out.writeStringProperty("QueryErrorCode", shape.substring(shape.indexOf('#') + 1));
            out.writeStringProperty("Type", query[1]);
            out.writeEndObject();
        }
        @Nullable Object message = said.get("message");
        return (CloudWatchException) CloudWatchException.builder()
                .statusCode(answer.status())
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(query[0])
                        .errorMessage(Optional.ofNullable(message)
                                .map(String::valueOf)
                                .orElse(""))
                        .rawResponse(SdkBytes.fromByteArray(shown.toByteArray()))
                        .sdkHttpResponse(http)
                        .build())
                .build();
    }
}
