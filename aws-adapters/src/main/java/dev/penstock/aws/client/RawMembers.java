package dev.penstock.aws.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Members of requests and answers, and whole operations, that the pinned SDK does not know yet, for services that speak JSON.
 * They go through the SDK's own pipeline: what is added is signed, retried and logged like the rest, as it is added before the
 * request is signed; what is read is read from the answer that the SDK reads too.
 *
 * <pre>{@code
 * ecs.updateService(request -> request.cluster(…).overrideConfiguration(RawMembers.sending(json)))
 * }</pre>
 */
public final class RawMembers implements ExecutionInterceptor {

    private static final ExecutionAttribute<ObjectNode> SENT = new ExecutionAttribute<>("PenstockRawMembersSent");
    private static final ExecutionAttribute<Consumer<JsonNode>> READ =
            new ExecutionAttribute<>("PenstockRawMembersRead");
    private static final ExecutionAttribute<String> OPERATION = new ExecutionAttribute<>("PenstockRawMembersOperation");
    private static final ExecutionAttribute<byte[]> BODY = new ExecutionAttribute<>("PenstockRawMembersBody");

    /** Names service and operation: {@code AmazonEC2ContainerServiceV20141113.UpdateService}. */
    private static final String TARGET = "X-Amz-Target";

    RawMembers() {}

    /**
     * Adds members to a request.
     *
     * @param members merged into the request's body: objects member by member, everything else in place of what is there
     */
    public static Consumer<AwsRequestOverrideConfiguration.Builder> sending(ObjectNode members) {
        return configuration -> configuration.putExecutionAttribute(SENT, members);
    }

    /**
     * Makes a request one of another operation of the same service.
     *
     * @param operation as the service's model has it: {@code ContinueServiceDeployment}
     * @param members the whole body, in place of that of the request that carries it
     */
    public static Consumer<AwsRequestOverrideConfiguration.Builder> operation(String operation, ObjectNode members) {
        return configuration ->
                configuration.putExecutionAttribute(OPERATION, operation).putExecutionAttribute(SENT, members);
    }

    /** Reads the whole answer as JSON, once for each answer that is no error. */
    public static Consumer<AwsRequestOverrideConfiguration.Builder> reading(Consumer<JsonNode> reader) {
        return configuration -> configuration.putExecutionAttribute(READ, reader);
    }

    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        ObjectNode members = attributes.getAttribute(SENT);
        if (members == null) {
            return context.requestBody();
        }
        boolean whole = attributes.getAttribute(OPERATION) != null;
        byte[] body = whole ? JsonMapper.shared().writeValueAsBytes(members) : merged(context.requestBody(), members);
        attributes.putAttribute(BODY, body);
        return Optional.of(RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(body), body.length, "application/x-amz-json-1.1"));
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        byte[] body = attributes.getAttribute(BODY);
        if (body == null) {
            return context.httpRequest();
        }
        SdkHttpRequest.Builder request =
                context.httpRequest().toBuilder().putHeader("Content-Length", Integer.toString(body.length));
        String operation = attributes.getAttribute(OPERATION);
        if (operation != null) {
            String target = request.firstMatchingHeader(TARGET)
                    .orElseThrow(() -> new IllegalStateException("only services that speak JSON have raw operations"));
            request.putHeader(TARGET, target.substring(0, target.indexOf('.') + 1) + operation);
        }
        return request.build();
    }

    private static byte[] merged(Optional<RequestBody> present, ObjectNode members) {
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode body = mapper.createObjectNode();
        if (present.isPresent()) {
            try (InputStream stream = present.get().contentStreamProvider().newStream()) {
                body = (ObjectNode) mapper.readTree(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        merge(body, members);
        return mapper.writeValueAsBytes(body);
    }

    private static void merge(ObjectNode into, ObjectNode members) {
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            if (into.get(member.getKey()) instanceof ObjectNode inner && member.getValue() instanceof ObjectNode more) {
                merge(inner, more);
            } else {
                into.set(member.getKey(), member.getValue());
            }
        }
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        Consumer<JsonNode> reader = attributes.getAttribute(READ);
        Optional<InputStream> body = context.responseBody();
        if (reader == null || body.isEmpty() || !context.httpResponse().isSuccessful()) {
            return body;
        }
        byte[] answer;
        try (InputStream stream = body.get()) {
            answer = stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            reader.accept(JsonMapper.shared().readTree(answer));
        } catch (JacksonException e) {
            // The SDK reads the same and says what is wrong with it.
        }
        return Optional.of(new ByteArrayInputStream(answer));
    }
}
