package dev.penstock.metric;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** A server that answers PromQL, by Prometheus's HTTP API. */
@FunctionalInterface
public interface PrometheusServer {

    /** An answer. */
    sealed interface Answer {

        /** One number. It may be none that can be counted, such as NaN. */
        record Value(double value) implements Answer {}

        /**
         * Not one number: the query found no series, or several.
         *
         * @param reason one full sentence
         */
        record Nothing(String reason) implements Answer {}
    }

    /**
     * Evaluates a query at an instant.
     *
     * @param server its address, such as {@code http://prometheus:9090}
     * @param bearerTokenVariable the environment variable that holds a token to show
     * @throws dev.penstock.action.RemoteCallException when there is no answer, or the server refuses the query
     */
    Answer query(URI server, Optional<String> bearerTokenVariable, String query, Instant at)
            throws InterruptedException;
}
