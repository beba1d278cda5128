package dev.penstock.simulator.service;

/** What goes wrong with a call. */
public sealed interface Fault {

    /**
     * The call is answered with an error and has no effect.
     *
     * @param status the HTTP status
     * @param code AWS's error code
     * @param message what the error says
     */
    record Refuse(int status, String code, String message) implements Fault {}

    /** The connection is closed. Struck before the call, it has no effect; after it, only the answer is lost. */
    record Disconnect() implements Fault {}

    /** AWS's answer when calls come too fast; SDKs retry it. */
    static Fault throttled() {
        return new Refuse(400, "ThrottlingException", "Rate exceeded");
    }

    /** A failure on AWS's side; SDKs retry it. */
    static Fault serverError() {
        return new Refuse(500, "InternalFailure", "An internal error occurred");
    }

    /** AWS's answer to S3 requests that come too fast. */
    static Fault slowDown() {
        return new Refuse(503, "SlowDown", "Please reduce your request rate.");
    }

    /** The connection is closed. */
    static Fault disconnected() {
        return new Disconnect();
    }
}
