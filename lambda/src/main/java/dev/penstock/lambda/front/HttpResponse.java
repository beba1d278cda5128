package dev.penstock.lambda.front;

import dev.penstock.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * What a function URL answers.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body text for a program or a page for a person; never a secret
 */
public record HttpResponse(int status, String contentType, String body) {

    /** A sentence. */
    public static HttpResponse text(int status, String sentence) {
        return new HttpResponse(status, "text/plain; charset=utf-8", sentence + "\n");
    }

    /** Why something is refused. */
    static HttpResponse refusal(int status, String id, String sentence) {
        return text(status, id + ": " + sentence);
    }

    /** A page. */
    static HttpResponse page(int status, String html) {
        return new HttpResponse(status, "text/html; charset=utf-8", html);
    }

    /**
     * The answer in payload format 2.0. The address of a page holds its key, so that no other page learns it, none is kept,
     * and none is shown inside another.
     */
    public byte[] document() {
        JsonWriter json = JsonWriter.compact();
        json.object();
        json.name("statusCode").value(status);
        json.name("headers").object();
        json.name("content-type").value(contentType);
        json.name("cache-control").value("no-store");
        json.name("referrer-policy").value("no-referrer");
        json.name("x-content-type-options").value("nosniff");
        json.name("content-security-policy")
                .value("default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'");
        json.endObject();
        json.name("body").value(body);
        json.endObject();
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
