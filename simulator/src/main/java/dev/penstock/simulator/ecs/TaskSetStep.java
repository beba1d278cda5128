package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.EcsStore.TaskSetRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * One step of a service whose task sets somebody else moves: each set is brought to its computed desired count. Source of
 * when a set is stable: ECS API Reference, TaskSet, {@code stabilityStatus}.
 */
final class TaskSetStep {

    private final EcsStore ecs;
    private final ServiceTasks tasks;

    TaskSetStep(EcsStore ecs, ServiceTasks tasks) {
        this.ecs = ecs;
        this.tasks = tasks;
    }

    ServiceRecord take(ServiceRecord service) {
        ServiceRecord result = service;
        for (DeploymentRecord deployment : service.deployments()) {
            TaskSetRow row = ecs.taskSets.get(deployment.revision()).orElse(null);
            if (row != null) {
                DeploymentRecord sized = sized(service, deployment, row.set());
                result = result.change(sized.id(), d -> sized);
                result = scale(result, sized);
                result = judge(result, sized, row.set());
            }
        }
        return result;
    }

    /** Forgets the task sets of a service that is gone. */
    void forgetAll(ServiceRecord service) {
        if (!service.rolling()) {
            service.deployments().forEach(d -> ecs.taskSets.remove(d.revision()));
        }
    }

    /** How many tasks a set is to have: its share of the service's, rounded up. */
    static int computed(ServiceRecord service, TaskSet set) {
        if (set.status().equals("DRAINING")) {
            return 0;
        }
        double percent = set.scale() == null || set.scale().value() == null
                ? 100
                : set.scale().value();
        return (int) Math.ceil(service.desired() * percent / 100);
    }

    private DeploymentRecord sized(ServiceRecord service, DeploymentRecord deployment, TaskSet set) {
        int wanted = computed(service, set);
        return wanted == deployment.wanted() ? deployment : deployment.wanting(wanted, ecs.now());
    }

    private ServiceRecord scale(ServiceRecord service, DeploymentRecord set) {
        Instant now = ecs.now();
        List<TaskRecord> staying =
                own(service, set).stream().filter(TaskRecord::stays).toList();
        List<TaskRecord> failed = staying.stream()
                .filter(t -> t.givenUp(now, service.graceSeconds()))
                .toList();
        List<TaskRecord> good =
                staying.stream().filter(t -> !failed.contains(t)).toList();
        int healthy = (int) good.stream().filter(TaskRecord::counts).count();
        int excess = failed.size() - Math.max(0, set.wanted() - healthy);
        if (excess > 0) {
            tasks.giveUp(service, failed.subList(0, Math.min(excess, failed.size())));
        }
        tasks.scaleIn(
                service,
                good.stream()
                        .filter(t -> !t.isProtected(now))
                        .sorted(Comparator.comparing(TaskRecord::counts)
                                .thenComparing(t -> t.task().createdAt(), Comparator.reverseOrder()))
                        .limit(Math.max(0, good.size() - set.wanted()))
                        .toList());
        return tasks.start(service, set, Math.max(0, set.wanted() - good.size()));
    }

    /** Says whether a set is stable; one that was deleted is gone with its last task. */
    private ServiceRecord judge(ServiceRecord service, DeploymentRecord deployment, TaskSet set) {
        List<TaskRecord> own = own(service, deployment);
        if (set.status().equals("DRAINING") && own.stream().allMatch(TaskRecord::isOver)) {
            ecs.taskSets.remove(set.taskSetArn());
            return service.with(service.deployments().stream()
                    .filter(d -> !d.id().equals(deployment.id()))
                    .toList());
        }
        List<TaskRecord> staying = own.stream().filter(TaskRecord::stays).toList();
        boolean steady = staying.size() == deployment.wanted()
                && staying.stream().allMatch(TaskRecord::counts)
                && staying.stream().noneMatch(ecs::onDrainingInstance);
        String status = steady ? "STEADY_STATE" : "STABILIZING";
        if (!status.equals(set.stabilityStatusAsString())) {
            ecs.taskSets.put(
                    set.taskSetArn(),
                    new TaskSetRow(set.toBuilder()
                            .stabilityStatus(status)
                            .stabilityStatusAt(ecs.now())
                            .updatedAt(ecs.now())
                            .build()));
            if (steady) {
                ecs.eventOf(service, deployment.id(), "has reached a steady state.");
            }
        }
        return service;
    }

    private List<TaskRecord> own(ServiceRecord service, DeploymentRecord deployment) {
        return ecs.liveByService.of(service.arn()).stream()
                .filter(t -> t.deployment().equals(deployment.id()))
                .toList();
    }
}
