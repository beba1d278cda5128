package dev.penstock.simulator.server;

import dev.penstock.simulator.service.BrowserAccess;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Route;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlShapes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Uploads by HTML forms: checked by the service, then put like any object. Source: S3 API Reference, "POST Object". */
final class FormUploads {

    /** Puts what a form uploaded. */
    interface Put {
        Reply put(Request asPut, Map<String, String> fields, Call.Body body) throws IOException;
    }

    private final Dispatcher dispatcher;

    FormUploads(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    static boolean isForm(Request request) {
        return request.header("content-type")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .startsWith("multipart/form-data");
    }

    Reply answer(Request request, String bucket, ServiceDefinition service, Put put) throws IOException {
        long began = dispatcher.store().changes();
        FormStream form =
                new FormStream(request.body(), request.header("content-type").orElse(""));
        boolean file = form.toFile();
        Blob blob = file ? stored(form) : dispatcher.store().blobs().store(InputStream.nullInputStream());
        Map<String, String> fields = new HashMap<>(form.fields());
        fields.put("bucket", bucket);
        if (!form.fileName().isEmpty()) {
            fields.computeIfPresent("key", (k, key) -> key.replace("${filename}", form.fileName()));
        }
        Caller caller = dispatcher.store().transact(() -> dispatcher.caller(Signature.ofForm(fields)));
        BrowserAccess browsers = service.protocol(ServiceDefinition.Protocol.RestXml.class)
                .orElseThrow()
                .browsers();
        Optional<Map<String, String>> headers = dispatcher.run(
                service.name(),
                "PostObject",
                caller,
                bucket,
                call -> browsers.form(fields, blob.size(), dispatcher.clientsNow()));
        if (headers.isEmpty()) {
            return new Reply.Hangup();
        }
        if (!file) {
            throw new ServiceError(
                    "InvalidArgument",
                    400,
                    "POST requires exactly one file upload per request.",
                    Map.of("ArgumentName", "file", "ArgumentValue", "0"));
        }
        String key = fields.getOrDefault("key", "");
        Request asPut = new Request(
                "PUT", "/" + bucket + "/" + encoded(key), Map.of(), headers.get(), request.body(), request.id());
        Reply reply = put.put(asPut, fields, new Call.Body(blob, Map.of(), Map.of(), began));
        return reply instanceof Reply.Answer answer ? worded(request, bucket, key, fields, answer) : reply;
    }

    private Blob stored(FormStream form) throws IOException {
        try (Blobs.Writer writer = dispatcher.store().blobs().writer()) {
            form.copyFile(writer);
            return writer.finish();
        }
    }

    /** The answer as the form asked for it. */
    private static Reply worded(
            Request request, String bucket, String key, Map<String, String> fields, Reply.Answer put) {
        Map<String, String> headers = new HashMap<>(put.headers());
        String location = "http://" + request.header("host").orElse("localhost") + "/" + bucket + "/" + encoded(key);
        headers.put("Location", location);
        String etag = put.headers().getOrDefault("ETag", "");
        String redirect = fields.getOrDefault("success_action_redirect", fields.getOrDefault("redirect", ""));
        if (redirect.matches("https?://[^/]+.*")) {
            String added = "bucket=" + bucket + "&key=" + encoded(key) + "&etag="
                    + URLEncoder.encode(etag, StandardCharsets.UTF_8);
            headers.put("Location", redirect + (redirect.contains("?") ? "&" : "?") + added);
            return Reply.empty(303, headers);
        }
        return switch (fields.getOrDefault("success_action_status", "204")) {
            case "200" -> Reply.empty(200, headers);
            case "201" -> {
                StringBuilder out = new StringBuilder("<PostResponse>");
                XmlShapes.element(out, "Location", location);
                XmlShapes.element(out, "Bucket", bucket);
                XmlShapes.element(out, "Key", key);
                XmlShapes.element(out, "ETag", etag);
                out.append("</PostResponse>");
                yield Reply.of(201, "application/xml", XmlShapes.document(out), headers);
            }
            default -> Reply.empty(204, headers);
        };
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    /** The route of the operation that puts objects. */
    static Optional<Route> route(List<Route> routes) {
        return routes.stream()
                .filter(route -> route.operation().name().equals("PutObject"))
                .findFirst();
    }
}
