package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.TargetRow;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.Reachable;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * When targets are checked and what answers.
 *
 * <p>Only what can change something is on the calendar. Checks that somebody may wait for, the first ones and those
 * that are being counted, draw virtual time on; checks of real processes and of scripts with chance happen in passing;
 * and where a script answers as it always will, there are none.
 */
final class HealthChecks {

    private static final String DRAWING = "elb.check";
    private static final String PASSING = "elb.check-in-passing";

    private final ElbStore rows;
    private final Store store;
    private final Calendar calendar;
    private final SimulatedTime time;
    private final Ids ids;
    private final BiConsumer<TargetRow, TargetRow> judged;
    private final Set<String> underWay = new HashSet<>();
    private Reachable reachable = Reachable.NOTHING;

    /** @param judged is told of every check: the target before and after it */
    HealthChecks(
            ElbStore rows,
            Store store,
            Calendar calendar,
            SimulatedTime time,
            Ids ids,
            BiConsumer<TargetRow, TargetRow> judged) {
        this.rows = rows;
        this.store = store;
        this.calendar = calendar;
        this.time = time;
        this.ids = ids;
        this.judged = judged;
        calendar.on(DRAWING, key -> check(key, DRAWING));
        calendar.inPassing(PASSING, key -> check(key, PASSING));
    }

    void reach(Reachable further) {
        reachable = reachable.or(further);
    }

    /** What answers the requests that a target gets. */
    Optional<Backend> backend(TargetRow row) {
        return reachable.at(
                Arns.account(row.group()), row.target().id(), row.target().port());
    }

    /** Begins to check a target: the first time at an instant of the first interval that chance decides. */
    void begin(TargetRow row, TargetGroup group, Instant from) {
        calendar.strike(PASSING, row.key());
        long within = (long) (ids.next().nextDouble() * group.healthCheckIntervalSeconds() * 1000);
        calendar.enter(DRAWING, row.key(), from.plusMillis(within));
    }

    void end(String key) {
        calendar.strike(DRAWING, key);
        calendar.strike(PASSING, key);
    }

    /** Goes on to check a target whose backend no longer answers as it did when checks were found to be needless. */
    void freshen(TargetRow row, TargetGroup group) {
        boolean known = row.health().state() == TargetHealthStateEnum.HEALTHY
                || row.health().state() == TargetHealthStateEnum.UNHEALTHY;
        boolean due = calendar.due(DRAWING, row.key()).isPresent()
                || calendar.due(PASSING, row.key()).isPresent();
        if (known && !due && pace(row, group).isPresent()) {
            rows.settle();
            begin(row, group, time.now());
        }
    }

    private void check(String key, String kind) {
        TargetRow row = rows.target(key).orElse(null);
        TargetGroup group = row == null
                ? null
                : rows.group(row.group()).map(ElbStore.GroupRow::model).orElse(null);
        if (row == null || group == null) {
            return;
        }
        switch (checked(row, group).orElse(null)) {
            case null -> judge(row, group, new CheckOutcome.TimedOut());
            case Backend.Scripted(ResponseScript script) -> judge(row, group, outcome(script, group));
            case Backend.Listening(InetSocketAddress address) -> {
                calendar.enter(kind, key, time.now().plus(interval(group)));
                store.afterCommit(() -> probe(key, group, address, row.health().state()));
            }
        }
    }

    /** What answers the health checks of a target. */
    private Optional<Backend> checked(TargetRow row, TargetGroup group) {
        int port = HealthRules.port(group, row.target().port());
        return reachable.at(Arns.account(row.group()), row.target().id(), port);
    }

    private void probe(String key, TargetGroup group, InetSocketAddress address, TargetHealthStateEnum state) {
        if (!underWay.add(key)) {
            return;
        }
        SimulatedTime.Busy busy = time.busy();
        Thread.ofVirtual().name("elb-health-check").start(() -> {
            try (busy) {
                CheckOutcome outcome = Probe.check(address, group, state == TargetHealthStateEnum.INITIAL);
                store.transact(() -> {
                    underWay.remove(key);
                    return rows.target(key)
                            .filter(row -> row.health().state() == state)
                            .map(row -> judge(row, group, outcome));
                });
            }
        });
    }

    private TargetRow judge(TargetRow before, TargetGroup group, CheckOutcome outcome) {
        TargetRow after = HealthRules.after(group, before, outcome);
        if (!after.equals(before)) {
            rows.put(after);
        }
        end(after.key());
        pace(after, group)
                .ifPresent(kind -> calendar.enter(kind, after.key(), time.now().plus(interval(group))));
        judged.accept(before, after);
        return after;
    }

    /** How the next check is to be entered; empty when there need be none. */
    private Optional<String> pace(TargetRow row, TargetGroup group) {
        if (!HealthRules.settled(row)) {
            return Optional.of(DRAWING);
        }
        boolean healthy = row.health().state() == TargetHealthStateEnum.HEALTHY;
        return switch (checked(row, group).orElse(null)) {
            case null -> Optional.of(healthy ? DRAWING : PASSING);
            case Backend.Listening l -> Optional.of(PASSING);
            case Backend.Scripted(ResponseScript script) -> {
                if (byChance(script, group)) {
                    yield Optional.of(PASSING);
                }
                boolean agrees = HealthRules.passes(group, outcome(script, group)) == healthy;
                yield agrees ? Optional.empty() : Optional.of(DRAWING);
            }
        };
    }

    private static boolean byChance(ResponseScript script, TargetGroup group) {
        return script.failing() > 0
                && script.failing() < 1
                && HealthRules.asksOverHttp(group)
                && !timesOut(script, group);
    }

    private CheckOutcome outcome(ResponseScript script, TargetGroup group) {
        if (!HealthRules.asksOverHttp(group)) {
            return new CheckOutcome.Connected();
        } else if (timesOut(script, group)) {
            return new CheckOutcome.TimedOut();
        }
        boolean fails =
                script.failing() >= 1 || (script.failing() > 0 && ids.next().nextDouble() < script.failing());
        return new CheckOutcome.Answered(fails ? script.failingStatus() : 200);
    }

    private static boolean timesOut(ResponseScript script, TargetGroup group) {
        return script.latency().compareTo(Duration.ofSeconds(group.healthCheckTimeoutSeconds())) > 0;
    }

    private static Duration interval(TargetGroup group) {
        return Duration.ofSeconds(group.healthCheckIntervalSeconds());
    }
}
