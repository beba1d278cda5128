package dev.penstock.simulator.service;

import java.time.Duration;
import java.util.Optional;

/** What goes wrong with a call. */
public sealed interface Fault {

    /**
     * The call is answered with an error and has no effect.
     *
     * @param status the HTTP status
     * @param code AWS's error code
     * @param message what the error says
     * @param retryAfter how long the client is told to wait; empty to say nothing of it
     */
    record Refuse(int status, String code, String message, Optional<Duration> retryAfter) implements Fault {

        /** An error that says nothing of when to try again. */
        public Refuse(int status, String code, String message) {
            this(status, code, message, Optional.empty());
        }
    }

    /** The connection is closed. Struck before the call, it has no effect; after it, only the answer is lost. */
    record Disconnect() implements Fault {}

    /**
     * A read is answered with what was true some time ago, as a replica that lags behind does. Other calls are not
     * touched.
     *
     * @param age how long ago, in simulated time
     */
    record Stale(Duration age) implements Fault {}

    /**
     * A read that names something which was made only just now does not find it yet. Other calls are not touched.
     *
     * @param age for how long after it was made, in simulated time
     */
    record Unseen(Duration age) implements Fault {}

    /**
     * The simulated clock moves on before the call is handled.
     *
     * @param by how far
     */
    record ClockJump(Duration by) implements Fault {}

    /** A list in the answer comes in another order than it should, or has an item twice. */
    enum Disorder implements Fault {
        REVERSED,
        REPEATED
    }

    /** The call has its effect; its answer does not arrive as it should. Delays are in real time. */
    sealed interface Delivery extends Fault {

        /**
         * The first byte comes late.
         *
         * @param delay how late
         */
        record Slow(Duration delay) implements Delivery {}

        /**
         * Half of the body comes, then nothing, then the connection is closed.
         *
         * @param delay how long nothing comes
         */
        record Stalled(Duration delay) implements Delivery {}

        /** Half of the body comes, then the connection is reset. */
        record CutOff() implements Delivery {}

        /** The answer says that it is longer than it is. */
        record TooShort() implements Delivery {}
    }

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
