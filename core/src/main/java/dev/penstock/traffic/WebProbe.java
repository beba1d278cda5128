package dev.penstock.traffic;

import java.net.URI;

/** Asks a web server for a page, as a client would that knows nothing of it. */
public interface WebProbe {

    /**
     * Asks once by {@code GET}, without credentials, and waits some seconds at most. What the answer says is thrown away.
     * Redirects are answers like others: none is followed.
     *
     * @param page an {@code http} or {@code https} URL
     * @throws InterruptedException when the runner shuts down; nothing is known then
     */
    Answer get(URI page) throws InterruptedException;

    /** What came of it. */
    sealed interface Answer {

        /** It answered. */
        record Status(int code) implements Answer {

            @Override
            public String toString() {
                return "answers " + code;
            }
        }

        /**
         * It did not answer in time, or not at all.
         *
         * @param why in words, to follow "does not answer: "
         */
        record None(String why) implements Answer {

            @Override
            public String toString() {
                return "does not answer: " + why;
            }
        }
    }
}
