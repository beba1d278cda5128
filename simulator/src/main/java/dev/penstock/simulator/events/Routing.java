package dev.penstock.simulator.events;

import dev.penstock.simulator.pattern.EventPatterns;
import java.time.Instant;

/** Holds events against the rules of their bus, and hands those that match to the rules' targets. Within transactions. */
final class Routing {

    private final EventStore store;
    private final EventPatterns patterns;
    private final Deliveries deliveries;

    Routing(EventStore store, EventPatterns patterns, Deliveries deliveries) {
        this.store = store;
        this.patterns = patterns;
        this.deliveries = deliveries;
    }

    /** Lets an event come to a bus. */
    void route(EventStore.Bus bus, Event event, Instant now) {
        var rules = store.rules(bus.account(), bus.region(), bus.name());
        if (rules.isEmpty()) {
            return;
        }
        String text = event.text();
        for (EventStore.Rule rule : rules) {
            if (rule.isEnabled()
                    && !rule.targets().isEmpty()
                    && !rule.pattern().isEmpty()
                    && patterns.match(rule.pattern(), text)) {
                deliver(rule, event, now);
            }
        }
    }

    /** Hands an event to all targets of a rule. */
    void deliver(EventStore.Rule rule, Event event, Instant now) {
        rule.targets()
                .forEach(target -> Inputs.of(target, rule, event, now)
                        .ifPresent(body -> RuleDeliveries.begin(deliveries, rule, target, event, body)));
    }
}
