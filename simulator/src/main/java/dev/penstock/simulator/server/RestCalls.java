package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Route;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.wire.RestBinding;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** What REST protocols have in common, whatever their bodies are: which operation a request is, and its members outside of the body. */
final class RestCalls {

    /**
     * The operation that a request is.
     *
     * @param path the values of the path's variables
     */
    record Target(Route route, Map<String, String> path) {

        /**
         * A builder of the operation's request with all that does not stand in the body.
         *
         * @param wrongKind the code of the error for a value that is none of its member's kind
         */
        SdkPojo builder(Request request, String wrongKind) {
            SdkPojo builder = route.operation().newBuilder();
            RestBinding.read(
                    new RestBinding.Source(path, request.queryValues(), request.headers()), builder, wrongKind);
            return builder;
        }
    }

    private RestCalls() {}

    /**
     * Finds the operation of a request: the most specific one.
     *
     * @param segments the path, decoded and split as the service splits it
     * @param admitted what else must hold of a route
     * @throws ServiceError when none is simulated
     */
    static Target target(ServiceDefinition service, Request request, List<String> segments, Predicate<Route> admitted) {
        Map<String, String> query = request.query();
        for (Route route : service.routes()) {
            Map<String, String> path = route.match(request.method(), segments, query, request.headers())
                    .orElse(null);
            if (path != null && admitted.test(route)) {
                return new Target(route, path);
            }
        }
        throw ServiceError.notSimulated(
                service.name() + ": " + request.method() + " " + request.path() + " "
                        + query.keySet().stream().sorted().toList(),
                String.join(", ", service.simulated()));
    }

    static SdkPojo built(SdkPojo builder) {
        return (SdkPojo) ((Buildable) builder).build();
    }
}
