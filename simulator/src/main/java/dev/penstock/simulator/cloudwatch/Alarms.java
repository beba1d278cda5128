package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * The alarms of all accounts and their states. A metric alarm is evaluated while something can change: from the moment
 * it is put or its metric gets data until the data has left its evaluation range. All methods are called inside
 * transactions.
 */
public final class Alarms {

    /**
     * An alarm went into another state.
     *
     * @param alarmArn the alarm
     * @param from before
     * @param to now
     */
    public record Change(
            String account, String region, String alarmName, String alarmArn, StateValue from, StateValue to) {}

    private static final String EVALUATE = "cloudwatch.evaluate";

    /** Points from an alarm's name to what it watches, and back. */
    private record Watch(String alarm) {}

    private final Table<AlarmRow> rows;
    private final Table<Watch> watches;
    private final Calendar calendar;
    private final SimulatedTime time;
    private final Metrics metrics;
    private final AlarmEvaluation evaluation;
    private final AlarmHistory history;
    private final AlarmActions actions;
    private final List<Consumer<Change>> listeners = new ArrayList<>();

    Alarms(
            Store store,
            Calendar calendar,
            SimulatedTime time,
            Metrics metrics,
            AlarmHistory history,
            AlarmActions actions) {
        this.rows = store.table("cloudwatch.alarms", AlarmRow.class);
        this.watches = store.table("cloudwatch.watches", Watch.class);
        this.calendar = calendar;
        this.time = time;
        this.metrics = metrics;
        this.history = history;
        this.actions = actions;
        this.evaluation = new AlarmEvaluation(metrics, new MetricQueries(metrics));
        calendar.on(EVALUATE, this::evaluate);
        metrics.onData(this::dataCame);
    }

    /** Tells somebody of every change of an alarm from now on. */
    void watch(Table.Watcher<AlarmRow> watcher) {
        rows.watch(watcher);
    }

    /** The state of an alarm of either kind; empty when there is no such alarm. */
    public Optional<StateValue> state(String account, String region, String alarmName) {
        return find(account, region, alarmName).map(row -> row.state().value());
    }

    /**
     * How much time a metric alarm looks back on: its evaluation periods. Who waits for its verdict on something new waits
     * as long.
     *
     * @return empty for a composite alarm, and when there is no such alarm
     */
    public Optional<Duration> window(String account, String region, String alarmName) {
        return find(account, region, alarmName)
                .flatMap(AlarmRow::metric)
                .map(AlarmWindow::of)
                .map(window -> Duration.ofSeconds((long) window.period() * window.wanted()));
    }

    /** Tells of every change of an alarm's state, in the transaction that changes it. */
    public void onChange(Consumer<Change> listener) {
        listeners.add(listener);
    }

    Optional<AlarmRow> find(String account, String region, String name) {
        return rows.get(AlarmRow.id(account, region, name));
    }

    /** The alarms of an account whose names start with {@code prefix}, by name. */
    List<AlarmRow> all(String account, String region, String prefix) {
        return List.copyOf(rows.under(AlarmRow.id(account, region, prefix)).values());
    }

    /**
     * Makes or changes a metric alarm; it is evaluated at the next occasion.
     *
     * @throws ServiceError {@code ValidationError} when its expression cannot be worked out
     */
    void put(String account, String region, MetricAlarm alarm) {
        AlarmRow row = AlarmRow.of(account, region, alarm);
        evaluation.evaluate(row, alarm, AlarmWindow.of(alarm), time.now());
        unwatch(row.id());
        rows.put(row.id(), row);
        for (MetricKey key : AlarmWindow.metricsOf(alarm)) {
            watches.put(Metrics.id(account, region, key) + "\u0002" + row.id(), new Watch(row.id()));
        }
        calendar.enter(EVALUATE, row.id(), AlarmWindow.of(alarm).nextEvaluation(time.now()));
    }

    /** Makes or changes a composite alarm and works out its state. */
    void put(String account, String region, CompositeAlarm alarm) {
        AlarmRow row = AlarmRow.of(account, region, alarm);
        unwatch(row.id());
        rows.put(row.id(), row);
        evaluateComposite(row, Optional.empty());
    }

    /** Puts an alarm as it is now, without evaluating it. */
    void replace(AlarmRow row) {
        rows.put(row.id(), row);
    }

    void delete(AlarmRow row) {
        unwatch(row.id());
        calendar.strike(EVALUATE, row.id());
        rows.remove(row.id());
    }

    /** Brings an alarm into a state: history, actions, and what depends on it. */
    void enter(AlarmRow row, AlarmRow.State next) {
        Instant now = time.now().truncatedTo(ChronoUnit.MILLIS);
        AlarmRow.State before = row.state();
        AlarmRow changed = row.withState(next, now);
        rows.put(row.id(), changed);
        if (before.value() == next.value()) {
            return;
        }
        history.stateChanged(changed, before, row.stateUpdated(), now);
        actions.fire(changed, before, now);
        Change change = new Change(row.account(), row.region(), row.name(), row.arn(), before.value(), next.value());
        listeners.forEach(l -> l.accept(change));
        for (AlarmRow other : all(row.account(), row.region(), "")) {
            if (other.composite().isPresent() && CompositeRule.of(other).mentions(changed)) {
                evaluateComposite(
                        find(row.account(), row.region(), other.name()).orElse(other), Optional.of(changed));
            }
        }
    }

    /** Sets a state by hand: it stands until the next evaluation. */
    void set(AlarmRow row, AlarmRow.State state) {
        enter(row, state);
        row.metric()
                .ifPresent(alarm ->
                        calendar.enter(EVALUATE, row.id(), AlarmWindow.of(alarm).nextEvaluation(time.now())));
    }

    private void evaluateComposite(AlarmRow row, Optional<AlarmRow> trigger) {
        CompositeRule rule = CompositeRule.of(row);
        StateValue value = rule.state(name ->
                find(row.account(), row.region(), name).map(r -> r.state().value()));
        if (value != row.state().value()) {
            enter(row, CompositeRule.because(row, value, trigger));
        }
    }

    private void evaluate(String id) {
        AlarmRow row = rows.get(id).orElse(null);
        if (row == null) {
            return;
        }
        MetricAlarm alarm = row.metric().orElseThrow();
        AlarmWindow window = AlarmWindow.of(alarm);
        Instant now = time.now();
        verdict(row, alarm, window, now)
                .filter(next -> next.value() != row.state().value())
                .ifPresent(next -> enter(row, next));
        if (stillChanging(row, alarm, window, now)) {
            calendar.enter(EVALUATE, id, window.nextEvaluation(now));
        }
    }

    /** What the data ask for. An expression that comes to nothing usable with these data leaves the state as it is. */
    private Optional<AlarmRow.State> verdict(AlarmRow row, MetricAlarm alarm, AlarmWindow window, Instant now) {
        try {
            return evaluation.evaluate(row, alarm, window, now);
        } catch (ServiceError e) {
            return Optional.empty();
        }
    }

    /** Whether a later evaluation may come to something else although no data comes: while data is in the range. */
    private boolean stillChanging(AlarmRow row, MetricAlarm alarm, AlarmWindow window, Instant now) {
        Instant since = window.start(now);
        return AlarmWindow.metricsOf(alarm).stream()
                .flatMap(key -> metrics.newest(row.account(), row.region(), key).stream())
                .anyMatch(newest -> !newest.isBefore(since));
    }

    private void dataCame(Metrics.Watched metric) {
        String under = Metrics.id(metric.account(), metric.region(), metric.key()) + "\u0002";
        for (Watch watch : List.copyOf(watches.under(under).values())) {
            if (calendar.due(EVALUATE, watch.alarm()).isEmpty()) {
                rows.get(watch.alarm())
                        .flatMap(AlarmRow::metric)
                        .ifPresent(alarm -> calendar.enter(
                                EVALUATE, watch.alarm(), AlarmWindow.of(alarm).nextEvaluation(time.now())));
            }
        }
    }

    private void unwatch(String id) {
        rows.get(id)
                .ifPresent(row -> row.metric().ifPresent(alarm -> {
                    for (MetricKey key : AlarmWindow.metricsOf(alarm)) {
                        watches.remove(Metrics.id(row.account(), row.region(), key) + "\u0002" + id);
                    }
                }));
    }
}
