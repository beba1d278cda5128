package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Operation;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonShapes;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.ServiceError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;
import tools.jackson.core.JsonGenerator;

/** AWS JSON 1.0 and 1.1, which differ in their name only: the operation stands in {@code X-Amz-Target}, everything else in the body. */
final class JsonProtocol implements Protocol {

    private static final String OLDER = "application/x-amz-json-1.0";
    private static final String NEWER = "application/x-amz-json-1.1";

    private final Dispatcher dispatcher;
    private final Map<String, ServiceDefinition> byTarget = new HashMap<>();

    JsonProtocol(Dispatcher dispatcher, List<ServiceDefinition> services) {
        this.dispatcher = dispatcher;
        for (ServiceDefinition service : services) {
            service.protocol(ServiceDefinition.Protocol.Json.class)
                    .ifPresent(protocol -> byTarget.put(protocol.target(), service));
        }
    }

    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        return request.headers().containsKey("x-amz-target");
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) throws IOException {
        String target = request.header("x-amz-target").orElse("");
        ServiceDefinition service = service(target)
                .orElseThrow(() -> ServiceError.notSimulated(
                        "the service of " + target, ServiceDefinition.names(byTarget.values())));
        Operation<?, ?> operation = service.simulated(target.substring(target.lastIndexOf('.') + 1));
        SdkPojo builder = operation.newBuilder();
        byte[] body = Bodies.small(request);
        JsonShapes.read(body, builder);
        SdkPojo built = (SdkPojo) ((Buildable) builder).build();
        return switch (dispatcher.run(
                service.name(), operation, request, signature, built, null, new Unmodelled(body))) {
            case Dispatcher.Outcome.Hangup() -> new Reply.Hangup();
            case Dispatcher.Outcome.Done(SdkPojo response, var call) ->
                Reply.of(
                                200,
                                type(request),
                                JsonShapes.write(response, call.unmodelled()::answered),
                                Map.of("x-amzn-RequestId", requestId))
                        .deliveredAs(call);
        };
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("__type", error.code());
            if (!error.message().isEmpty()) {
                out.writeStringProperty(errorText(request), error.message());
            }
            error.details().forEach(out::writeStringProperty);
            error.members().forEach((name, value) -> {
                out.writeName(name);
                out.writeRawValue(JsonTexts.of(value));
            });
            out.writeEndObject();
        }
        return Reply.of(
                error.status(), type(request), bytes.toByteArray(), QueryMode.headers(request, error, requestId));
    }

    private Optional<ServiceDefinition> service(String target) {
        int dot = target.lastIndexOf('.');
        return Optional.ofNullable(byTarget.get(dot < 0 ? "" : target.substring(0, dot)));
    }

    /** Clients that keep errors as they came, like the SDK for Python, show the member under its own name. */
    private String errorText(Request request) {
        return service(request.header("x-amz-target").orElse(""))
                .flatMap(service -> service.protocol(ServiceDefinition.Protocol.Json.class))
                .map(ServiceDefinition.Protocol.Json::errorText)
                .orElse("message");
    }

    private static String type(Request request) {
        return request.header("content-type").orElse("").startsWith(OLDER) ? OLDER : NEWER;
    }
}
