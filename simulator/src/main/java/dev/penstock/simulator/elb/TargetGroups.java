package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.GroupRow;
import dev.penstock.simulator.elb.ElbStore.TargetRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/** Target groups as other services use them. Everything here happens within a transaction. */
public final class TargetGroups {

    /**
     * The health of a target changed, or it came or went.
     *
     * @param target with its port
     * @param now {@code UNUSED} with reason {@code Target.NotRegistered} when it has drained and is gone
     */
    public record Change(String targetGroupArn, TargetDescription target, TargetHealth now) {}

    private final ElbStore rows;
    private final Targets targets;

    TargetGroups(ElbStore rows, Targets targets) {
        this.rows = rows;
        this.targets = targets;
    }

    /** The target group of an ARN. Its {@code loadBalancerArns()} are empty while no listener or rule uses it. */
    public Optional<TargetGroup> find(String arn) {
        return rows.group(arn).map(rows::described);
    }

    /**
     * Registers a target. One that is registered already stays as it is; one that drains comes back.
     *
     * @param target without a port it gets the group's
     * @throws dev.penstock.simulator.wire.ServiceError {@code TargetGroupNotFound}
     */
    public void register(String arn, TargetDescription target) {
        GroupRow group = group(arn);
        targets.register(group, withPort(group, target));
    }

    /**
     * Deregisters a target: it drains for the group's deregistration delay and is gone then. One that is not registered
     * is let be.
     *
     * @param target without a port it is every port of that id
     * @throws dev.penstock.simulator.wire.ServiceError {@code TargetGroupNotFound}
     */
    public void deregister(String arn, TargetDescription target) {
        GroupRow group = group(arn);
        meant(arn, target).forEach(row -> targets.deregister(group, row));
    }

    /**
     * How a target is.
     *
     * @return {@code UNUSED} with reason {@code Target.NotRegistered} when the group or the target is not known
     */
    public TargetHealth health(String arn, TargetDescription target) {
        GroupRow group = rows.group(arn).orElse(null);
        if (group == null) {
            return HealthRules.NOT_REGISTERED;
        }
        TargetDescription full = withPort(group, target);
        return rows.target(ElbStore.targetKey(arn, full.id(), full.port()))
                .map(row -> targets.health(group, row))
                .orElse(HealthRules.NOT_REGISTERED);
    }

    /** Tells of every change of a target's health, in the transaction that changes it. */
    public void onChange(Consumer<Change> listener) {
        targets.onChange(listener);
    }

    /**
     * Says that another backend, or none, stands behind an address from now on: its targets are checked again. Without
     * this, health checks find out when they are next due, if they are.
     */
    public void backendChanged(String account, String targetId) {
        rows.settle();
        for (TargetRow row : rows.allTargets()) {
            if (row.target().id().equals(targetId) && Arns.account(row.group()).equals(account)) {
                rows.group(row.group()).ifPresent(group -> targets.checks().freshen(row, group.model()));
            }
        }
    }

    GroupRow group(String arn) {
        return rows.group(arn).orElseThrow(() -> ElbErrors.targetGroupNotFound(arn));
    }

    /** The rows that a description without a port may mean, or the one that it does. */
    List<TargetRow> meant(String arn, TargetDescription target) {
        if (target.port() != null) {
            return rows.target(ElbStore.targetKey(arn, target.id(), target.port())).stream()
                    .toList();
        }
        return rows.targets(arn).stream()
                .filter(row -> row.target().id().equals(target.id()))
                .toList();
    }

    static TargetDescription withPort(GroupRow group, TargetDescription target) {
        return target.port() != null
                ? target
                : target.toBuilder().port(group.model().port()).build();
    }
}
