package dev.penstock.simulator.ecs;

import java.util.List;

/** The end of a deployment: completes it and says so, when everything is as it should be. */
final class Settlement {

    private final EcsStore ecs;
    private final RollingStep rolling;
    private final AlarmWatch alarms;

    Settlement(EcsStore ecs, RollingStep rolling, AlarmWatch alarms) {
        this.ecs = ecs;
        this.rolling = rolling;
        this.alarms = alarms;
    }

    ServiceRecord settle(ServiceRecord service) {
        if (service.primary().failed()) {
            return forget(service);
        }
        boolean replaced = service.deployments().stream().allMatch(d -> d.primary() || isGone(service, d));
        boolean there = replaced && complete(service);
        boolean early = rolling.early(service);
        boolean deferred = service.controls()
                .earlySuccess()
                .filter(DeploymentControls.Early::deferred)
                .isPresent();
        boolean done = there || (early && (replaced || deferred));
        if (service.primary().inProgress() && done && !alarms.baked(service)) {
            // The old deployment is shown until the alarms have been watched long enough.
            return service.steady(false);
        }
        ServiceRecord left = forget(service);
        if (left.primary().inProgress() && done) {
            left = succeed(ecs, left);
        }
        if (!there || isLeaving(left)) {
            return left.steady(false);
        }
        if (!left.steady()) {
            ecs.event(left, "has reached a steady state.");
        }
        return left.steady(true);
    }

    /** Whether a task of the service is still being stopped. */
    private boolean isLeaving(ServiceRecord service) {
        return ecs.liveByService.of(service.arn()).stream().anyMatch(t -> !t.stays() && !t.isOver());
    }

    /** Whether the primary deployment has all its tasks and all are healthy. */
    private boolean complete(ServiceRecord service) {
        List<TaskRecord> targets = rolling.staying(service, true);
        return targets.size() == service.desired() && targets.stream().allMatch(TaskRecord::counts);
    }

    /** Other deployments vanish when the last of their tasks is over. */
    private ServiceRecord forget(ServiceRecord service) {
        List<DeploymentRecord> left = service.deployments().stream()
                .filter(d -> d.primary() || !isGone(service, d))
                .toList();
        return left.size() == service.deployments().size() ? service : service.with(left);
    }

    private boolean isGone(ServiceRecord service, DeploymentRecord deployment) {
        boolean stands = deployment.wanted() > 0 && deployment.rollout().equals(DeploymentRecord.COMPLETED);
        return !stands
                && ecs.liveByService.of(service.arn()).stream()
                        .noneMatch(t -> t.deployment().equals(deployment.id()) && !t.isOver());
    }

    /** Completes the deployment that a service moves to. */
    static ServiceRecord succeed(EcsStore ecs, ServiceRecord service) {
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
}
