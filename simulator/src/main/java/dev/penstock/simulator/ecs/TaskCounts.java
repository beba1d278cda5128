package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Brings one deployment or task set of a service to the number of tasks that it is to have, and keeps it there. */
final class TaskCounts {

    private final EcsStore ecs;
    private final ServiceTasks tasks;

    TaskCounts(EcsStore ecs, ServiceTasks tasks) {
        this.ecs = ecs;
        this.tasks = tasks;
    }

    /** Stops what is too much or not healthy and has been replaced, and starts what is missing. */
    ServiceRecord keep(ServiceRecord service, DeploymentRecord deployment) {
        Instant now = ecs.now();
        List<TaskRecord> staying =
                of(service, deployment).stream().filter(TaskRecord::stays).toList();
        List<TaskRecord> failed = staying.stream()
                .filter(t -> t.givenUp(now, service.graceSeconds()))
                .toList();
        List<TaskRecord> good =
                staying.stream().filter(t -> !failed.contains(t)).toList();
        int healthy = (int) good.stream().filter(TaskRecord::counts).count();
        int excess = failed.size() - Math.max(0, deployment.wanted() - healthy);
        if (excess > 0) {
            tasks.giveUp(service, failed.subList(0, Math.min(excess, failed.size())));
        }
        tasks.scaleIn(
                service,
                good.stream()
                        .filter(t -> !t.isProtected(now))
                        .sorted(Comparator.comparing(TaskRecord::counts)
                                .thenComparing(t -> t.task().createdAt(), Comparator.reverseOrder()))
                        .limit(Math.max(0, good.size() - deployment.wanted()))
                        .toList());
        return tasks.start(service, deployment, Math.max(0, deployment.wanted() - good.size()));
    }

    /** Whether it has all its tasks and all are healthy. */
    boolean steady(ServiceRecord service, DeploymentRecord deployment) {
        List<TaskRecord> staying =
                of(service, deployment).stream().filter(TaskRecord::stays).toList();
        return staying.size() == deployment.wanted()
                && staying.stream().allMatch(TaskRecord::counts)
                && staying.stream().noneMatch(ecs::onDrainingInstance);
    }

    /** Whether the last of its tasks is over. */
    boolean gone(ServiceRecord service, DeploymentRecord deployment) {
        return of(service, deployment).stream().allMatch(TaskRecord::isOver);
    }

    private List<TaskRecord> of(ServiceRecord service, DeploymentRecord deployment) {
        return ecs.liveByService.of(service.arn()).stream()
                .filter(t -> t.deployment().equals(deployment.id()))
                .toList();
    }
}
