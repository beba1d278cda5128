package dev.penstock.simulator.service;

import dev.penstock.simulator.wire.QueryNames;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
         * AWS JSON, 1.0 or 1.1.
         *
         * @param target what stands before the dot in {@code X-Amz-Target}
         * @param errorText the member of errors that holds their text, as the service's model spells it
         */
        record Json(String target, String errorText) implements Protocol {

            /** A service whose errors spell {@code message} in small letters, as most do. */
            public Json(String target) {
                this(target, "message");
            }
        }

        /**
         * Smithy RPC v2 with CBOR.
         *
         * @param shape the service's name in its model, which stands in the path
         */
        record Cbor(String shape) implements Protocol {}

        /**
         * The Query protocol.
         *
         * @param version the API's version, by which unsigned requests name the service
         * @param namespace of the responses' XML
         * @param names of lists and maps, where the service's model is another protocol's
         */
        record Query(String version, String namespace, QueryNames names) implements Protocol {

            /** A service whose model is the Query protocol's. */
            public Query(String version, String namespace) {
                this(version, namespace, QueryNames.AS_MODELLED);
            }
        }

        /** The protocol of EC2, whose requests and answers are read and written by name and not through model classes. */
        record Ec2() implements Protocol {}

        /**
         * REST with XML bodies.
         *
         * @param namespace of the responses' XML
         * @param browsers what browsers ask beside operations
         */
        record RestXml(String namespace, BrowserAccess browsers) implements Protocol {}

        /**
         * REST with JSON bodies.
         *
         * @param errorText the member of an error that holds its text, as the service's model spells it, by the error's code
         * @param largestBody how many bytes a request's body may have
         */
        record RestJson(UnaryOperator<String> errorText, int largestBody) implements Protocol {}
    }

    /** The operations of a service, while they are declared. */
    public static final class Operations {

        private final Map<String, Operation<?, ?>> byName = new TreeMap<>();
        private final List<Route> routes = new ArrayList<>();

        private Operations() {}

        /** Adds an operation. */
        public <Q extends SdkPojo, R extends SdkPojo> Operations operation(
                String operation, Supplier<? extends SdkBuilder<?, Q>> builder, Operation.Handler<Q, R> handler) {
            byName.put(operation, new Operation<>(operation, builder, handler));
            return this;
        }

        /**
         * Adds an operation of a REST service.
         *
         * @param route see {@link Route#parse}
         */
        public <Q extends SdkPojo, R extends SdkPojo> Operations operation(
                String route,
                String operation,
                Supplier<? extends SdkBuilder<?, Q>> builder,
                Operation.Handler<Q, R> handler) {
            Operation<Q, R> added = new Operation<>(operation, builder, handler);
            byName.put(operation, added);
            routes.add(Route.parse(route, added));
            return this;
        }
    }

    private final String name;
    private final List<Protocol> protocols;
    private final Consumer<Operations> declaration;
    private volatile @Nullable Operations declared;

    private ServiceDefinition(String name, List<Protocol> protocols, Consumer<Operations> declaration) {
        this.name = name;
        this.protocols = protocols;
        this.declaration = declaration;
    }

    /**
     * Defines a service.
     *
     * @param name the signing name, like {@code ecs}
     * @param declaration adds the operations; called when the service is first asked, so that a service that nobody
     *     uses costs nothing at the start
     */
    public static ServiceDefinition of(String name, Protocol protocol, Consumer<Operations> declaration) {
        return new ServiceDefinition(name, List.of(protocol), declaration);
    }

    /** The same service, spoken to in a further protocol as well: CloudWatch has three. */
    public ServiceDefinition and(Protocol further) {
        List<Protocol> all = new ArrayList<>(protocols);
        all.add(further);
        return new ServiceDefinition(name, List.copyOf(all), declaration);
    }

    /** The names of services, for those who ask for another. */
    public static String names(Collection<ServiceDefinition> services) {
        return String.join(
                ", ", services.stream().map(ServiceDefinition::name).sorted().toList());
    }

    public String name() {
        return name;
    }

    /** How it is spoken to in a protocol, if it is. */
    public <P extends Protocol> Optional<P> protocol(Class<P> kind) {
        return protocols.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** The operation of that name, or empty when it is not simulated. */
    public Optional<Operation<?, ?>> operation(String operation) {
        return Optional.ofNullable(operations().byName.get(operation));
    }

    /**
     * The operation of that name.
     *
     * @throws ServiceError when it is not simulated
     */
    public Operation<?, ?> simulated(String operation) {
        return operation(operation)
                .orElseThrow(() -> ServiceError.notSimulated(name + ":" + operation, String.join(", ", simulated())));
    }

    /** The routes of a REST service, the most specific first. */
    public List<Route> routes() {
        return operations().routes;
    }

    /** The names of all operations, for those who ask for another. */
    public List<String> simulated() {
        return List.copyOf(operations().byName.keySet());
    }

    private Operations operations() {
        Operations known = declared;
        if (known == null) {
            known = new Operations();
            declaration.accept(known);
            known.routes.sort(Comparator.comparingInt(Route::specificity).reversed());
            declared = known;
        }
        return known;
    }
}
