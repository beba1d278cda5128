package dev.penstock.simulator.server;

import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.ServiceError;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Takes what no other protocol does, like REST calls of a service that is not simulated, and says so. */
final class UnknownProtocol implements Protocol {

    private final List<ServiceDefinition> services;

    UnknownProtocol(List<ServiceDefinition> services) {
        this.services = services;
    }

    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        return true;
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) {
        String asked = signature.map(Signature::service).orElse("of " + request.path());
        throw ServiceError.notSimulated(
                "the service " + asked + " at " + request.method() + " " + request.path(),
                ServiceDefinition.names(services));
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("__type", error.code());
            out.writeStringProperty("message", error.message());
            out.writeEndObject();
        }
        return Reply.of(
                error.status(),
                "application/json",
                bytes.toByteArray(),
                Map.of("x-amzn-RequestId", requestId, "x-amzn-ErrorType", error.code()));
    }
}
