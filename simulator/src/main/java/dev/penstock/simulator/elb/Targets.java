package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.GroupRow;
import dev.penstock.simulator.elb.ElbStore.TargetRow;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The life of targets: registered, checked while their group is in use, drained, gone. */
final class Targets {

    private static final String DRAINED = "elb.drained";

    private final ElbStore rows;
    private final Calendar calendar;
    private final SimulatedTime time;
    private final HealthChecks checks;
    private final List<Consumer<TargetGroups.Change>> listeners = new ArrayList<>();

    Targets(ElbStore rows, Store store, Calendar calendar, SimulatedTime time, Ids ids) {
        this.rows = rows;
        this.calendar = calendar;
        this.time = time;
        this.checks = new HealthChecks(rows, store, calendar, time, ids, this::judged);
        calendar.on(DRAINED, this::drained);
    }

    HealthChecks checks() {
        return checks;
    }

    void onChange(Consumer<TargetGroups.Change> listener) {
        listeners.add(listener);
    }

    /** Registers a target whose port is given. One that is registered stays as it is; one that drains comes back. */
    void register(GroupRow group, TargetDescription target) {
        String arn = group.model().targetGroupArn();
        String key = ElbStore.targetKey(arn, target.id(), target.port());
        boolean registered = rows.target(key)
                .filter(row -> row.health().state() != TargetHealthStateEnum.DRAINING)
                .isPresent();
        if (!registered) {
            calendar.strike(DRAINED, key);
            boolean used = !rows.balancersOf(arn).isEmpty();
            TargetHealth health = used ? HealthRules.CHECKING : HealthRules.NOT_IN_USE;
            TargetRow row = new TargetRow(arn, target, health, time.now(), 0, 0);
            change(row);
            if (used) {
                checks.begin(row, group.model(), checkable(arn));
            }
        }
    }

    /** Lets a target drain, or forgets it at once when its group gets no requests. */
    void deregister(GroupRow group, TargetRow row) {
        if (row.health().state() == TargetHealthStateEnum.DRAINING) {
            return;
        }
        checks.end(row.key());
        Duration delay =
                Duration.ofSeconds(Long.parseLong(group.attributes().get("deregistration_delay.timeout_seconds")));
        if (row.health().state() == TargetHealthStateEnum.UNUSED || delay.isZero()) {
            forget(row);
        } else {
            change(new TargetRow(row.group(), row.target(), HealthRules.DRAINING, row.registered(), 0, 0));
            calendar.enter(DRAINED, row.key(), time.now().plus(delay));
        }
    }

    /** Brings the targets of a group in line with whether a load balancer uses it. */
    void usesChanged(GroupRow group) {
        String arn = group.model().targetGroupArn();
        boolean used = !rows.balancersOf(arn).isEmpty();
        for (TargetRow row : rows.targets(arn)) {
            TargetHealthStateEnum state = row.health().state();
            if (used && state == TargetHealthStateEnum.UNUSED) {
                TargetRow begun = new TargetRow(arn, row.target(), HealthRules.CHECKING, time.now(), 0, 0);
                change(begun);
                checks.begin(begun, group.model(), checkable(arn));
            } else if (!used && state != TargetHealthStateEnum.UNUSED && state != TargetHealthStateEnum.DRAINING) {
                checks.end(row.key());
                change(new TargetRow(arn, row.target(), HealthRules.NOT_IN_USE, row.registered(), 0, 0));
            }
        }
    }

    /** Checks all targets of a group again, by changed settings. */
    void settingsChanged(GroupRow group) {
        rows.targets(group.model().targetGroupArn()).forEach(row -> checks.freshen(row, group.model()));
    }

    /** Forgets all targets of a group that is deleted. */
    void forgetAll(String group) {
        rows.targets(group).forEach(row -> {
            checks.end(row.key());
            calendar.strike(DRAINED, row.key());
            forget(row);
        });
    }

    /** The health of a target now, as it is described. */
    TargetHealth health(GroupRow group, TargetRow row) {
        checks.freshen(row, group.model());
        boolean registering = row.health().state() == TargetHealthStateEnum.INITIAL
                && time.now().isBefore(checkable(row));
        return registering ? HealthRules.REGISTERING : row.health();
    }

    private void judged(TargetRow before, TargetRow after) {
        if (!before.health().equals(after.health())) {
            tell(after, after.health());
        }
    }

    private void drained(String key) {
        rows.target(key).ifPresent(this::forget);
    }

    private void change(TargetRow row) {
        rows.put(row);
        tell(row, row.health());
    }

    private void forget(TargetRow row) {
        rows.removeTarget(row.key());
        tell(row, HealthRules.NOT_REGISTERED);
    }

    private void tell(TargetRow row, TargetHealth health) {
        TargetGroups.Change change = new TargetGroups.Change(row.group(), row.target(), health);
        listeners.forEach(listener -> listener.accept(change));
    }

    /** When the targets that are registered now can be checked for the first time. */
    private Instant checkable(String group) {
        return checkable(group, time.now());
    }

    private Instant checkable(TargetRow row) {
        return checkable(row.group(), row.registered());
    }

    private Instant checkable(String group, Instant registered) {
        return rows.balancersOf(group).stream()
                .flatMap(arn -> rows.balancer(arn).stream())
                .map(balancer -> {
                    LoadBalancerTypeEnum type = balancer.model().type();
                    Instant propagated = registered.plus(Durations.registration(type));
                    Instant active = LoadBalancers.activeFrom(balancer.model());
                    return propagated.isAfter(active) ? propagated : active;
                })
                .min(Instant::compareTo)
                .orElse(registered);
    }
}
