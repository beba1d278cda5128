package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Operation;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.wire.FormRequest;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlShapes;
import dev.penstock.simulator.wire.XmlTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The protocol of EC2: a form in, XML out, as in the Query protocol, with other names of lists, another envelope and another
 * shape of errors. Source: Smithy, "AWS EC2 query protocol".
 */
final class Ec2Protocol implements Protocol {

    private final Dispatcher dispatcher;
    private final List<ServiceDefinition> services;

    Ec2Protocol(Dispatcher dispatcher, List<ServiceDefinition> services) {
        this.dispatcher = dispatcher;
        this.services = services.stream()
                .filter(service ->
                        service.protocol(ServiceDefinition.Protocol.Ec2.class).isPresent())
                .toList();
    }

    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        return signature.flatMap(this::service).isPresent();
    }

    private Optional<ServiceDefinition> service(Signature signature) {
        return services.stream()
                .filter(service -> service.name().equals(signature.service()))
                .findFirst();
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) throws IOException {
        ServiceDefinition service = signature.flatMap(this::service).orElseThrow();
        Map<String, String> form = Request.decodePairs(new String(Bodies.small(request), StandardCharsets.UTF_8));
        request.query().forEach(form::putIfAbsent);
        String action = form.getOrDefault("Action", "");
        if (action.isEmpty()) {
            throw ServiceError.client("MissingAction", "The request is missing an action or a required parameter.");
        }
        Operation<?, ?> operation = service.simulated(action);
        form.remove("Action");
        String version = Optional.ofNullable(form.remove("Version")).orElse("");
        FormRequest asked = FormRequest.of(form);
        return switch (dispatcher.run(service.name(), operation, request, signature, asked, null, Unmodelled.none())) {
            case Dispatcher.Outcome.Hangup() -> new Reply.Hangup();
            case Dispatcher.Outcome.Done(var response, var call) ->
                Reply.of(
                                200,
                                "text/xml;charset=UTF-8",
                                XmlShapes.document(envelope(action, version, (XmlTree) response, requestId)),
                                Map.of("x-amzn-RequestId", requestId))
                        .deliveredAs(call);
        };
    }

    private StringBuilder envelope(String action, String version, XmlTree response, String requestId) {
        StringBuilder out = new StringBuilder(1024);
        out.append('<').append(action).append("Response xmlns=\"http://ec2.amazonaws.com/doc/");
        XmlShapes.escape(out, version);
        out.append("/\">");
        XmlShapes.element(out, "requestId", requestId);
        response.write(out);
        return out.append("</").append(action).append("Response>");
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        StringBuilder out = new StringBuilder("<Response><Errors><Error>");
        XmlShapes.element(out, "Code", error.code());
        XmlShapes.element(out, "Message", error.message());
        out.append("</Error></Errors>");
        XmlShapes.element(out, "RequestID", requestId);
        out.append("</Response>");
        return Reply.of(
                error.status(),
                "text/xml;charset=UTF-8",
                XmlShapes.document(out),
                Map.of("x-amzn-RequestId", requestId));
    }
}
