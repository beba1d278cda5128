package dev.penstock.metric;

import java.net.URI;
import java.time.Duration;

/** Asks a page as a user would, from where the release is run. */
@FunctionalInterface
public interface HttpChecks {

    /** What came of it. */
    sealed interface Outcome {

        /** An answer with a status. */
        record Status(int status) implements Outcome {}

        /**
         * No answer: no connection, none in time, or one that is no HTTP.
         *
         * @param reason one full sentence
         */
        record Failed(String reason) implements Outcome {}

        /**
         * It was not asked: the address is one that must not be asked.
         *
         * @param reason one full sentence
         */
        record Refused(String reason) implements Outcome {}
    }

    /**
     * Asks once. Redirects are not followed.
     *
     * @param page an http or https address
     * @param limit within which the answer must have come
     * @param allowPrivate whether addresses of private networks and of this machine may be asked
     */
    Outcome ask(URI page, Duration limit, boolean allowPrivate) throws InterruptedException;
}
