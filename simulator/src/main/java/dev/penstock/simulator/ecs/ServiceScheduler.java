package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/**
 * The service scheduler: looks at one service and its tasks and does what is next. It is woken a moment after anything
 * changed, so that it sees the whole change, and it keeps nothing in mind between two looks but the service itself.
 */
final class ServiceScheduler {

    private final EcsStore ecs;
    private final TaskLife life;
    private final TaskFactory factory;
    private final Rollback rollback;

    ServiceScheduler(EcsStore ecs, TaskLife life, TaskFactory factory, Rollback rollback) {
        this.ecs = ecs;
        this.life = life;
        this.factory = factory;
        this.rollback = rollback;
    }

    /** Begins to look after services. */
    void start() {
        ecs.calendar.on(EcsStore.SERVICE_STEP, arn -> ecs.services.get(arn).ifPresent(this::look));
        life.onChange(new TaskNews(ecs, rollback)::hear);
    }

    private void look(ServiceRecord service) {
        if (service.status().equals("INACTIVE")) {
            return;
        }
        ServiceRecord begun = begin(service);
        if (!begun.active()) {
            drain(begun);
            return;
        }
        ServiceRecord moved = forget(replaceAndMove(trim(begun)));
        ServiceRecord settled = settle(moved);
        if (!settled.equals(service)) {
            ecs.put(settled);
        }
    }

    /** The first look at a new service deployment, or at one that was asked to roll back. */
    private ServiceRecord begin(ServiceRecord service) {
        String status = Revisions.current(ecs, service).statusAsString();
        if (status.equals("PENDING")) {
            Revisions.change(ecs, service, d -> d.status("IN_PROGRESS").startedAt(ecs.now()));
        } else if (status.equals("ROLLBACK_REQUESTED")) {
            return rollback.start(service, Rollback.Cause.USER);
        }
        return service;
    }

    /** A deleted service stops all its tasks and is gone when they are. */
    private void drain(ServiceRecord service) {
        List<TaskRecord> tasks = ecs.tasksOf(service);
        tasks.forEach(t -> life.stop(t, "ServiceSchedulerInitiated", scaling(t.deployment())));
        if (tasks.stream().allMatch(TaskRecord::isOver)) {
            ecs.put(service.with(
                            service.settings().toBuilder().status("INACTIVE").build())
                    .with(List.of(service.primary().wanting(0, ecs.now()))));
        }
    }

    /** Stops tasks beyond the desired count: those that are not healthy first, then the youngest. */
    private ServiceRecord trim(ServiceRecord service) {
        ServiceRecord scaled = service.primary().wanted() == service.desired()
                ? service
                : service.change(service.primary().id(), d -> d.wanting(service.desired(), ecs.now()));
        List<TaskRecord> targets = staying(scaled, true);
        int surplus = targets.size() - scaled.desired();
        if (surplus > 0) {
            List<TaskRecord> leaving = targets.stream()
                    .sorted(Comparator.comparing(TaskRecord::counts)
                            .thenComparing(t -> t.task().createdAt(), Comparator.reverseOrder()))
                    .limit(surplus)
                    .toList();
            stop(scaled, leaving);
        }
        return scaled;
    }

    private ServiceRecord replaceAndMove(ServiceRecord service) {
        ServiceRecord kept = keepOthersUp(service);
        DeploymentRecord primary = kept.primary();
        if (primary.failed()) {
            return kept;
        }
        Pacing.State state = state(kept);
        Pacing next = Pacing.of(state);
        ServiceRecord moved = complain(kept, state);
        moved = stopOthers(moved, next.stop());
        return start(moved, moved.primary(), next.start());
    }

    /** Tasks of other deployments that ended by themselves are replaced from their own revision. */
    private ServiceRecord keepOthersUp(ServiceRecord service) {
        ServiceRecord result = service;
        for (DeploymentRecord other : service.deployments()) {
            boolean standing = !other.primary() && other.rollout().equals(DeploymentRecord.COMPLETED);
            int missing = other.wanted() - stayingOf(result, other.id()).size();
            Pacing.State state = state(result);
            int room = Math.min(
                    state.maximum() - state.targets() - state.others(),
                    state.desired() - state.healthyTargets() - state.others());
            int count = Math.min(missing, room);
            if (standing && count > 0) {
                result = start(result, other, count);
            }
        }
        return result;
    }

    /**
     * Healthy others go as far as the pacing allows. Those that are not healthy go at once when their deployment never
     * completed, and else when the new ones have taken over.
     */
    private ServiceRecord stopOthers(ServiceRecord service, int healthy) {
        Pacing.State state = state(service);
        boolean takenOver = state.healthyTargets() >= state.desired();
        List<TaskRecord> leaving = new ArrayList<>();
        int more = healthy;
        for (TaskRecord task : staying(service, false)) {
            boolean completed = service.deployment(task.deployment())
                    .map(d -> d.rollout().equals(DeploymentRecord.COMPLETED))
                    .orElse(false);
            if (task.counts() && more > 0) {
                more--;
                leaving.add(task);
            } else if (!task.counts() && (takenOver || !completed)) {
                leaving.add(task);
            }
        }
        stop(service, leaving);
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

    private ServiceRecord start(ServiceRecord service, DeploymentRecord deployment, int count) {
        if (count <= 0) {
            return service;
        }
        Instant now = ecs.now();
        if (deployment.pausedUntil().filter(until -> until.isAfter(now)).isPresent()) {
            ecs.calendar.enter(
                    EcsStore.SERVICE_STEP,
                    service.arn(),
                    deployment.pausedUntil().get());
            return service;
        }
        List<TaskRecord> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TaskFactory.Made made = factory.forService(service, deployment);
            if (made instanceof TaskFactory.Made.Refused refused) {
                refused(service, refused.event());
                break;
            } else if (made instanceof TaskFactory.Made.Task task) {
                life.begin(task.record());
                started.add(task.record());
            }
        }
        if (!started.isEmpty()) {
            ecs.event(service, "has started " + started.size() + " tasks: " + list(started) + ".");
        }
        return service.steady(false);
    }

    /** Nothing could be placed: said once, tried again later. */
    private void refused(ServiceRecord service, String event) {
        boolean said = ecs.events(service).stream()
                .findFirst()
                .filter(e -> e.message().endsWith(event))
                .isPresent();
        if (!said) {
            ecs.event(service, event);
        }
        ecs.calendar.enter(EcsStore.SERVICE_STEP, service.arn(), ecs.now().plus(Durations.FIRST_BACKOFF));
    }

    private void stop(ServiceRecord service, List<TaskRecord> leaving) {
        if (leaving.isEmpty()) {
            return;
        }
        leaving.forEach(t -> life.stop(t, "ServiceSchedulerInitiated", scaling(t.deployment())));
        ecs.event(service, "has stopped " + leaving.size() + " running tasks: " + list(leaving) + ".");
    }

    /** Other deployments vanish when the last of their tasks is over. */
    private ServiceRecord forget(ServiceRecord service) {
        List<TaskRecord> tasks = ecs.tasksOf(service);
        List<DeploymentRecord> left = service.deployments().stream()
                .filter(d -> d.primary()
                        || (d.wanted() > 0 && d.rollout().equals(DeploymentRecord.COMPLETED))
                        || tasks.stream().anyMatch(t -> t.deployment().equals(d.id()) && !t.isOver()))
                .toList();
        return left.size() == service.deployments().size() ? service : service.with(left);
    }

    /** Completes the deployment and says so, when everything is as it should be. */
    private ServiceRecord settle(ServiceRecord service) {
        List<TaskRecord> targets = staying(service, true);
        boolean there = service.deployments().size() == 1
                && targets.size() == service.desired()
                && targets.stream().allMatch(TaskRecord::counts);
        if (!there || service.primary().failed()) {
            return there || service.primary().failed() ? service : service.steady(false);
        }
        ServiceRecord settled = service.primary().inProgress() ? complete(service) : service;
        if (!settled.steady()) {
            ecs.event(settled, "has reached a steady state.");
        }
        return settled.steady(true);
    }

    private ServiceRecord complete(ServiceRecord service) {
        DeploymentRecord completed = service.primary()
                .in(
                        DeploymentRecord.COMPLETED,
                        "ECS deployment " + service.primary().id() + " completed.",
                        ecs.now());
        ServiceRecord next = service.change(completed.id(), d -> completed).completing(completed);
        ecs.event(next, "(deployment " + completed.id() + ") deployment completed.");
        boolean back = Revisions.current(ecs, next).rollback() != null;
        Revisions.finish(ecs, next, back ? "ROLLBACK_SUCCESSFUL" : "SUCCESSFUL", "");
        return next;
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

    private Pacing.State state(ServiceRecord service) {
        DeploymentConfiguration configuration = service.configuration();
        List<TaskRecord> targets = staying(service, true);
        List<TaskRecord> others = staying(service, false);
        return new Pacing.State(
                service.desired(),
                configuration.minimumHealthyPercent(),
                configuration.maximumPercent(),
                targets.size(),
                (int) targets.stream().filter(TaskRecord::counts).count(),
                others.size(),
                (int) others.stream().filter(TaskRecord::counts).count());
    }

    private List<TaskRecord> staying(ServiceRecord service, boolean ofPrimary) {
        String primary = service.primary().id();
        return ecs.tasksOf(service).stream()
                .filter(t -> t.stays() && t.deployment().equals(primary) == ofPrimary)
                .toList();
    }

    private List<TaskRecord> stayingOf(ServiceRecord service, String deployment) {
        return ecs.tasksOf(service).stream()
                .filter(t -> t.stays() && t.deployment().equals(deployment))
                .toList();
    }

    private static String scaling(String deployment) {
        return "Scaling activity initiated by (deployment " + deployment + ")";
    }

    private static String list(List<TaskRecord> tasks) {
        return String.join(" ", tasks.stream().map(t -> "(task " + t.id() + ")").toList());
    }
}
