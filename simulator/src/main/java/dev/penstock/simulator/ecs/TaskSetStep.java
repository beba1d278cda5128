package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.EcsStore.TaskSetRow;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * One step of a service whose task sets somebody else moves: each set is brought to its computed desired count. Source of
 * when a set is stable: ECS API Reference, TaskSet, {@code stabilityStatus}.
 */
final class TaskSetStep {

    private final EcsStore ecs;
    private final TaskCounts counts;

    TaskSetStep(EcsStore ecs, TaskCounts counts) {
        this.ecs = ecs;
        this.counts = counts;
    }

    ServiceRecord take(ServiceRecord service) {
        ServiceRecord result = service;
        for (DeploymentRecord deployment : service.deployments()) {
            TaskSetRow row = ecs.taskSets.get(deployment.revision()).orElse(null);
            if (row != null) {
                DeploymentRecord sized = sized(service, deployment, row.set());
                result = result.change(sized.id(), d -> sized);
                result = counts.keep(result, sized);
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

    /** Says whether a set is stable; one that was deleted is gone with its last task. */
    private ServiceRecord judge(ServiceRecord service, DeploymentRecord deployment, TaskSet set) {
        if (set.status().equals("DRAINING") && counts.gone(service, deployment)) {
            ecs.taskSets.remove(set.taskSetArn());
            return service.with(service.deployments().stream()
                    .filter(d -> !d.id().equals(deployment.id()))
                    .toList());
        }
        boolean steady = counts.steady(service, deployment);
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
}
