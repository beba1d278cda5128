package dev.penstock.simulator.service;

import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.ContentChecksum;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** One call while it is handled: who calls, what came with it beside the modelled request, and what it changes. */
public final class Call {

    /**
     * A part of a blob to answer with.
     *
     * @param sha256 the blob
     * @param from first byte
     * @param length how many bytes
     */
    public record Contents(String sha256, long from, long length) {}

    /**
     * A streamed body that was stored.
     *
     * @param blob where it is
     * @param trailers what followed it, names in lower case
     * @param checksums that were computed as it came by, in Base64
     * @param began the number of the last change ({@link dev.penstock.simulator.state.Store#changes}) when its first
     *     byte was read
     */
    public record Body(Blob blob, Map<String, String> trailers, Map<ContentChecksum, String> checksums, long began) {}

    /**
     * What a call waits for before it is handled again.
     *
     * @param sleeper woken when something has happened
     * @param until when it is handled again at the latest
     */
    public record Pause(SimulatedTime.Sleeper sleeper, Instant until) {}

    private final Caller caller;
    private final String service;
    private final String operation;
    private final Instant now;
    private final Effects effects;
    private final Map<String, String> headers;
    private final @Nullable Body body;
    private final Unmodelled unmodelled;
    private final Map<String, String> answerHeaders = new HashMap<>();
    private @Nullable List<Contents> contents;
    private Optional<Fault.Delivery> delivery = Optional.empty();
    private Optional<Pause> pause = Optional.empty();
    private Instant began;
    private String requestId = "";
    private boolean patient = true;
    private @Nullable Supplier<? extends SdkPojo> later;
    private Optional<Integer> status = Optional.empty();

    /**
     * @param headers the request's headers, names in lower case
     * @param body the streamed body, where the operation has one
     * @param unmodelled what the model classes do not know
     */
    public Call(
            Caller caller,
            String service,
            String operation,
            Instant now,
            Effects effects,
            Map<String, String> headers,
            @Nullable Body body,
            Unmodelled unmodelled) {
        this.caller = caller;
        this.service = service;
        this.operation = operation;
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        this.effects = effects;
        this.headers = headers;
        this.body = body;
        this.unmodelled = unmodelled;
        this.began = this.now;
    }

    /**
     * The same call, handled again after it has waited.
     *
     * @param later the simulated time
     * @param mayWait whether it may wait once more
     */
    public Call again(Instant later, boolean mayWait) {
        Call call = new Call(caller, service, operation, later, effects, headers, body, unmodelled);
        call.began = began;
        call.requestId = requestId;
        call.patient = mayWait;
        return call;
    }

    /** The same call, known by the id that its answer has as well. */
    public Call identified(String id) {
        requestId = id;
        return this;
    }

    /** The id that the call's answer has; empty for a call of a simulated service to another. */
    public String requestId() {
        return requestId;
    }

    public Caller caller() {
        return caller;
    }

    /** The service's signing name. */
    public String service() {
        return service;
    }

    /** The operation, as AWS calls it. */
    public String operation() {
        return operation;
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

    /** When the call came in; earlier than {@link #now} when it has waited. */
    public Instant began() {
        return began;
    }

    /** Whether the call may still wait. */
    public boolean isPatient() {
        return patient;
    }

    /** Leaves the call unanswered for now: it waits outside of the transaction and is then handled again. */
    public void waitFor(Pause what) {
        pause = Optional.of(what);
    }

    /** What the call waits for before it is answered, if it does. */
    public Optional<Pause> pause() {
        return pause;
    }

    /** A header or a trailer of the request. */
    public Optional<String> header(String lowerCaseName) {
        String value = headers.get(lowerCaseName);
        return Optional.ofNullable(body == null ? value : body.trailers().getOrDefault(lowerCaseName, value));
    }

    /** All headers of the request, names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * The streamed body.
     *
     * @throws IllegalStateException when the operation has none
     */
    public Body body() {
        Body given = body;
        if (given == null) {
            throw new IllegalStateException(operation + " has no streamed body");
        }
        return given;
    }

    /** The contents of {@link #body}. */
    public Blob payload() {
        return body().blob();
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

    /** Answers with contents of blobs, one after the other, after the response's headers. */
    public void answerWith(List<Contents> slices) {
        contents = List.copyOf(slices);
    }

    /** Answers with a header that the response's model class does not have. */
    public void answerHeader(String name, String value) {
        answerHeaders.put(name, value);
    }

    public Map<String, String> answerHeaders() {
        return answerHeaders;
    }

    /** Lets something go wrong while the answer is sent. */
    public void deliver(Fault.Delivery how) {
        delivery = Optional.of(how);
    }

    public Optional<Fault.Delivery> delivery() {
        return delivery;
    }

    /** Answers with another status than the operation usually does. */
    public void status(int code) {
        status = Optional.of(code);
    }

    /**
     * Answers with what is known only once the transaction is over, like the result of work that is done outside of the
     * simulated AWS.
     *
     * @param response waits for it, and may throw a {@code ServiceError}; what it changes, it changes in a transaction of its own
     */
    public void answerLater(Supplier<? extends SdkPojo> response) {
        later = response;
    }

    /** The answer: what {@link #answerLater} was given, else the handler's response. */
    public SdkPojo answer(SdkPojo response) {
        Supplier<? extends SdkPojo> asked = later;
        return asked == null ? response : asked.get();
    }

    public Optional<List<Contents>> contents() {
        return Optional.ofNullable(contents);
    }

    /** The status that the handler asked for; empty for the operation's usual one. */
    public Optional<Integer> status() {
        return status;
    }
}
