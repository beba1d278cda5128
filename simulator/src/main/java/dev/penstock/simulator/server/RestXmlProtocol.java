package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Route;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.ContentChecksum;
import dev.penstock.simulator.wire.RestBinding;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlShapes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** REST with XML bodies, in S3's addressing: the bucket in the path or in front of the host's name. */
final class RestXmlProtocol implements Protocol {

    /** Query names that make a request one about a part of a bucket or an object. */
    private static final Set<String> PARTS = Set.of(
            "abac",
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
            "metadataConfiguration",
            "metadataTable",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "renameObject",
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

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Dispatcher dispatcher;
    private final CrossOrigin crossOrigin;
    private final FormUploads forms;
    private final @Nullable ServiceDefinition service;

    RestXmlProtocol(Dispatcher dispatcher, List<ServiceDefinition> services) {
        this.dispatcher = dispatcher;
        this.crossOrigin = new CrossOrigin(dispatcher);
        this.forms = new FormUploads(dispatcher);
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

    /** A page of another origin may ask what a bucket's cross-origin rules let it ask, and whether they do. */
    @Override
    public boolean admits(Request request) {
        ServiceDefinition rest = service;
        return rest != null && crossOrigin.admits(rest, request, segments(request));
    }

    @Override
    public Reply answer(Request asked, Optional<Signature> signature, String requestId) throws IOException {
        ServiceDefinition rest = service;
        if (rest == null || !speaks(asked, signature)) {
            String name = signature.map(Signature::service).orElse("of " + asked.path());
            throw ServiceError.notSimulated("the service " + name, rest == null ? "none" : rest.name());
        }
        List<String> segments = segments(asked);
        if (asked.method().equals("OPTIONS")) {
            return crossOrigin.preflight(rest, asked, segments, headers(requestId));
        }
        Request request = PresignedUrl.checked(asked, dispatcher.clientsNow());
        if (request.method().equals("POST")
                && segments.size() == 1
                && request.query().isEmpty()) {
            return form(rest, request, segments.getFirst(), requestId);
        }
        RestCalls.Target target = RestCalls.target(rest, request, segments, route -> namesOnly(route, request));
        Call.Body body = target.route().streamed() ? body(request) : null;
        return crossOrigin.allowed(rest, request, segments, answer(rest, target, request, signature, body, requestId));
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        Map<String, String> headers = headers(requestId);
        headers.putAll(error.headers());
        if (request.method().equals("HEAD") || error.status() == 304) {
            return Reply.empty(error.status(), headers);
        }
        StringBuilder out = new StringBuilder("<Error>");
        XmlShapes.element(out, "Code", error.code());
        XmlShapes.element(out, "Message", error.message());
        new TreeMap<>(error.details()).forEach((name, value) -> XmlShapes.element(out, name, value));
        XmlShapes.element(out, "RequestId", requestId);
        XmlShapes.element(out, "HostId", hostId(requestId));
        out.append("</Error>");
        return Reply.of(error.status(), "application/xml", XmlShapes.document(out), headers);
    }

    private Reply form(ServiceDefinition rest, Request request, String bucket, String requestId) throws IOException {
        Route route = FormUploads.route(rest.routes()).orElse(null);
        if (route == null || !FormUploads.isForm(request)) {
            throw new ServiceError(
                    "PreconditionFailed",
                    412,
                    "At least one of the pre-conditions you specified did not hold",
                    Map.of("Condition", "Bucket POST must be of the enclosure-type multipart/form-data"));
        }
        Reply reply = forms.answer(request, bucket, rest, (put, fields, body) -> {
            Map<String, String> path = Map.of("Bucket", bucket, "Key", fields.getOrDefault("key", ""));
            return answer(rest, new RestCalls.Target(route, path), put, Signature.ofForm(fields), body, requestId);
        });
        return crossOrigin.allowed(rest, request, List.of(bucket), reply);
    }

    private Reply answer(
            ServiceDefinition rest,
            RestCalls.Target target,
            Request request,
            Optional<Signature> signature,
            Call.@Nullable Body body,
            String requestId)
            throws IOException {
        SdkPojo builder = target.builder(request, "InvalidArgument");
        if (body == null) {
            RestBinding.readXmlBody(Bodies.small(dechunked(request)), builder);
        }
        Dispatcher.Outcome outcome = dispatcher.run(
                rest.name(),
                target.route().operation(),
                request,
                signature,
                RestCalls.built(builder),
                body,
                Unmodelled.none());
        return switch (outcome) {
            case Dispatcher.Outcome.Hangup() -> new Reply.Hangup();
            case Dispatcher.Outcome.Done(SdkPojo response, Call call) ->
                reply(rest, target.route(), response, call, requestId).deliveredAs(call);
        };
    }

    private Reply.Answer reply(ServiceDefinition rest, Route route, SdkPojo response, Call call, String requestId) {
        Map<String, String> headers = new HashMap<>(RestBinding.headers(response));
        headers.remove("Content-Length");
        headers.putAll(call.answerHeaders());
        headers.putAll(headers(requestId));
        List<Call.Contents> contents = call.contents().orElse(null);
        if (contents != null) {
            long length = contents.stream().mapToLong(Call.Contents::length).sum();
            return new Reply.Answer(call.status().orElse(route.status()), headers, () -> stream(contents), length);
        }
        if (!RestBinding.hasBodyMembers(response)) {
            return Reply.empty(call.status().orElse(route.status()), headers);
        }
        StringBuilder out = new StringBuilder(512);
        String namespace = rest.protocol(ServiceDefinition.Protocol.RestXml.class)
                .orElseThrow()
                .namespace();
        if (route.root().isEmpty()) {
            XmlShapes.writeMembers(out, response);
            int name = out.indexOf(">");
            out.insert(name < 0 ? 0 : name, " xmlns=\"" + namespace + "\"");
        } else {
            RestBinding.writeXmlBody(out, response, route.root(), namespace);
        }
        return Reply.of(call.status().orElse(route.status()), "application/xml", XmlShapes.document(out), headers);
    }

    private Map<String, String> headers(String requestId) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Date", HTTP_DATE.format(dispatcher.clientsNow()));
        headers.put("Server", "AmazonS3");
        headers.put("x-amz-request-id", requestId);
        headers.put("x-amz-id-2", hostId(requestId));
        return headers;
    }

    /** The extended request id, which looks different from the other one. */
    private static String hostId(String requestId) {
        return Base64.getEncoder().encodeToString((requestId + requestId).getBytes(StandardCharsets.US_ASCII));
    }

    private InputStream stream(List<Call.Contents> contents) {
        return contents.size() == 1
                ? slice(contents.getFirst())
                : new JoinedInputStream(contents.iterator(), this::slice);
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

    private Call.Body body(Request request) throws IOException {
        long began = dispatcher.store().changes();
        InputStream body = dechunked(request);
        ChecksummedInputStream checksummed = new ChecksummedInputStream(body, wantedChecksums(request));
        Blob blob = dispatcher.store().blobs().store(checksummed);
        Map<String, String> trailers = body instanceof AwsChunkedInputStream chunked ? chunked.trailers() : Map.of();
        String expected = request.headers().getOrDefault("x-amz-decoded-content-length", "");
        if (!expected.isEmpty() && !expected.equals(Long.toString(blob.size()))) {
            throw ServiceError.client(
                    "IncompleteBody",
                    "You did not provide the number of bytes specified by the Content-Length HTTP header.");
        }
        return new Call.Body(blob, trailers, checksummed.checksums(), began);
    }

    /** What the request names in its headers, and the one that is kept when it names none. */
    private static Set<ContentChecksum> wantedChecksums(Request request) {
        Set<ContentChecksum> wanted = EnumSet.of(ContentChecksum.CRC64NVME);
        String trailer = request.headers().getOrDefault("x-amz-trailer", "").toLowerCase(Locale.ROOT);
        for (ContentChecksum checksum : ContentChecksum.values()) {
            if (request.headers().containsKey(checksum.header()) || trailer.contains(checksum.header())) {
                wanted.add(checksum);
            }
        }
        return wanted;
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
