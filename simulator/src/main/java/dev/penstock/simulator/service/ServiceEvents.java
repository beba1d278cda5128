package dev.penstock.simulator.service;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What simulated services tell of themselves: the events that AWS's services send to the default event bus of an account. A service
 * tells it within the transaction of the change; who listens is told within it as well.
 */
public final class ServiceEvents {

    /**
     * An event of a service.
     *
     * @param account whose default bus it goes to
     * @param source like {@code aws.ecs}
     * @param detailType like {@code ECS Deployment State Change}
     * @param resources ARNs; may be empty
     */
    public record Told(
            String account,
            String region,
            String source,
            String detailType,
            List<String> resources,
            JsonValue.Structure detail) {

        public Told {
            resources = List.copyOf(resources);
        }
    }

    /** Who is told. */
    public interface Listener {

        /** Whether anybody would hear of an account's events: if nobody would, none have to be made. */
        boolean hears(String account, String region);

        /** Called within the transaction of the change that is told of. */
        void hear(Told event);
    }

    private final List<Listener> listeners = new ArrayList<>();

    /** Listens from now on. Called while services are put together. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Whether anybody hears of an account's events. Within a transaction. */
    public boolean isHeard(String account, String region) {
        return listeners.stream().anyMatch(listener -> listener.hears(account, region));
    }

    /** Tells an event. Within a transaction. */
    public void tell(Told event) {
        listeners.forEach(listener -> listener.hear(event));
    }
}
