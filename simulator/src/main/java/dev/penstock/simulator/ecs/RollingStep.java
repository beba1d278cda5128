package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/**
 * One step of a rolling deployment, and of keeping a service at its desired count: within the percentages tasks are
 * started and stopped. Source: ECS Developer Guide, "Deploy Amazon ECS services by replacing tasks" and "Amazon ECS
 * services" (how unhealthy tasks are replaced).
 */
final class RollingStep {

    private final EcsStore ecs;
    private final ServiceTasks tasks;

    RollingStep(EcsStore ecs, ServiceTasks tasks) {
        this.ecs = ecs;
        this.tasks = tasks;
    }

    ServiceRecord take(ServiceRecord service) {
        ServiceRecord kept = keepOthersUp(trim(service));
        if (kept.primary().failed()) {
            stopGivenUp(kept);
            return kept;
        }
        Pacing.State state = state(kept);
        Pacing next = Pacing.of(state);
        ServiceRecord moved = stopOthers(complain(kept, state), next.stop());
        keepMaximum(moved);
        moved = tasks.start(moved, moved.primary(), next.start());
        stopGivenUp(moved);
        return moved;
    }

    /** Whether as many tasks of the primary deployment are healthy as it needs to succeed early. */
    boolean early(ServiceRecord service) {
        int healthy =
                (int) staying(service, true).stream().filter(TaskRecord::counts).count();
        return service.primary().inProgress() && isEarly(service, healthy);
    }

    private static boolean isEarly(ServiceRecord service, int healthy) {
        return service.controls()
                .earlySuccess()
                .filter(e -> healthy >= Math.max(1, Math.ceilDiv(service.desired() * e.healthyPercent(), 100)))
                .isPresent();
    }

    /** Stops tasks beyond the desired count: those that are not healthy first, then the youngest. */
    private ServiceRecord trim(ServiceRecord service) {
        ServiceRecord scaled = service.primary().wanted() == service.desired()
                ? service
                : service.change(service.primary().id(), d -> d.wanting(service.desired(), ecs.now()));
        List<TaskRecord> targets =
                staying(scaled, true).stream().filter(t -> !givenUp(scaled, t)).toList();
        int surplus = targets.size() - scaled.desired();
        if (surplus > 0) {
            List<TaskRecord> leaving = unprotected(scaled, targets).stream()
                    .sorted(Comparator.comparing(TaskRecord::counts)
                            .thenComparing(t -> t.task().createdAt(), Comparator.reverseOrder()))
                    .limit(surplus)
                    .toList();
            tasks.scaleIn(scaled, leaving);
            sayProtected(scaled, surplus - leaving.size());
        }
        return scaled;
    }

    /** Tasks of other deployments that ended by themselves are replaced from their own revision. */
    private ServiceRecord keepOthersUp(ServiceRecord service) {
        ServiceRecord result = service;
        for (DeploymentRecord other : service.deployments()) {
            boolean standing = !other.primary() && other.rollout().equals(DeploymentRecord.COMPLETED);
            if (standing && other.wanted() > 0) {
                ServiceRecord present = result;
                long there = ecs.tasksOf(present).stream()
                        .filter(t -> t.stays() && t.deployment().equals(other.id()) && !givenUp(present, t))
                        .count();
                Pacing.State state = state(present);
                int room = Math.min(state.room(), state.desired() - state.healthyTargets() - state.others());
                int count = Math.min(other.wanted() - (int) there, room);
                result = count > 0 ? tasks.start(present, other, count) : present;
            }
        }
        return result;
    }

    /**
     * Healthy others go as far as the pacing allows. Those that are not healthy go at once when their deployment never
     * completed or when there are more tasks than are wanted, and else when the new ones have taken over.
     */
    private ServiceRecord stopOthers(ServiceRecord service, int healthy) {
        Pacing.State state = state(service);
        boolean takenOver = state.healthyTargets() >= state.desired();
        List<TaskRecord> leaving = new ArrayList<>();
        int more = healthy;
        int surplus = state.surplusOthers() - healthy;
        int shielded = 0;
        Instant now = ecs.now();
        for (TaskRecord task : staying(service, false)) {
            boolean completed = service.deployment(task.deployment())
                    .map(d -> d.primary() || d.rollout().equals(DeploymentRecord.COMPLETED))
                    .orElse(false);
            boolean moves =
                    takenOver || !completed || surplus > 0 || (task.isPending() && ecs.onDrainingInstance(task));
            boolean wanted = task.counts() ? more > 0 : moves;
            if (wanted && task.isProtected(now)) {
                shielded++;
                ecs.wakeAt(service.arn(), task.protectedUntil().orElse(now));
            } else if (wanted) {
                more -= task.counts() ? 1 : 0;
                surplus -= task.counts() ? 0 : 1;
                leaving.add(task);
            }
        }
        tasks.scaleIn(service, leaving);
        sayProtected(service, shielded);
        ServiceRecord result = service;
        for (DeploymentRecord other : service.deployments()) {
            long gone = leaving.stream()
                    .filter(t -> t.deployment().equals(other.id()))
                    .count();
            int left = takenOver ? 0 : Math.max(0, other.wanted() - (int) gone);
            if (!other.primary() && left != other.wanted()) {
                result = result.change(other.id(), d -> d.wanting(left, ecs.now()));
            }
        }
        return result;
    }

    /** A service that was scaled in may have more tasks than its maximum: new ones that are not healthy yet go first. */
    private void keepMaximum(ServiceRecord service) {
        int over = state(service).over();
        if (over > 0) {
            Instant now = ecs.now();
            List<TaskRecord> leaving = staying(service, true).stream()
                    .filter(t -> !t.counts() && !givenUp(service, t) && !t.isProtected(now))
                    .sorted(Comparator.comparing((TaskRecord t) -> t.task().createdAt())
                            .reversed())
                    .limit(over)
                    .toList();
            tasks.scaleIn(service, leaving);
        }
    }

    /**
     * Tasks that fail their health checks go when healthy ones are there in their place, or when their replacements are
     * no better; without room for replacements they go one by one to make some.
     */
    private void stopGivenUp(ServiceRecord service) {
        Instant now = ecs.now();
        for (DeploymentRecord deployment : service.deployments()) {
            List<TaskRecord> own = ecs.tasksOf(service).stream()
                    .filter(t -> t.stays() && t.deployment().equals(deployment.id()))
                    .toList();
            List<TaskRecord> givenUp =
                    own.stream().filter(t -> givenUp(service, t)).toList();
            if (!givenUp.isEmpty()) {
                int healthy = (int) own.stream().filter(TaskRecord::counts).count();
                int wanted = deployment.failed() ? 0 : deployment.wanted();
                int excess = Math.min(givenUp.size(), givenUp.size() - Math.max(0, wanted - healthy));
                boolean cramped = state(service).room() == 0 && own.size() - givenUp.size() < wanted;
                int leave = Math.max(excess, cramped ? 1 : 0);
                List<TaskRecord> leaving = givenUp.subList(0, leave);
                tasks.giveUp(service, leaving);
                if (leave > 0) {
                    ecs.wakeAt(service.arn(), now.plus(Durations.SCHEDULER));
                }
            }
        }
    }

    private ServiceRecord complain(ServiceRecord service, Pacing.State state) {
        if (service.complained() || !Pacing.stuck(state)) {
            return service;
        }
        ecs.event(
                service,
                "was unable to stop or start tasks during a deployment because of the service deployment configuration."
                        + " Update the minimumHealthyPercent or maximumPercent value and try again.");
        return service.complaining();
    }

    Pacing.State state(ServiceRecord service) {
        DeploymentConfiguration configuration = service.configuration();
        String primary = service.primary().id();
        int targets = 0;
        int healthyTargets = 0;
        int others = 0;
        int healthyOthers = 0;
        int givenUp = 0;
        for (TaskRecord task : ecs.liveByService.of(service.arn())) {
            if (!task.stays()) {
                continue;
            }
            int healthy = task.counts() ? 1 : 0;
            if (givenUp(service, task)) {
                givenUp++;
            } else if (task.deployment().equals(primary) && !ecs.onDrainingInstance(task)) {
                targets++;
                healthyTargets += healthy;
            } else {
                others++;
                healthyOthers += healthy;
            }
        }
        return new Pacing.State(
                service.desired(),
                configuration.minimumHealthyPercent(),
                configuration.maximumPercent(),
                targets,
                healthyTargets,
                others,
                healthyOthers,
                givenUp,
                service.primary().inProgress() && isEarly(service, healthyTargets));
    }

    /** The tasks that are to stay, and the others: of other deployments, and on instances that are drained. */
    List<TaskRecord> staying(ServiceRecord service, boolean ofPrimary) {
        String primary = service.primary().id();
        return ecs.liveByService.of(service.arn()).stream()
                .filter(t -> t.stays() && (t.deployment().equals(primary) && !ecs.onDrainingInstance(t)) == ofPrimary)
                .toList();
    }

    private boolean givenUp(ServiceRecord service, TaskRecord task) {
        return task.givenUp(ecs.now(), service.graceSeconds());
    }

    private List<TaskRecord> unprotected(ServiceRecord service, Collection<TaskRecord> all) {
        Instant now = ecs.now();
        all.forEach(t -> t.protectedUntil()
                .filter(until -> until.isAfter(now))
                .ifPresent(until -> ecs.wakeAt(service.arn(), until)));
        return all.stream().filter(t -> !t.isProtected(now)).toList();
    }

    private void sayProtected(ServiceRecord service, int count) {
        if (count > 0) {
            ecs.eventOnce(service, "was unable to scale in due to (reason " + count + " tasks under protection)");
        }
    }
}
