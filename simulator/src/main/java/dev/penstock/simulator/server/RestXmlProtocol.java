package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Route;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.wire.RestBinding;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlShapes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** REST with XML bodies, in S3's addressing: the bucket in the path or in front of the host's name. */
final class RestXmlProtocol implements Protocol {

    /** Query names that make a request one about a part of a bucket or an object. */
    private static final Set<String> PARTS = Set.of(
            "accelerate",
            "acl",
            "analytics",
            "attributes",
            "cors",
            "delete",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "location",
            "logging",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "partNumber",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "session",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versioning",
            "versions",
            "website");

    /** A virtual host: a bucket before a name of this machine's or of S3's. */
    private static final Pattern HOST = Pattern.compile(
            "(?<bucket>[a-z0-9][a-z0-9.-]+)\\.(localhost|s3[a-z0-9.-]*\\.localhost|s3[a-z0-9.-]*\\.amazonaws\\.com)(:[0-9]+)?");

    private final Dispatcher dispatcher;
    private final @Nullable ServiceDefinition service;

    RestXmlProtocol(Dispatcher dispatcher, List<ServiceDefinition> services) {
        this.dispatcher = dispatcher;
        this.service = services.stream()
                .filter(s ->
                        s.protocol(ServiceDefinition.Protocol.RestXml.class).isPresent())
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        return signature.map(s -> s.service().equals("s3")).orElse(true);
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) throws IOException {
        ServiceDefinition rest = service;
        if (rest == null || !speaks(request, signature)) {
            String name = signature.map(Signature::service).orElse("of " + request.path());
            throw ServiceError.notSimulated("the service " + name, rest == null ? "none" : rest.name());
        }
        List<String> segments = segments(request);
        for (Route route : rest.routes()) {
            Map<String, String> path = route.match(request.method(), segments, request.query(), request.headers())
                    .orElse(null);
            if (path != null && namesOnly(route, request)) {
                return answer(rest, route, path, request, signature, requestId);
            }
        }
        throw ServiceError.notSimulated(
                rest.name() + ": " + request.method() + " " + request.path() + " "
                        + request.query().keySet().stream().sorted().toList(),
                String.join(", ", rest.simulated()));
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        Map<String, String> headers = Map.of("x-amz-request-id", requestId, "x-amz-id-2", requestId);
        if (request.method().equals("HEAD") || error.status() == 304) {
            return Reply.empty(error.status(), headers);
        }
        StringBuilder out = new StringBuilder("<Error>");
        XmlShapes.element(out, "Code", error.code());
        XmlShapes.element(out, "Message", error.message());
        error.details().forEach((name, value) -> XmlShapes.element(out, name, value));
        XmlShapes.element(out, "RequestId", requestId);
        XmlShapes.element(out, "HostId", requestId);
        out.append("</Error>");
        return Reply.of(error.status(), "application/xml", XmlShapes.document(out), headers);
    }

    private Reply answer(
            ServiceDefinition rest,
            Route route,
            Map<String, String> path,
            Request request,
            Optional<Signature> signature,
            String requestId)
            throws IOException {
        SdkPojo builder = route.operation().newBuilder();
        RestBinding.read(new RestBinding.Source(path, request.query(), request.headers()), builder);
        Dispatcher.Payload payload = null;
        if (route.streamed()) {
            payload = payload(request);
        } else {
            RestBinding.readXmlBody(Bodies.small(dechunked(request)), builder);
        }
        SdkPojo built = (SdkPojo) ((Buildable) builder).build();
        return switch (dispatcher.run(
                rest.name(), route.operation(), request, signature, built, payload, Unmodelled.none())) {
            case Dispatcher.Outcome.Hangup() -> new Reply.Hangup();
            case Dispatcher.Outcome.Done(SdkPojo response, Call call) -> reply(rest, route, response, call, requestId);
        };
    }

    private Reply reply(ServiceDefinition rest, Route route, SdkPojo response, Call call, String requestId) {
        Map<String, String> headers = new HashMap<>(RestBinding.headers(response));
        headers.remove("Content-Length");
        headers.put("x-amz-request-id", requestId);
        headers.put("x-amz-id-2", requestId);
        Call.Contents contents = call.contents().orElse(null);
        if (contents != null) {
            return new Reply.Answer(call.status(), headers, () -> slice(contents), contents.length());
        }
        if (!RestBinding.hasBodyMembers(response)) {
            return Reply.empty(call.status(), headers);
        }
        StringBuilder out = new StringBuilder(512);
        String namespace = rest.protocol(ServiceDefinition.Protocol.RestXml.class)
                .orElseThrow()
                .namespace();
        if (route.root().isEmpty()) {
            XmlShapes.writeMembers(out, response);
        } else {
            RestBinding.writeXmlBody(out, response, route.root(), namespace);
        }
        return Reply.of(call.status(), "application/xml", XmlShapes.document(out), headers);
    }

    private InputStream slice(Call.Contents contents) {
        try {
            InputStream in = dispatcher.store().blobs().open(contents.sha256());
            in.skipNBytes(contents.from());
            return new LimitedInputStream(in, contents.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Dispatcher.Payload payload(Request request) throws IOException {
        InputStream body = dechunked(request);
        Blob blob = dispatcher.store().blobs().store(body);
        Map<String, String> trailers = body instanceof AwsChunkedInputStream chunked ? chunked.trailers() : Map.of();
        String expected = request.headers().getOrDefault("x-amz-decoded-content-length", "");
        if (!expected.isEmpty() && !expected.equals(Long.toString(blob.size()))) {
            throw ServiceError.client(
                    "IncompleteBody",
                    "You did not provide the number of bytes specified by the Content-Length HTTP header.");
        }
        return new Dispatcher.Payload(blob, trailers);
    }

    private static InputStream dechunked(Request request) {
        boolean chunked = request.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-")
                || request.header("content-encoding").orElse("").contains("aws-chunked");
        return chunked ? new AwsChunkedInputStream(request.body()) : request.body();
    }

    /** Bucket and key, or fewer. */
    private static List<String> segments(Request request) {
        List<String> segments = new ArrayList<>();
        var host = HOST.matcher(request.header("host").orElse(""));
        String path = request.path().startsWith("/") ? request.path().substring(1) : request.path();
        if (host.matches()) {
            segments.add(host.group("bucket"));
            if (!path.isEmpty()) {
                segments.add(Request.decode(path));
            }
            return segments;
        }
        for (String segment : path.split("/", 2)) {
            if (!segment.isEmpty()) {
                segments.add(Request.decode(segment));
            }
        }
        return segments;
    }

    /** Whether the route accounts for every part that the request is about. */
    private static boolean namesOnly(Route route, Request request) {
        return request.query().keySet().stream()
                .allMatch(name -> !PARTS.contains(name) || route.query().containsKey(name));
    }
}
