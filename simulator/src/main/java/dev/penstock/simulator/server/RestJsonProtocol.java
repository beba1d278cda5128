package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Route;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.RestBinding;
import dev.penstock.simulator.wire.ServiceError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import tools.jackson.core.JsonGenerator;

/**
 * REST with JSON bodies: method and path name the operation, members stand in path, query, headers and body. The service is
 * the one that the request is signed for, as paths of several services look alike.
 */
final class RestJsonProtocol implements Protocol {

    private static final String TYPE = "application/json";

    private final Dispatcher dispatcher;
    private final Map<String, ServiceDefinition> byName = new HashMap<>();

    RestJsonProtocol(Dispatcher dispatcher, List<ServiceDefinition> services) {
        this.dispatcher = dispatcher;
        for (ServiceDefinition service : services) {
            service.protocol(ServiceDefinition.Protocol.RestJson.class)
                    .ifPresent(protocol -> byName.put(service.name(), service));
        }
    }

    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        return signature.map(Signature::service).filter(byName::containsKey).isPresent();
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) throws IOException {
        ServiceDefinition service = service(signature)
                .orElseThrow(() -> ServiceError.notSimulated(
                        "the service of " + request.path(), ServiceDefinition.names(byName.values())));
        RestCalls.Target target = RestCalls.target(service, request, segments(request), route -> true);
        byte[] body = Bodies.whole(
                request,
                protocol(service).largestBody(),
                target.route().operation().name());
        SdkPojo builder = target.builder(request, "SerializationException");
        RestBinding.readJsonBody(body, builder);
        Dispatcher.Outcome outcome = dispatcher.run(
                service.name(),
                target.route().operation(),
                request,
                signature,
                RestCalls.built(builder),
                null,
                new Unmodelled(body));
        return switch (outcome) {
            case Dispatcher.Outcome.Hangup() -> new Reply.Hangup();
            case Dispatcher.Outcome.Done(SdkPojo response, Call call) ->
                reply(target.route(), response, call, requestId).deliveredAs(call);
        };
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        String errorText = service(Signature.of(request))
                .map(service -> protocol(service).errorText().apply(error.code()))
                .orElse("message");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            error.details().forEach(out::writeStringProperty);
            out.writeStringProperty(errorText, error.message());
            out.writeEndObject();
        }
        return Reply.of(
                error.status(),
                TYPE,
                bytes.toByteArray(),
                Map.of("x-amzn-RequestId", requestId, "x-amzn-ErrorType", error.code()));
    }

    private static Reply.Answer reply(Route route, SdkPojo response, Call call, String requestId) {
        Map<String, String> headers = new HashMap<>(RestBinding.headers(response));
        headers.putAll(call.answerHeaders());
        headers.put("x-amzn-RequestId", requestId);
        int status = RestBinding.status(response).or(call::status).orElse(route.status());
        if (status == 204 || !RestBinding.hasBodyMembers(response)) {
            return Reply.empty(status, headers);
        }
        return Reply.of(status, TYPE, RestBinding.jsonBody(response, call.unmodelled()::answered), headers);
    }

    private Optional<ServiceDefinition> service(Optional<Signature> signature) {
        return signature.map(Signature::service).map(byName::get);
    }

    private static ServiceDefinition.Protocol.RestJson protocol(ServiceDefinition service) {
        return service.protocol(ServiceDefinition.Protocol.RestJson.class).orElseThrow();
    }

    /** The path's segments; a slash at its end is none. */
    private static List<String> segments(Request request) {
        List<String> segments = new ArrayList<>();
        String path = request.path().startsWith("/") ? request.path().substring(1) : request.path();
        for (String segment : path.split("/", -1)) {
            segments.add(Request.decode(segment));
        }
        if (segments.getLast().isEmpty()) {
            segments.removeLast();
        }
        return segments;
    }
}
