package dev.penstock.simulator.service;

import dev.penstock.simulator.state.Blob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call while it is handled: who calls, what came with it beside the modelled request, and what it changes. */
public final class Call {

    /**
     * Contents to answer with.
     *
     * @param sha256 the blob
     * @param from first byte
     * @param length how many bytes
     */
    public record Contents(String sha256, long from, long length) {}

    private final Caller caller;
    private final String service;
    private final String operation;
    private final Instant now;
    private final Effects effects;
    private final Map<String, String> headers;
    private final @Nullable Blob payload;
    private final Map<String, String> trailers;
    private final Unmodelled unmodelled;
    private @Nullable Contents contents;
    private int status = 200;

    /**
     * @param headers the request's headers, names in lower case
     * @param payload the streamed body, where the operation has one
     * @param trailers what followed the streamed body, names in lower case
     * @param unmodelled what the model classes do not know
     */
    public Call(
            Caller caller,
            String service,
            String operation,
            Instant now,
            Effects effects,
            Map<String, String> headers,
            @Nullable Blob payload,
            Map<String, String> trailers,
            Unmodelled unmodelled) {
        this.caller = caller;
        this.service = service;
        this.operation = operation;
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        this.effects = effects;
        this.headers = headers;
        this.payload = payload;
        this.trailers = trailers;
        this.unmodelled = unmodelled;
    }

    public Caller caller() {
        return caller;
    }

    public String account() {
        return caller.account();
    }

    public String region() {
        return caller.region();
    }

    /** The simulated time in whole milliseconds, as fine as AWS's answers are. */
    public Instant now() {
        return now;
    }

    /** A header or a trailer of the request. */
    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(trailers.getOrDefault(lowerCaseName, headers.get(lowerCaseName)));
    }

    /**
     * The streamed body.
     *
     * @throws IllegalStateException when the operation has none
     */
    public Blob payload() {
        Blob blob = payload;
        if (blob == null) {
            throw new IllegalStateException(operation + " has no streamed body");
        }
        return blob;
    }

    /** Members of the request and the response that are newer than the model classes. */
    public Unmodelled unmodelled() {
        return unmodelled;
    }

    /** Notes that this call changes something. */
    public void effect(String resource) {
        effect(resource, "");
    }

    /** Notes that this call, which came with an idempotency token, changes something. */
    public void effect(String resource, @Nullable String token) {
        effects.record(caller, service, operation, resource, token == null ? "" : token);
    }

    /** Answers with contents of a blob after the response's headers. */
    public void answerWith(Contents slice) {
        contents = slice;
    }

    /** Answers with a status other than 200. */
    public void status(int code) {
        status = code;
    }

    public Optional<Contents> contents() {
        return Optional.ofNullable(contents);
    }

    public int status() {
        return status;
    }
}
