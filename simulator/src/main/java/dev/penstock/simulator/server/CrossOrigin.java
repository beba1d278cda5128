package dev.penstock.simulator.server;

import dev.penstock.simulator.service.BrowserAccess;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Cross-origin requests of browsers: preflights, and the headers that let a page read an answer. */
final class CrossOrigin {

    private final Dispatcher dispatcher;

    CrossOrigin(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** Answers an {@code OPTIONS} request. */
    Reply preflight(ServiceDefinition rest, Request request, List<String> segments, Map<String, String> headers) {
        String origin = request.header("origin")
                .orElseThrow(() ->
                        ServiceError.client("BadRequest", "Insufficient information. Origin request header needed."));
        List<String> asked = Arrays.stream(request.header("access-control-request-headers")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
        String method = request.header("access-control-request-method").orElse("");
        headers.putAll(dispatcher.store().transact(() -> browsers(rest).preflight(segments, origin, method, asked)));
        return Reply.empty(200, headers);
    }

    /** Whether the origin of a request may send it, or asks whether it may. */
    boolean admits(ServiceDefinition rest, Request request, List<String> segments) {
        String origin = request.headers().getOrDefault("origin", "");
        return !segments.isEmpty()
                && (request.method().equals("OPTIONS")
                        || !dispatcher
                                .store()
                                .transact(() -> browsers(rest).allowing(segments.getFirst(), origin, request.method()))
                                .isEmpty());
    }

    /** Adds to an answer what its request's origin needs to read it. */
    Reply allowed(ServiceDefinition rest, Request request, List<String> segments, Reply reply) {
        String origin = request.headers().getOrDefault("origin", "");
        if (origin.isEmpty() || segments.isEmpty() || !(reply instanceof Reply.Answer answer)) {
            return reply;
        }
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.putAll(dispatcher
                .store()
                .transact(() -> browsers(rest).allowing(segments.getFirst(), origin, request.method())));
        return answer.with(headers);
    }

    private static BrowserAccess browsers(ServiceDefinition rest) {
        return rest.protocol(ServiceDefinition.Protocol.RestXml.class)
                .orElseThrow()
                .browsers();
    }
}
