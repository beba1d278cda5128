package dev.penstock.simulator.events;

import dev.penstock.simulator.schedule.ScheduleExpression;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Lets rules with a schedule come due. Their calendar is in UTC. */
final class RuleSchedules {

    private static final String DUE = "events.rule";

    private final EventStore store;
    private final Calendar calendar;
    private final Ids ids;
    private final Routing routing;

    RuleSchedules(EventStore store, Calendar calendar, Ids ids, Routing routing) {
        this.store = store;
        this.calendar = calendar;
        this.ids = ids;
        this.routing = routing;
        // In passing: a schedule that nobody waits for does not move virtual time for ever.
        calendar.inPassing(DUE, this::due);
    }

    /** Enters when a rule comes due next, or that it does not. */
    void arrange(EventStore.Rule rule, Instant now) {
        Optional<Instant> next = rule.isEnabled()
                ? ScheduleExpression.parse(rule.schedule())
                        .flatMap(expression -> expression.next(rule.enabledAt(), now, ZoneOffset.UTC))
                : Optional.empty();
        next.ifPresentOrElse(at -> calendar.enter(DUE, rule.key(), at), () -> forget(rule));
    }

    void forget(EventStore.Rule rule) {
        calendar.strike(DUE, rule.key());
    }

    private void due(String key) {
        store.rule(key).ifPresent(rule -> {
            Instant now = calendar.now();
            Event event = new Event(
                    ids.uuid(),
                    "Scheduled Event",
                    "aws.events",
                    rule.account(),
                    now,
                    rule.region(),
                    List.of(rule.form().arn()),
                    "{}");
            routing.deliver(rule, event, now);
            arrange(rule, now);
        });
    }
}
