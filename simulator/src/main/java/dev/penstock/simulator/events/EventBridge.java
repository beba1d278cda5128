package dev.penstock.simulator.events;

import dev.penstock.simulator.pattern.EventPatterns;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.JsonTexts;
import java.util.Optional;

/** EventBridge as a service. Source: EventBridge API Reference. */
public final class EventBridge {

    private final EventStore store;
    private final Routing routing;
    private final Calendar calendar;
    private final Ids ids;
    private final Buses buses;
    private final BusPermissions permissions;
    private final Rules rules;
    private final RuleTargets ruleTargets;
    private final Publishing publishing;
    private final EventTags eventTags;

    /**
     * @param targets how what events go to is reached
     * @param told what simulated services tell, which comes to the default buses
     */
    public EventBridge(
            Store state,
            Calendar calendar,
            Ids ids,
            Tags tags,
            Faults faults,
            TargetCalls targets,
            ServiceEvents told) {
        this.calendar = calendar;
        this.ids = ids;
        store = new EventStore(state);
        EventPatterns patterns = new EventPatterns();
        routing = new Routing(
                store,
                patterns,
                new Deliveries("events", "DeliverEvent", state, calendar, ids, faults, new RuleDeliveries(targets)));
        buses = new Buses(store, tags);
        permissions = new BusPermissions(store);
        rules = new Rules(store, tags, new RuleSchedules(store, calendar, ids, routing));
        ruleTargets = new RuleTargets(store);
        publishing = new Publishing(store, routing, patterns, ids);
        eventTags = new EventTags(store, tags);
        targets.buses(this::pass);
        told.listen(new ServiceEvents.Listener() {
            @Override
            public boolean hears(String account, String region) {
                return !store.rules(account, region, EventStore.DEFAULT).isEmpty();
            }

            @Override
            public void hear(ServiceEvents.Told event) {
                EventBridge.this.hear(event);
            }
        });
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of("events", new ServiceDefinition.Protocol.Json("AWSEvents"), all -> {
            buses.declare(all);
            permissions.declare(all);
            rules.declare(all);
            ruleTargets.declare(all);
            publishing.declare(all);
            eventTags.declare(all);
        });
    }

    /** The policy of a bus, by its ARN. Reads within the current transaction. */
    public Optional<String> policyOf(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length > 5 && parts[5].startsWith("event-bus/")
                ? store.bus(parts[4], parts[3], EventStore.busName(arn)).flatMap(EventStore.Bus::policy)
                : Optional.empty();
    }

    private void hear(ServiceEvents.Told told) {
        Event event = new Event(
                ids.uuid(),
                told.detailType(),
                told.source(),
                told.account(),
                calendar.now(),
                told.region(),
                told.resources(),
                JsonTexts.of(told.detail()));
        store.bus(told.account(), told.region(), EventStore.DEFAULT)
                .ifPresent(bus -> routing.route(bus, event, calendar.now()));
    }

    /** An event that a rule passes on to another bus keeps its form. */
    private boolean pass(String busArn, String text) {
        String[] parts = busArn.split(":", 6);
        Optional<EventStore.Bus> bus = store.bus(parts[4], parts[3], EventStore.busName(busArn));
        bus.ifPresent(found -> routing.route(found, PassedEvent.read(text), calendar.now()));
        return bus.isPresent();
    }
}
