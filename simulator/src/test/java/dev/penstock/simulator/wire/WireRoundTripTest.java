package dev.penstock.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.service.ModelRoutes;
import dev.penstock.simulator.service.Route;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Every request of every service at hand, filled by a seed and marshalled by the real client, is read back equal; and
 * every response that our codec writes is read back equal by the real client.
 */
class WireRoundTripTest {

    private static final int SEEDS = 2;

    /** Takes the client's request apart instead of sending it, and answers with what it is told to. */
    private static final class Recorder implements SdkHttpClient {
        private @Nullable SdkHttpRequest request;
        private byte[] body = new byte[0];
        private byte[] answer = new byte[0];
        private String answerType = "";
        private int status = 200;
        private Map<String, String> answerHeaders = Map.of();

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execute) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    request = execute.httpRequest();
                    body = new byte[0];
                    if (execute.contentStreamProvider().isPresent()) {
                        try (InputStream in =
                                execute.contentStreamProvider().get().newStream()) {
                            body = in.readAllBytes();
                        }
                    }
                    SdkHttpFullResponse.Builder response = SdkHttpResponse.builder()
                            .statusCode(status)
                            .putHeader("Content-Type", answerType)
                            .putHeader("Content-Length", Integer.toString(answer.length));
                    answerHeaders.forEach(response::putHeader);
                    return HttpExecuteResponse.builder()
                            .response(response.build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }

    private final Recorder http = new Recorder();

    @TestFactory
    List<DynamicTest> jsonRequestsAndResponses() {
        List<DynamicTest> tests = new ArrayList<>();
        for (SdkClient client : List.of(
                client(EcsClient.builder()), client(EcrClient.builder()), client(CloudWatchLogsClient.builder()))) {
            tests.addAll(each(client, this::json));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> queryRequestsAndResponses() {
        List<DynamicTest> tests = new ArrayList<>();
        for (SdkClient client : List.of(
                client(StsClient.builder()),
                client(IamClient.builder()),
                client(ElasticLoadBalancingV2Client.builder()),
                client(CloudFormationClient.builder()))) {
            tests.addAll(each(client, this::query));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> restJsonRequestsAndResponses() {
        return each(client(LambdaClient.builder()), this::restJson);
    }

    private SdkPojo restJson(SdkPojo sent) {
        SdkHttpRequest request = Objects.requireNonNull(http.request);
        Route route = ModelRoutes.of(sent.getClass());
        Map<String, String> query = new LinkedHashMap<>();
        request.rawQueryParameters().forEach((name, values) -> query.put(name, values.getLast()));
        List<String> segments = List.of(request.encodedPath().substring(1).split("/", -1)).stream()
                .map(WireRoundTripTest::decode)
                .toList();
        Map<String, String> path = route.match(request.method().name(), segments, query, Map.of())
                .orElseThrow(() -> new AssertionError(request.encodedPath() + " is not " + route));
        Map<String, String> headers = new LinkedHashMap<>();
        request.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        SdkPojo builder = fresh(sent.getClass());
        RestBinding.read(
                new RestBinding.Source(path, request.rawQueryParameters(), headers), builder, "SerializationException");
        RestBinding.readJsonBody(http.body, builder);
        return built(builder);
    }

    private SdkPojo json(SdkPojo sent) {
        SdkPojo builder = fresh(sent.getClass());
        JsonShapes.read(http.body, builder);
        return built(builder);
    }

    private SdkPojo query(SdkPojo sent) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : new String(http.body, StandardCharsets.UTF_8).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(decode(parts[0]), decode(parts[1]));
        }
        SdkPojo builder = fresh(sent.getClass());
        QueryShapes.read(form, builder);
        return built(builder);
    }

    private interface Reader {
        SdkPojo read(SdkPojo sent);
    }

    private List<DynamicTest> each(SdkClient client, Reader reader) {
        Map<String, DynamicTest> tests = new TreeMap<>();
        for (Method method : client.getClass().getInterfaces()[0].getMethods()) {
            boolean plain = method.getParameterCount() == 1
                    && SdkPojo.class.isAssignableFrom(method.getParameterTypes()[0])
                    && SdkPojo.class.isAssignableFrom(method.getReturnType());
            if (plain) {
                String name = client.serviceName() + " " + method.getName();
                tests.put(name, DynamicTest.dynamicTest(name, () -> check(client, method, reader)));
            }
        }
        return List.copyOf(tests.values());
    }

    private void check(SdkClient client, Method method, Reader reader) throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomModel values = new RandomModel(
                    seed * 31 + method.getName().hashCode(), m -> m.location() != MarshallLocation.STATUS_CODE);
            SdkPojo request = values.fill(fresh(method.getParameterTypes()[0]));
            SdkPojo response = values.fill(accepted(fresh(method.getReturnType())));
            String operation = method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                    + method.getName().substring(1);
            answer(client, operation, response);

            SdkPojo parsed = (SdkPojo) method.invoke(client, request);

            SdkPojo read = reader.read(request);
            assertThat(normal(read)).describedAs("request").isEqualTo(normal(request));
            assertThat(normal(parsed)).describedAs("response").isEqualTo(normal(response));
        }
    }

    /** A response that says its status says one of success. */
    private static SdkPojo accepted(SdkPojo response) {
        Shape.of(response).members().stream()
                .filter(member -> member.location() == MarshallLocation.STATUS_CODE)
                .forEach(member -> member.field().set(response, 202));
        return response;
    }

    private void answer(SdkClient client, String operation, SdkPojo response) {
        if (client instanceof LambdaClient) {
            http.answer = RestBinding.jsonBody(response, object -> Map.of());
            http.answerType = "application/json";
            http.answerHeaders = RestBinding.headers(response);
            http.status = RestBinding.status(response).orElse(200);
            return;
        }
        if (isJson(client)) {
            http.answer = JsonShapes.write(response);
            http.answerType = "application/x-amz-json-1.1";
            return;
        }
        StringBuilder out = new StringBuilder("<" + operation + "Response><" + operation + "Result>");
        XmlShapes.writeMembers(out, response);
        out.append("</").append(operation).append("Result></").append(operation).append("Response>");
        http.answer = XmlShapes.document(out);
        http.answerType = "text/xml";
    }

    private static boolean isJson(SdkClient client) {
        return client instanceof EcsClient || client instanceof EcrClient || client instanceof CloudWatchLogsClient;
    }

    /**
     * As a tree, so that differences show and the order of maps does not matter. Structures of which nothing is set are
     * left out: forms cannot say that they are there.
     */
    private static Object normal(SdkPojo pojo) {
        return pruned(Json.tree(JsonShapes.write(pojo)));
    }

    private static Object pruned(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> kept = new TreeMap<>();
            map.forEach((key, value) -> {
                if (!pruned(value).equals(Map.of())) {
                    kept.put(key, pruned(value));
                }
            });
            return kept;
        }
        return tree instanceof List<?> list
                ? list.stream()
                        .map(WireRoundTripTest::pruned)
                        .filter(element -> !element.equals(Map.of()))
                        .toList()
                : tree;
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(URI.create("http://127.0.0.1:1"))
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(http)
                .build();
    }

    private static SdkPojo fresh(Class<?> type) {
        try {
            return (SdkPojo) type.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static SdkPojo built(SdkPojo builder) {
        return (SdkPojo) Shape.build(builder);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
