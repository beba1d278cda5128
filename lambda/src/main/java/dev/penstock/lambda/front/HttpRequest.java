package dev.penstock.lambda.front;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A request as a function URL hands it to its function (payload format 2.0; "Invoking Lambda function URLs", Lambda Developer
 * Guide).
 *
 * @param method such as {@code POST}
 * @param path with a slash at its beginning
 * @param query parameters of the URL, decoded; of one that is there twice the last
 * @param headers by their names in small letters
 * @param body as it was sent, byte by byte; may be empty
 */
public record HttpRequest(
        String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {

    private static final String FORM = "application/x-www-form-urlencoded";

    /** Reads a request; absent if the document is none. */
    public static Optional<HttpRequest> of(JsonNode document) {
        JsonNode http = document.path("requestContext").path("http");
        String method = http.path("method").asString("");
        if (method.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        document.path("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asString("")));
        String text = document.path("body").asString("");
        return body(text, document.path("isBase64Encoded").asBoolean(false))
                .map(body -> new HttpRequest(
                        method,
                        document.path("rawPath").asString("/"),
                        form(document.path("rawQueryString").asString("")),
                        headers,
                        body));
    }

    private static Optional<byte[]> body(String text, boolean encoded) {
        if (!encoded) {
            return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A header by its name in small letters; empty if it is not there. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The fields of a form that was sent; none if it was none. */
    public Map<String, String> form() {
        return header("content-type").startsWith(FORM) ? form(new String(body, StandardCharsets.UTF_8)) : Map.of();
    }

    private static Map<String, String> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                decoded(pair.substring(equals + 1))
                        .ifPresent(
                                value -> decoded(pair.substring(0, equals)).ifPresent(name -> fields.put(name, value)));
            }
        }
        return fields;
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
