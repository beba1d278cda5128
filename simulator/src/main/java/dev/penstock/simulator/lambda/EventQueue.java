package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;

/**
 * Events that functions are invoked with asynchronously. One that ends with an error is tried again after one minute and after
 * two more; one that finds no execution free is tried again until it is too old.
 *
 * <p>Source: Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".
 */
final class EventQueue {

    private static final String DUE = "lambda.event";
    private static final Duration DELIVERY = Duration.ofMillis(50);
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private static final int RETRIES = 2;
    private static final Duration OLDEST = Duration.ofHours(6);

    /**
     * An event that waits.
     *
     * @param qualifier version or alias; empty for {@code $LATEST}
     * @param executed how often it was executed
     */
    record Event(
            String account,
            String region,
            String function,
            Optional<String> qualifier,
            String requestId,
            String payload,
            Instant received,
            int executed) {

        FunctionName name() {
            return new FunctionName(account, region, function, qualifier);
        }

        Event executedAgain() {
            return new Event(account, region, function, qualifier, requestId, payload, received, executed + 1);
        }
    }

    private final Store state;
    private final Table<Event> table;
    private final Calendar calendar;
    private final LambdaStore store;
    private final Executions executions;
    private final EventInvokeConfigs configs;
    private final Destinations destinations;
    private final Ids ids;

    EventQueue(
            Store state,
            Calendar calendar,
            LambdaStore store,
            Executions executions,
            EventInvokeConfigs configs,
            Destinations destinations,
            Ids ids) {
        this.state = state;
        this.table = state.table("lambda.events", Event.class);
        this.calendar = calendar;
        this.store = store;
        this.executions = executions;
        this.configs = configs;
        this.destinations = destinations;
        this.ids = ids;
        calendar.on(DUE, this::due);
    }

    /** Adds an event, which is delivered after a moment. */
    void add(FunctionName name, String payload) {
        Event event = new Event(
                name.account(), name.region(), name.name(), name.qualifier(), ids.uuid(), payload, calendar.now(), 0);
        String key = ids.uuid();
        table.put(key, event);
        calendar.enter(DUE, key, calendar.now().plus(DELIVERY));
    }

    /** Lets events go on whose execution ended with the process. */
    void resume() {
        for (String key : List.copyOf(table.under("").keySet())) {
            if (calendar.due(DUE, key).isEmpty()) {
                calendar.enter(DUE, key, calendar.now());
            }
        }
    }

    private void due(String key) {
        Event event = table.get(key).orElse(null);
        if (event == null) {
            return;
        }
        if (store.find(event.name()).isEmpty()) {
            table.remove(key);
            return;
        }
        LambdaStore.Target target = executions.route(event.name());
        if (executions.isThrottled(target)) {
            executions.throttled(target);
            if (target.function().reserved().filter(none -> none == 0).isPresent()) {
                giveUp(key, event, target, "ZeroReservedConcurrency", Optional.empty());
            } else {
                again(key, event, target, "EventAgeExceeded", Optional.empty());
            }
            return;
        }
        executions
                .execute(target, event.requestId(), event.payload())
                .thenAccept(executed -> state.transact(() -> {
                    ended(key, target, executed);
                    return executed;
                }));
    }

    private void ended(String key, LambdaStore.Target target, Executions.Executed executed) {
        Event event = table.get(key).map(Event::executedAgain).orElse(null);
        if (event == null) {
            return;
        }
        table.put(key, event);
        if (!executed.failed()) {
            table.remove(key);
            destinations.succeeded(event, target, config(event), executed);
        } else if (event.executed() > retries(event)) {
            giveUp(key, event, target, "RetriesExhausted", Optional.of(executed));
        } else {
            again(key, event, target, "EventAgeExceeded", Optional.of(executed));
        }
    }

    /** Lets an event wait for another attempt, unless it would be too old by then. */
    private void again(
            String key,
            Event event,
            LambdaStore.Target target,
            String otherwise,
            Optional<Executions.Executed> executed) {
        Instant next = calendar.now().plus(BETWEEN.multipliedBy(Math.max(1, event.executed())));
        if (next.isAfter(event.received().plus(oldest(event)))) {
            giveUp(key, event, target, otherwise, executed);
        } else {
            calendar.enter(DUE, key, next);
        }
    }

    private void giveUp(
            String key,
            Event event,
            LambdaStore.Target target,
            String condition,
            Optional<Executions.Executed> executed) {
        table.remove(key);
        destinations.failed(event, target, config(event), condition, executed);
    }

    private Optional<FunctionEventInvokeConfig> config(Event event) {
        return configs.of(event.name());
    }

    private int retries(Event event) {
        return config(event)
                .map(FunctionEventInvokeConfig::maximumRetryAttempts)
                .orElse(RETRIES);
    }

    private Duration oldest(Event event) {
        return config(event)
                .map(FunctionEventInvokeConfig::maximumEventAgeInSeconds)
                .map(Duration::ofSeconds)
                .orElse(OLDEST);
    }
}
