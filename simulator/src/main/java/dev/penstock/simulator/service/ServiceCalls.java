package dev.penstock.simulator.service;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import dev.penstock.simulator.wire.RestBinding;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * How a simulated service that works through others, like CloudFormation, asks them: as their clients do, in somebody's
 * name, only within its own transaction and without the wire.
 *
 * <p>Permissions are asked for and effects are noted as for any call. Rate limits, the wire's faults and streamed bodies
 * have no part in it.
 */
public final class ServiceCalls {

    private static final String REQUEST = "Request";

    private final Store store;
    private final Effects effects;
    private final Authorizer authorizer;
    private final Supplier<Instant> clock;
    private final Map<String, ServiceDefinition> services = new HashMap<>();

    /** @param clock the simulated time */
    public ServiceCalls(Store store, Effects effects, Authorizer authorizer, Supplier<Instant> clock) {
        this.store = store;
        this.effects = effects;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    /** Says which services can be asked. Once, when all of them are there. */
    public void register(List<ServiceDefinition> all) {
        all.forEach(service -> services.put(service.name(), service));
    }

    /**
     * Asks a service. What a refused call changed is undone; the rest of the transaction stays.
     *
     * @param caller in whose name
     * @param service its signing name, like {@code ecs}
     * @param request of the operation that its class is named after
     * @param answers the class of the answer
     * @throws ServiceError as the service answers it, also when the service or the operation is not simulated
     */
    public <R extends SdkPojo> R call(Caller caller, String service, SdkPojo request, Class<R> answers) {
        ServiceDefinition definition = services.get(service);
        if (definition == null) {
            throw ServiceError.notSimulated(service, ServiceDefinition.names(services.values()));
        }
        Operation<?, ?> operation = definition.simulated(operation(request));
        Call call = new Call(
                caller, service, operation.name(), clock.get(), effects, headers(request), null, Unmodelled.none());
        return answers.cast(store.attempt(() -> {
            Refusals.inTermsOf(service, () -> {
                authorizer.authorize(caller, service, operation.name(), request);
                return service;
            });
            return call.answer(operation.run(call, request));
        }));
    }

    /**
     * A request that is known by names only.
     *
     * @param service its signing name
     * @param operation as AWS calls it
     * @param members as the API names them, or with another case of their first letter
     * @throws ServiceError when the service, the operation or a member is not simulated
     */
    public SdkPojo request(String service, String operation, JsonValue.Structure members) {
        ServiceDefinition definition = services.get(service);
        if (definition == null) {
            throw ServiceError.notSimulated(service, ServiceDefinition.names(services.values()));
        }
        SdkPojo builder = definition.simulated(operation).newBuilder();
        List<String> unknown = PropertyShapes.read(members, builder);
        if (!unknown.isEmpty()) {
            throw ServiceError.notSimulated(
                    "The member " + unknown.getFirst() + " of " + operation, "those of the SDK");
        }
        return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
    }

    /**
     * Asks whether somebody may do something, without doing it.
     *
     * @throws ServiceError as the service answers it when not
     */
    public void permit(Caller caller, String service, SdkPojo request) {
        Refusals.inTermsOf(service, () -> {
            authorizer.authorize(caller, service, operation(request), request);
            return service;
        });
    }

    /** What would be headers on the wire: services ask for some of them by name. */
    private static Map<String, String> headers(SdkPojo request) {
        Map<String, String> headers = new HashMap<>();
        RestBinding.headers(request).forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    private static String operation(SdkPojo request) {
        String name = request.getClass().getSimpleName();
        return name.endsWith(REQUEST) ? name.substring(0, name.length() - REQUEST.length()) : name;
    }
}
