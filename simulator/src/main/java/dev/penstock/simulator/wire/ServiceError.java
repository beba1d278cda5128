package dev.penstock.simulator.wire;

import java.util.Map;

/**
 * An error that a simulated service answers with, in AWS's terms. Each protocol writes it in its own shape.
 */
public final class ServiceError extends RuntimeException {

    private final String code;
    private final int status;
    private final Map<String, String> details;

    /**
     * @param code AWS's error code, like {@code ClusterNotFoundException}
     * @param status the HTTP status
     * @param message what AWS says
     * @param details further members of the error's body, like S3's {@code BucketName}
     */
    public ServiceError(String code, int status, String message, Map<String, String> details) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.details = Map.copyOf(details);
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

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public Map<String, String> details() {
        return details;
    }

    /** What the error says; never null. */
    public String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
