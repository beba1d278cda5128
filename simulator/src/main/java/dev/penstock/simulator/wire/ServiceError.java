package dev.penstock.simulator.wire;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An error that a simulated service answers with, in AWS's terms. Each protocol writes it in its own shape.
 */
public final class ServiceError extends RuntimeException {

    private final String code;
    private final int status;
    private final Map<String, String> details;
    private final Map<String, String> headers;
    private final String queryCode;
    private final String queryMessage;
    private final transient Map<String, JsonValue> members;

    /**
     * @param code AWS's error code, like {@code ClusterNotFoundException}
     * @param status the HTTP status
     * @param message what AWS says
     * @param details further members of the error's body, like S3's {@code BucketName}
     */
    public ServiceError(String code, int status, String message, Map<String, String> details) {
        this(code, status, message, details, Map.of());
    }

    /** @param headers that go with the error's body */
    public ServiceError(
            String code, int status, String message, Map<String, String> details, Map<String, String> headers) {
        this(code, status, message, details, headers, code, message, Map.of());
    }

    private ServiceError(
            String code,
            int status,
            String message,
            Map<String, String> details,
            Map<String, String> headers,
            String queryCode,
            String queryMessage,
            Map<String, JsonValue> members) {
        super(message, null, false, false);
        this.members = Map.copyOf(members);
        this.code = code;
        this.status = status;
        this.details = Map.copyOf(details);
        this.headers = Map.copyOf(headers);
        this.queryCode = queryCode;
        this.queryMessage = queryMessage;
    }

    /** A mistake of the caller's, answered with status 400. */
    public static ServiceError client(String code, String message) {
        return new ServiceError(code, 400, message, Map.of());
    }

    /** An error with a status of its own. */
    public static ServiceError of(int status, String code, String message) {
        return new ServiceError(code, status, message, Map.of());
    }

    /** Something that AWS has and the simulator does not. SDKs do not retry its status. */
    public static ServiceError notSimulated(String what, String simulated) {
        return new ServiceError("NotSimulated", 501, what + " is not simulated. Simulated are: " + simulated, Map.of());
    }

    /** The same, which tells the client how long to wait. */
    public ServiceError retryAfter(Optional<Duration> wait) {
        Map<String, String> headers = wait.map(
                        time -> Map.of("Retry-After", Long.toString(Math.max(1, time.toSeconds()))))
                .orElse(Map.of());
        return new ServiceError(code, status, message(), details, headers, queryCode, queryMessage, members);
    }

    /** The same with further members of the error's body that are more than texts; only JSON has them. */
    public ServiceError with(Map<String, JsonValue> more) {
        return new ServiceError(code, status, message(), details, headers, queryCode, queryMessage, more);
    }

    /** Members of the error's body that are more than texts. */
    public Map<String, JsonValue> members() {
        return members;
    }

    /** The same, which has another code in the Query protocol than in the others. */
    public ServiceError calledInQuery(String other) {
        return saidInQuery(other, message());
    }

    /** The same, which has another code and other words in the Query protocol than in the others. */
    public ServiceError saidInQuery(String otherCode, String otherMessage) {
        return new ServiceError(code, status, message(), details, headers, otherCode, otherMessage, members);
    }

    public String code() {
        return code;
    }

    /** The code in the Query protocol, and for those who once spoke it. */
    public String queryCode() {
        return queryCode;
    }

    /** What the error says in the Query protocol. */
    public String queryMessage() {
        return queryMessage;
    }

    public int status() {
        return status;
    }

    public Map<String, String> details() {
        return details;
    }

    /** Headers that go with the error's body in REST protocols. */
    public Map<String, String> headers() {
        return headers;
    }

    /** What the error says; never null. */
    public String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
