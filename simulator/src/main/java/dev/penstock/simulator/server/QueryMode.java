package dev.penstock.simulator.server;

import dev.penstock.simulator.wire.ServiceError;
import java.util.Map;

/**
 * What services that once spoke the Query protocol add to their errors in a newer one: the code that the Query protocol
 * had for it, for clients that say {@code x-amzn-query-mode}. Source: Smithy, trait {@code aws.protocols#awsQueryCompatible}.
 */
final class QueryMode {

    private QueryMode() {}

    static Map<String, String> headers(Request request, ServiceError error, String requestId) {
        if (!request.headers().getOrDefault("x-amzn-query-mode", "").equals("true")) {
            return Map.of("x-amzn-RequestId", requestId);
        }
        String fault = error.status() < 500 ? "Sender" : "Receiver";
        return Map.of("x-amzn-RequestId", requestId, "x-amzn-query-error", error.queryCode() + ";" + fault);
    }
}
