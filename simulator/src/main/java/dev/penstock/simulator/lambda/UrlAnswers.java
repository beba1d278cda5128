package dev.penstock.simulator.lambda;

import dev.penstock.simulator.server.Reply;
import dev.penstock.simulator.server.Request;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.model.Cors;
import software.amazon.awssdk.services.lambda.model.FunctionUrlConfig;

/**
 * What functions answer, as answers of their URLs. Source: Lambda Developer Guide, "Invoking Lambda function URLs", Response payload
 * format, and "Cross-origin resource sharing (CORS)".
 */
final class UrlAnswers {

    private static final String JSON = "application/json";
    private static final int NAME_LENGTH = "set-cookie".length();

    private UrlAnswers() {}

    /** @param more headers that the URL's configuration adds */
    static Reply of(Executions.Executed executed, Map<String, String> more) {
        if (executed.failed()) {
            return Reply.of(
                    502, JSON, "{\"Message\":\"Internal Server Error\"}".getBytes(StandardCharsets.UTF_8), more);
        }
        JsonValue answer = JsonValue.parse(executed.payload()).orElse(new JsonValue.Text(executed.payload()));
        if (!(answer instanceof JsonValue.Structure(Map<String, JsonValue> members))
                || !members.containsKey("statusCode")) {
            String body = answer instanceof JsonValue.Text text ? text.value() : executed.payload();
            return Reply.of(200, JSON, body.getBytes(StandardCharsets.UTF_8), more);
        }
        return whole(members, more);
    }

    private static Reply whole(Map<String, JsonValue> members, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(more);
        Optional<String> type = Optional.empty();
        if (members.get("headers") instanceof JsonValue.Structure(Map<String, JsonValue> given)) {
            for (Map.Entry<String, JsonValue> header : given.entrySet()) {
                if (header.getKey().equalsIgnoreCase("content-type")) {
                    type = Optional.of(JsonTexts.scalar(header.getValue()));
                } else {
                    headers.put(header.getKey(), JsonTexts.scalar(header.getValue()));
                }
            }
        }
        if (members.get("cookies") instanceof JsonValue.Array(List<JsonValue> cookies)) {
            for (int i = 0; i < cookies.size(); i++) {
                headers.put(cookieName(i), JsonTexts.scalar(cookies.get(i)));
            }
        }
        String body = JsonTexts.scalar(members.getOrDefault("body", new JsonValue.Null()));
        boolean encoded = members.get("isBase64Encoded") instanceof JsonValue.Truth(boolean yes) && yes;
        byte[] bytes = encoded ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
        int status = Integer.parseInt(JsonTexts.scalar(members.getOrDefault("statusCode", new JsonValue.Null())));
        return Reply.of(status, type.orElse(JSON), bytes, headers);
    }

    /** A reply has each name once, and names know no case: further cookies are spelled otherwise. */
    private static String cookieName(int number) {
        StringBuilder name = new StringBuilder("set-cookie");
        for (int bit = 0; bit < NAME_LENGTH; bit++) {
            if ((number >> bit & 1) == 1) {
                name.setCharAt(bit, Character.toUpperCase(name.charAt(bit)));
            }
        }
        return name.toString();
    }

    /** Whether pages of a request's origin may use the URL. */
    static boolean allows(FunctionUrlConfig config, Request request) {
        List<String> origins = config.cors() == null ? List.of() : config.cors().allowOrigins();
        return origins.contains("*")
                || origins.contains(request.header("origin").orElse(""));
    }

    /** Whether a browser only asks whether it may ask. */
    static boolean isPreflight(FunctionUrlConfig config, Request request) {
        return request.method().equals("OPTIONS")
                && request.header("access-control-request-method").isPresent()
                && config.cors() != null;
    }

    /** The headers that let a page of another origin read an answer. */
    static Map<String, String> crossOrigin(FunctionUrlConfig config, Request request) {
        Cors cors = config.cors();
        Optional<String> origin = request.header("origin");
        if (cors == null || origin.isEmpty() || !allows(config, request)) {
            return Map.of();
        }
        Map<String, String> headers = new TreeMap<>();
        headers.put("Access-Control-Allow-Origin", cors.allowOrigins().contains("*") ? "*" : origin.get());
        put(headers, "Access-Control-Allow-Methods", cors.allowMethods());
        put(headers, "Access-Control-Allow-Headers", cors.allowHeaders());
        put(headers, "Access-Control-Expose-Headers", cors.exposeHeaders());
        if (Boolean.TRUE.equals(cors.allowCredentials())) {
            headers.put("Access-Control-Allow-Credentials", "true");
        }
        if (cors.maxAge() != null) {
            headers.put("Access-Control-Max-Age", String.format(Locale.ROOT, "%d", cors.maxAge()));
        }
        return headers;
    }

    private static void put(Map<String, String> headers, String name, List<String> values) {
        if (!values.isEmpty()) {
            headers.put(name, String.join(",", values));
        }
    }
}
