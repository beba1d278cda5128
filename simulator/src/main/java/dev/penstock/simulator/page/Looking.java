package dev.penstock.simulator.page;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Operation;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Asks the simulated services what any client could ask them, without HTTP, and untouched by faults, limits and
 * permissions. Used within a transaction.
 */
final class Looking {

    private static final int MOST_PAGES = 100;

    private final Map<String, ServiceDefinition> services;
    private final SimulatedTime time;
    private final Effects effects;

    Looking(List<ServiceDefinition> services, SimulatedTime time, Effects effects) {
        this.services = services.stream().collect(Collectors.toMap(ServiceDefinition::name, Function.identity()));
        this.time = time;
        this.effects = effects;
    }

    /** The answer; empty when the service says that it cannot give one. */
    <R extends SdkPojo> Optional<R> ask(
            Caller caller, String service, String operation, SdkPojo request, Class<R> answer) {
        Optional<Operation<?, ?>> known =
                Optional.ofNullable(services.get(service)).flatMap(definition -> definition.operation(operation));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Call call = new Call(caller, service, operation, time.now(), effects, Map.of(), null, Unmodelled.none());
        try {
            return Optional.of(answer.cast(known.get().run(call, request)));
        } catch (ServiceError e) {
            return Optional.empty();
        }
    }

    /** A page of a listing, and the token of the next one. */
    record Part<T>(List<T> items, @Nullable String next) {}

    /** All pages of a listing. */
    static <T> List<T> all(Function<@Nullable String, Part<T>> page) {
        List<T> items = new java.util.ArrayList<>();
        String token = null;
        for (int i = 0; i < MOST_PAGES; i++) {
            Part<T> part = page.apply(token);
            items.addAll(part.items());
            token = part.next();
            if (token == null) {
                break;
            }
        }
        return items;
    }
}
