package dev.penstock.simulator.lambda;

import dev.penstock.simulator.server.Request;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Requests at function URLs as functions get them. Source: Lambda Developer Guide, "Invoking Lambda function URLs", Request payload
 * format, which is version 2.0 of API Gateway's.
 */
final class UrlEvents {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss '+0000'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String DEFAULT = "$default";

    private UrlEvents() {}

    /**
     * The event.
     *
     * @param id of the URL
     * @param caller empty for a URL that needs no signature
     */
    static String of(Request request, String id, Optional<Caller> caller, byte[] body, String requestId, Instant now) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", DEFAULT);
        event.put("rawPath", Request.decode(request.path()));
        event.put("rawQueryString", query(request));
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        String cookies = headers.remove("cookie");
        if (cookies != null) {
            event.put("cookies", List.of(cookies.split("; *", -1)));
        }
        headers.putIfAbsent("x-forwarded-for", "127.0.0.1");
        headers.putIfAbsent("x-forwarded-proto", "https");
        headers.putIfAbsent("x-forwarded-port", "443");
        event.put("headers", headers);
        if (!request.queryValues().isEmpty()) {
            Map<String, String> values = new LinkedHashMap<>();
            request.queryValues().forEach((name, all) -> values.put(name, String.join(",", all)));
            event.put("queryStringParameters", values);
        }
        event.put("requestContext", context(request, id, caller, requestId, now));
        boolean text = isText(request.header("content-type").orElse(""));
        if (body.length > 0) {
            event.put(
                    "body",
                    text
                            ? new String(body, StandardCharsets.UTF_8)
                            : Base64.getEncoder().encodeToString(body));
        }
        event.put("isBase64Encoded", body.length > 0 && !text);
        return Json.treeText(event);
    }

    private static Map<String, Object> context(
            Request request, String id, Optional<Caller> caller, String requestId, Instant now) {
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("method", request.method());
        http.put("path", Request.decode(request.path()));
        http.put("protocol", "HTTP/1.1");
        http.put("sourceIp", "127.0.0.1");
        http.put("userAgent", request.header("user-agent").orElse(""));
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("accountId", caller.map(Caller::account).orElse("anonymous"));
        context.put("apiId", id);
        caller.ifPresent(who -> {
            Map<String, Object> iam = new LinkedHashMap<>();
            iam.put("accessKey", who.accessKey());
            iam.put("accountId", who.account());
            iam.put("callerId", who.userId());
            iam.put("userArn", who.principal());
            iam.put("userId", who.userId());
            context.put("authorizer", Map.of("iam", iam));
        });
        String host = request.header("host").orElse("").replaceFirst(":[0-9]+$", "");
        context.put("domainName", host);
        context.put("domainPrefix", id);
        context.put("http", http);
        context.put("requestId", requestId);
        context.put("routeKey", DEFAULT);
        context.put("stage", DEFAULT);
        context.put("time", TIME.format(now));
        context.put("timeEpoch", now.toEpochMilli());
        return context;
    }

    /** The query as it can be written again; how its values were escaped is not kept. */
    private static String query(Request request) {
        List<String> parts = new ArrayList<>();
        request.queryValues()
                .forEach((name, values) ->
                        values.forEach(value -> parts.add(URLEncoder.encode(name, StandardCharsets.UTF_8)
                                + "="
                                + URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return String.join("&", parts);
    }

    private static boolean isText(String type) {
        return type.isEmpty()
                || type.startsWith("text/")
                || type.contains("json")
                || type.contains("xml")
                || type.contains("javascript");
    }
}
