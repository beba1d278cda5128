package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Operation;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.wire.QueryNames;
import dev.penstock.simulator.wire.QueryShapes;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlShapes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** The Query protocol: a form with {@code Action} in, XML out. */
final class QueryProtocol implements Protocol {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Dispatcher dispatcher;
    private final Map<String, ServiceDefinition> byName = new HashMap<>();
    private final Map<String, ServiceDefinition> byVersion = new HashMap<>();

    QueryProtocol(Dispatcher dispatcher, List<ServiceDefinition> services) {
        this.dispatcher = dispatcher;
        for (ServiceDefinition service : services) {
            service.protocol(ServiceDefinition.Protocol.Query.class).ifPresent(query -> {
                byName.put(service.name(), service);
                byVersion.put(query.version(), service);
            });
        }
    }

    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        boolean form = request.header("content-type").orElse("").startsWith(FORM);
        return (request.method().equals("POST")
                        && form
                        && !signature.map(Signature::service).equals(Optional.of("s3")))
                || request.query().containsKey("Action");
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) throws IOException {
        String body = new String(Bodies.small(request), StandardCharsets.UTF_8);
        Map<String, String> form = Request.decodePairs(body);
        request.query().forEach(form::putIfAbsent);
        ServiceDefinition service = service(request, form, signature);
        String action = form.getOrDefault("Action", "");
        Operation<?, ?> operation = service.simulated(action);
        SdkPojo builder = operation.newBuilder();
        QueryNames names = names(service).in(action);
        names.address().ifPresent(member -> {
            boolean addressed = builder.sdkFields().stream()
                    .anyMatch(field -> field.memberName().equals(member));
            if (!addressed && !request.path().equals("/")) {
                throw ServiceError.client("InvalidAction", "The action " + action + " is not valid for this endpoint.");
            }
            form.putIfAbsent(member, request.path());
        });
        QueryShapes.read(form, builder, names);
        SdkPojo built = (SdkPojo) ((Buildable) builder).build();
        return switch (dispatcher.run(
                service.name(), operation, request, signature, built, null, Unmodelled.ofForm(form))) {
            case Dispatcher.Outcome.Hangup() -> new Reply.Hangup();
            case Dispatcher.Outcome.Done(SdkPojo response, var call) ->
                Reply.of(
                                200,
                                "text/xml",
                                XmlShapes.document(envelope(
                                        service, action, response, names.with(call.unmodelled()::answered), requestId)),
                                Map.of("x-amzn-RequestId", requestId))
                        .deliveredAs(call);
        };
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        StringBuilder out = new StringBuilder("<ErrorResponse><Error>");
        XmlShapes.element(out, "Type", error.status() < 500 ? "Sender" : "Receiver");
        XmlShapes.element(out, "Code", error.queryCode());
        if (!error.queryMessage().isEmpty()) {
            XmlShapes.element(out, "Message", error.queryMessage());
        }
        error.details().forEach((name, value) -> XmlShapes.element(out, name, value));
        out.append("</Error>");
        XmlShapes.element(out, "RequestId", requestId);
        out.append("</ErrorResponse>");
        return Reply.of(error.status(), "text/xml", XmlShapes.document(out), Map.of("x-amzn-RequestId", requestId));
    }

    private ServiceDefinition service(Request request, Map<String, String> form, Optional<Signature> signature) {
        @Nullable
        ServiceDefinition service = signature.isPresent()
                ? byName.get(signature.get().service())
                : byVersion.get(form.getOrDefault("Version", ""));
        if (service == null && signature.isEmpty() && !form.containsKey("Version")) {
            service = unnamed(request.path(), form.getOrDefault("Action", ""));
        }
        if (service == null) {
            throw ServiceError.notSimulated(
                    "the service of action " + form.getOrDefault("Action", "(none)"),
                    ServiceDefinition.names(byName.values()));
        }
        return service;
    }

    /**
     * The service of a request that names none: the one that has resources with addresses of their own when it goes to
     * one, else the only one that has the action, as in the links that SNS sends.
     */
    private @Nullable ServiceDefinition unnamed(String path, String action) {
        List<ServiceDefinition> possible = byName.values().stream()
                .filter(service -> path.equals("/")
                        ? service.operation(action).isPresent()
                        : names(service).address().isPresent())
                .toList();
        return possible.size() == 1 ? possible.getFirst() : null;
    }

    private static QueryNames names(ServiceDefinition service) {
        return query(service).names();
    }

    private static ServiceDefinition.Protocol.Query query(ServiceDefinition service) {
        return service.protocol(ServiceDefinition.Protocol.Query.class).orElseThrow();
    }

    private static StringBuilder envelope(
            ServiceDefinition service, String action, SdkPojo response, QueryNames names, String requestId) {
        String namespace = query(service).namespace();
        StringBuilder out = new StringBuilder(1024);
        out.append('<')
                .append(action)
                .append("Response xmlns=\"")
                .append(namespace)
                .append("\">");
        out.append('<').append(action).append("Result>");
        XmlShapes.writeMembers(out, response, names);
        out.append("</").append(action).append("Result><ResponseMetadata>");
        XmlShapes.element(out, "RequestId", requestId);
        return out.append("</ResponseMetadata></").append(action).append("Response>");
    }
}
