package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Operation;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.wire.CborShapes;
import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** Smithy RPC v2 with CBOR: service and operation stand in the path, everything else in the body. */
final class CborProtocol implements Protocol {

    private static final String NAME = "rpc-v2-cbor";
    private static final Pattern PATH = Pattern.compile("(?:/.*)?/service/([^/]+)/operation/([^/]+)/?");

    private final Dispatcher dispatcher;
    private final Map<String, ServiceDefinition> byShape = new HashMap<>();

    CborProtocol(Dispatcher dispatcher, List<ServiceDefinition> services) {
        this.dispatcher = dispatcher;
        for (ServiceDefinition service : services) {
            service.protocol(ServiceDefinition.Protocol.Cbor.class)
                    .ifPresent(protocol -> byShape.put(protocol.shape(), service));
        }
    }

    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        return request.headers().getOrDefault("smithy-protocol", "").equals(NAME);
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) throws IOException {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches() || !request.method().equals("POST")) {
            throw ServiceError.of(404, "UnknownOperationException", "There is no operation at " + request.path());
        }
        @Nullable ServiceDefinition service = byShape.get(path.group(1));
        if (service == null) {
            throw ServiceError.notSimulated(
                    "the service of " + path.group(1), ServiceDefinition.names(byShape.values()));
        }
        Operation<?, ?> operation = service.simulated(path.group(2));
        SdkPojo builder = operation.newBuilder();
        byte[] json = CborShapes.read(Bodies.small(request), builder);
        SdkPojo built = (SdkPojo) ((Buildable) builder).build();
        return switch (dispatcher.run(
                service.name(), operation, request, signature, built, null, new Unmodelled(json))) {
            case Dispatcher.Outcome.Hangup() -> new Reply.Hangup();
            case Dispatcher.Outcome.Done(SdkPojo response, var call) ->
                reply(200, CborShapes.write(response), Map.of("x-amzn-RequestId", requestId))
                        .deliveredAs(call);
        };
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        Map<String, String> members = new TreeMap<>(error.details());
        members.put("__type", error.code());
        if (!error.message().isEmpty()) {
            members.put("message", error.message());
        }
        return reply(error.status(), CborShapes.write(members), QueryMode.headers(request, error, requestId));
    }

    private static Reply.Answer reply(int status, byte[] body, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("smithy-protocol", NAME);
        return Reply.of(status, "application/cbor", body, all);
    }
}
