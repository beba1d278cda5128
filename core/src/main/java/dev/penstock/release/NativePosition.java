package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.release.EcsReleaseState.Running;
import dev.penstock.release.EcsReleaseState.Sides;
import dev.penstock.release.EcsReleaseState.Work;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Position.Capacity;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.Share;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.TargetGroupHealth;
import dev.penstock.traffic.TrafficShares;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a deployment that ECS makes is: by its own word, by the weights of its rule, and by the health of both target groups. */
final class NativePosition {

    private final ContainerServices services;
    private final ListenerRules rules;
    private final TaskForensics forensics;

    NativePosition(ContainerServices services, ListenerRules rules) {
        this.services = services;
        this.rules = rules;
        this.forensics = new TaskForensics(services);
    }

    /** Before there is a deployment. */
    static Position untouched() {
        return new Position(new Condition.Well(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    Position of(ReleaseContext release, EcsDeployConfiguration configuration, Running running) {
        ActionContext context = release.action();
        Optional<ServiceDeployment> seen = services.look(context.scope(), running.deployment());
        if (seen.isEmpty()) {
            return new Position(
                    new Condition.Ill("ECS does not tell of the deployment " + running.deployment() + "."),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of());
        }
        Optional<Sides> sides = running.work()
                .sides()
                .filter(both -> release.plan().replacement().isEmpty());
        Optional<Capacity> capacity = sides.map(both -> capacity(context, both));
        Optional<Share> share = sides.flatMap(both -> share(context, both, seen.get()));
        return new Position(
                        condition(context, configuration, running, seen.get(), capacity, share),
                        share,
                        capacity,
                        Optional.of(arms(configuration, running.work(), sides)),
                        // Each look is one of its own, at the pace of whoever bakes.
                        List.of())
                .toldOf(List.of(NativeRelease.resource(context, running.deployment())));
    }

    private Condition condition(
            ActionContext context,
            EcsDeployConfiguration configuration,
            Running running,
            ServiceDeployment seen,
            Optional<Capacity> capacity,
            Optional<Share> share) {
        if (!seen.supersededBy().isEmpty()) {
            return new Condition.Overtaken(RolloutEnd.superseded(configuration, seen));
        }
        return switch (seen.status()) {
            case PENDING, IN_PROGRESS, UNKNOWN -> {
                TaskForensics.Judgement judgement = forensics.judge(
                        context,
                        configuration.service(),
                        seen,
                        running.sight().failuresSeen(),
                        running.sight().findings());
                yield judgement.cause().isPresent()
                        ? new Condition.Broken(NativeRelease.failed(
                                configuration, judgement.cause().get(), judgement.findings()))
                        : health(capacity, share);
            }
            case SUCCESSFUL -> afterwards(context, configuration, running, capacity, share);
            case STOP_REQUESTED,
                    STOPPED,
                    ROLLBACK_REQUESTED,
                    ROLLBACK_IN_PROGRESS,
                    ROLLBACK_SUCCESSFUL,
                    ROLLBACK_FAILED ->
                new Condition.Broken(NativeRelease.failed(
                        configuration, why(seen), running.sight().findings()));
        };
    }

    private static String why(ServiceDeployment seen) {
        return seen.statusReason().isEmpty() ? "its deployment is " + seen.status() : seen.statusReason();
    }

    private static Condition health(Optional<Capacity> capacity, Optional<Share> share) {
        boolean hasUsers = share.filter(now -> now.compareTo(Share.NONE) > 0).isPresent();
        if (hasUsers && capacity.filter(now -> now.healthy() == 0).isPresent()) {
            return new Condition.Ill("None of the " + capacity.get().registered()
                    + " targets of the new version is healthy, and users' requests go there.");
        }
        return new Condition.Well();
    }

    /** The deployment is over, and the release is not: somebody may deploy something else meanwhile. */
    private Condition afterwards(
            ActionContext context,
            EcsDeployConfiguration configuration,
            Running running,
            Optional<Capacity> capacity,
            Optional<Share> share) {
        ServiceSetup now = services.setup(context.scope(), configuration.service());
        Optional<String> other = now.currentDeployment().filter(current -> !current.equals(running.deployment()));
        return other.<Condition>map(current -> new Condition.Overtaken(new ActionFailure(
                        Kind.SUPERSEDED,
                        "PEN-ECS-006",
                        "Another deployment took over " + configuration.target() + ": " + current + ".",
                        List.of())))
                .orElseGet(() -> health(capacity, share));
    }

    private Capacity capacity(ActionContext context, Sides sides) {
        TargetGroupHealth fresh = rules.health(context.scope(), sides.fresh());
        TargetGroupHealth old = rules.health(context.scope(), sides.old());
        return new Capacity(fresh.healthy(), fresh.registered(), old.healthy());
    }

    /**
     * What the rule does, where it can be read: ECS itself does not look whether somebody has changed it (aws/containers-roadmap
     * issue 2853).
     */
    private Optional<Share> share(ActionContext context, Sides sides, ServiceDeployment seen) {
        return ListenerRuleArn.of(sides.rule())
                .flatMap(arn -> rules.rule(context.scope(), arn))
                .map(ListenerRule::shares)
                .map(shares -> shareOf(shares, sides.fresh()))
                .or(() -> seen.traffic().map(RevisionTraffic::production).map(Share::new));
    }

    private static Share shareOf(TrafficShares shares, String group) {
        int sum = shares.weights().values().stream().mapToInt(Integer::intValue).sum();
        int weight = shares.weights().getOrDefault(group, 0);
        return new Share(sum == 0 ? 0 : Math.round(1000f * weight / sum));
    }

    /** Where the old version has been replaced, no target group has it: nothing can be taken for its requests. */
    private static Arms arms(EcsDeployConfiguration configuration, Work work, Optional<Sides> sides) {
        return new Arms(
                arm(configuration, work.taskDefinition(), sides.map(Sides::fresh), sides),
                arm(configuration, work.basedOn(), sides.map(Sides::old), sides));
    }

    private static Arm arm(
            EcsDeployConfiguration configuration,
            String taskDefinition,
            Optional<String> group,
            Optional<Sides> sides) {
        Map<String, String> labels = new TreeMap<>();
        group.ifPresent(arn -> labels.put(Arm.TARGET_GROUP, arn));
        sides.map(Sides::loadBalancer)
                .filter(arn -> !arn.isEmpty())
                .ifPresent(arn -> labels.put(Arm.LOAD_BALANCER, arn));
        labels.put(Arm.CLUSTER, configuration.service().cluster());
        labels.put(Arm.SERVICE, configuration.service().service());
        labels.put(Arm.TASK_DEFINITION, taskDefinition);
        return new Arm("task definition " + taskDefinition.substring(taskDefinition.lastIndexOf('/') + 1), labels);
    }
}
