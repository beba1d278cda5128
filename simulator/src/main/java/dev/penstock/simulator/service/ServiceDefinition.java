package dev.penstock.simulator.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * A simulated service as data: how it is spoken to and what operations it has. Services are registered by handing
 * their definition to the server.
 */
public final class ServiceDefinition {

    /** How a service is spoken to. */
    public sealed interface Protocol {

        /**
         * AWS JSON 1.1.
         *
         * @param target what stands before the dot in {@code X-Amz-Target}
         */
        record Json(String target) implements Protocol {}

        /**
         * The Query protocol.
         *
         * @param version the API's version, by which unsigned requests name the service
         * @param namespace of the responses' XML
         */
        record Query(String version, String namespace) implements Protocol {}

        /**
         * REST with XML bodies.
         *
         * @param namespace of the responses' XML
         */
        record RestXml(String namespace) implements Protocol {}
    }

    private final String name;
    private final Protocol protocol;
    private final Map<String, Operation<?, ?>> operations = new TreeMap<>();
    private final List<Route> routes = new ArrayList<>();

    private ServiceDefinition(String name, Protocol protocol) {
        this.name = name;
        this.protocol = protocol;
    }

    /**
     * Begins a definition.
     *
     * @param name the signing name, like {@code ecs}
     */
    public static ServiceDefinition of(String name, Protocol protocol) {
        return new ServiceDefinition(name, protocol);
    }

    /** Adds an operation. */
    public <Q extends SdkPojo, R extends SdkPojo> ServiceDefinition operation(
            String operation, Supplier<? extends SdkBuilder<?, Q>> builder, Operation.Handler<Q, R> handler) {
        operations.put(operation, new Operation<>(operation, builder, handler));
        return this;
    }

    /**
     * Adds an operation of a REST service.
     *
     * @param route see {@link Route#parse}
     */
    public <Q extends SdkPojo, R extends SdkPojo> ServiceDefinition operation(
            String route,
            String operation,
            Supplier<? extends SdkBuilder<?, Q>> builder,
            Operation.Handler<Q, R> handler) {
        Operation<Q, R> added = new Operation<>(operation, builder, handler);
        operations.put(operation, added);
        routes.add(Route.parse(route, added));
        routes.sort(Comparator.comparingInt(Route::specificity).reversed());
        return this;
    }

    public String name() {
        return name;
    }

    public Protocol protocol() {
        return protocol;
    }

    /** The operation of that name, or empty when it is not simulated. */
    public Optional<Operation<?, ?>> operation(@Nullable String operation) {
        return operation == null ? Optional.empty() : Optional.ofNullable(operations.get(operation));
    }

    /** The routes of a REST service, the most specific first. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** The names of all operations, for those who ask for another. */
    public List<String> simulated() {
        return List.copyOf(operations.keySet());
    }
}
