package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.Optional;

/**
 * What a service learns from its tasks: one that turned healthy clears the count of failures, one that failed adds to it,
 * until pauses between starts begin or the circuit breaker acts.
 */
final class TaskNews {

    private final EcsStore ecs;
    private final Rollback rollback;

    TaskNews(EcsStore ecs, Rollback rollback) {
        this.ecs = ecs;
        this.rollback = rollback;
    }

    /** A task of a service turned healthy, or ended by itself. */
    void hear(TaskRecord task, boolean failed) {
        ServiceRecord service = ecs.services.get(task.service()).orElse(null);
        if (service == null) {
            return;
        }
        if (failed) {
            tell(service, task);
            ecs.put(failed(service, task));
        } else {
            boolean keeps = service.controls().keepsCount();
            ServiceRecord next = service.change(
                    task.deployment(), d -> d.counting(keeps ? d.failures() : 0, 0, Optional.empty(), ecs.now()));
            ecs.put(next);
            int failures = next.deployment(task.deployment())
                    .map(DeploymentRecord::failures)
                    .orElse(0);
            Revisions.change(
                    ecs, next, d -> d.deploymentCircuitBreaker(Revisions.breaker(next, failures, "MONITORING")));
        }
        ecs.wake(service.arn());
    }

    /** Counts a failed task: for the pauses between starts, and for the circuit breaker while it watches. */
    ServiceRecord failed(ServiceRecord service, TaskRecord task) {
        DeploymentRecord deployment = service.deployment(task.deployment()).orElse(null);
        if (deployment == null) {
            return service;
        }
        Instant now = ecs.now();
        boolean neverRan = task.task().startedAt() == null;
        int failedStarts = neverRan ? deployment.failedStarts() + 1 : 0;
        Optional<Instant> pause = Optional.of(Durations.backoff(failedStarts))
                .filter(p -> !p.isZero())
                .map(now::plus);
        if (pause.isPresent() && deployment.pausedUntil().isEmpty()) {
            ecs.event(service, "is unable to consistently start tasks successfully.");
        }
        // After the deployment a task that had turned healthy before is an incident of operation.
        boolean incident = task.healthy() && !deployment.inProgress();
        int failures = incident ? deployment.failures() : deployment.failures() + 1;
        ServiceRecord counted = service.change(deployment.id(), d -> d.counting(failures, failedStarts, pause, now));
        boolean watched = deployment.primary() && deployment.inProgress() && counted.breaker();
        if (!watched) {
            return counted;
        }
        boolean rollingBack = Revisions.current(ecs, counted).rollback() != null;
        if (!rollingBack) {
            Revisions.change(
                    ecs, counted, d -> d.deploymentCircuitBreaker(Revisions.breaker(counted, failures, "MONITORING")));
        }
        return failures >= counted.controls().threshold(counted.desired()) && !rollingBack
                ? rollback.trip(counted)
                : counted;
    }

    private void tell(ServiceRecord service, TaskRecord task) {
        String reason = task.task().stoppedReason();
        if (reason.startsWith("CannotPull") || reason.startsWith("CannotStart") || reason.startsWith("Resource")) {
            ecs.event(service, "was unable to place a task. Reason: " + reason + ".");
        }
    }
}
