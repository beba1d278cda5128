package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.TaskHealth.Target;
import dev.penstock.simulator.elb.TargetGroups;
import dev.penstock.simulator.state.Index;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/**
 * Tasks as targets: registered by their service's scheduler once they run, deregistered before they are stopped.
 * Wording: events that users have published.
 */
final class Balancing {

    private final EcsStore ecs;
    private final TargetGroups groups;
    private final Index<TaskRecord> byTarget;
    private BiConsumer<TaskRecord, TaskRecord> listener = (before, now) -> {};

    Balancing(EcsStore ecs, TargetGroups groups) {
        this.ecs = ecs;
        this.groups = groups;
        this.byTarget = ecs.tasks.index(t -> t.isStopped()
                ? List.of()
                : t.health().targets().stream()
                        .filter(Target::registered)
                        .map(Target::key)
                        .toList());
        groups.onChange(change -> hear(change.targetGroupArn(), change.target(), change.now()));
    }

    /** Who hears of a task before and after its target's health has changed, when that was kept. */
    void onChange(BiConsumer<TaskRecord, TaskRecord> hears) {
        listener = hears;
    }

    /** The targets that a task will be. */
    static List<Target> targets(Launch launch, TaskAddress address) {
        List<Target> targets = new ArrayList<>();
        for (LoadBalancer balancer : launch.balancers()) {
            if (balancer.targetGroupArn() != null) {
                address.of(balancer.containerName(), balancer.containerPort())
                        .ifPresent(b -> targets.add(new Target(
                                balancer.targetGroupArn(), b.container(), address.host(), b.hostPort(), "", "")));
            }
        }
        return targets;
    }

    /** Registers the running tasks of a service that are not registered yet, and says so. */
    void register(ServiceRecord service) {
        Map<String, Integer> registered = new TreeMap<>();
        for (TaskRecord task : ecs.tasksOf(service)) {
            if (task.isRunning() && task.stays()) {
                for (Target target : task.health().targets()) {
                    if (target.state().isEmpty() && register(service, task.arn(), target)) {
                        registered.merge(target.group(), 1, Integer::sum);
                    }
                }
            }
        }
        registered.forEach((group, count) ->
                ecs.event(service, "registered " + count + " targets in (target-group " + group + ")"));
    }

    /** Says that targets of tasks are taken out, just before the tasks are stopped. */
    void announceRelease(ServiceRecord service, Collection<TaskRecord> leaving) {
        Map<String, Integer> targets = new TreeMap<>();
        Map<String, Integer> draining = new TreeMap<>();
        for (TaskRecord task : leaving) {
            if (task.health().anyTarget(Target::registered)) {
                draining.merge(task.deployment(), 1, Integer::sum);
                task.health().targets().stream()
                        .filter(Target::registered)
                        .forEach(t -> targets.merge(t.group(), 1, Integer::sum));
            }
        }
        targets.forEach((group, count) ->
                ecs.event(service, "deregistered " + count + " targets in (target-group " + group + ")"));
        draining.forEach((deployment, count) ->
                ecs.eventOf(service, deployment, "has begun draining connections on " + count + " tasks."));
    }

    /** Takes a task's targets out; the answer is the task as it is then: its targets may be draining. */
    TaskRecord release(TaskRecord task) {
        for (Target target : task.health().targets()) {
            if (target.registered() && !target.isDraining()) {
                if (groups.find(target.group()).isPresent()) {
                    groups.deregister(target.group(), description(target));
                }
                note(task.arn(), target, groups.health(target.group(), description(target)));
            } else if (target.state().isEmpty()) {
                known(task.arn(), target, Target.RELEASED, "");
            }
        }
        return ecs.tasks
                .get(task.arn())
                .map(kept -> task.known(h -> kept.health()))
                .orElse(task);
    }

    /** Has the health of a task's targets checked again, where ELB had found that needless. */
    void checkAgain(TaskRecord task) {
        task.health().targets().stream()
                .filter(Target::registered)
                .forEach(target -> groups.health(target.group(), description(target)));
    }

    private boolean register(ServiceRecord service, String task, Target target) {
        if (groups.find(target.group()).isEmpty()) {
            ecs.eventOnce(
                    service,
                    "failed to register targets in (target-group " + target.group()
                            + ") with (error The specified target group does not exist.)");
            return false;
        }
        known(task, target, "initial", "");
        groups.register(target.group(), description(target));
        note(task, target, groups.health(target.group(), description(target)));
        return true;
    }

    private void hear(String group, TargetDescription target, TargetHealth health) {
        String key = Target.key(group, target.id(), target.port() == null ? 0 : target.port());
        for (TaskRecord task : List.copyOf(byTarget.of(key))) {
            task.health().targets().stream()
                    .filter(t -> t.key().equals(key))
                    .findFirst()
                    .ifPresent(t -> {
                        note(task.arn(), t, health);
                        ecs.tasks.get(task.arn()).ifPresent(now -> listener.accept(task, now));
                    });
        }
    }

    private void note(String task, Target target, TargetHealth health) {
        boolean gone = "Target.NotRegistered".equals(health.reasonAsString());
        known(
                task,
                target,
                gone ? Target.RELEASED : health.stateAsString(),
                health.description() == null ? "" : health.description());
    }

    private void known(String task, Target target, String state, String description) {
        ecs.tasks.get(task).ifPresent(t -> {
            TaskRecord next = t.known(h -> h.with(target.key(), state, description));
            if (!next.equals(t)) {
                ecs.put(next);
            }
        });
    }

    private static TargetDescription description(Target target) {
        return TargetDescription.builder().id(target.id()).port(target.port()).build();
    }
}
