package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.Optional;

/**
 * What happens when a deployment does not succeed: the circuit breaker's verdict, and going back to the last deployment
 * that completed. Source: ECS Developer Guide, "How the Amazon ECS deployment circuit breaker detects failures" and
 * "Stopping Amazon ECS service deployments"; wording as users report it.
 */
final class Rollback {

    /** Why a service goes back. */
    enum Cause {
        CIRCUIT_BREAKER(
                "Service deployment rolled back because the circuit breaker threshold was exceeded.",
                "ECS deployment circuit breaker: tasks failed to start.",
                "ECS deployment circuit breaker: rolling back to deploymentId "),
        USER(
                "Service deployment rolled back because of a user request.",
                "ECS deployment rolled back by a user request.",
                "ECS deployment rollback: rolling back to deploymentId ");

        private final String status;
        private final String failed;
        private final String back;

        Cause(String status, String failed, String back) {
            this.status = status;
            this.failed = failed;
            this.back = back;
        }
    }

    private final EcsStore ecs;

    Rollback(EcsStore ecs) {
        this.ecs = ecs;
    }

    /** The circuit breaker has counted enough failures. */
    ServiceRecord trip(ServiceRecord service) {
        DeploymentRecord failing = service.primary();
        Revisions.change(
                ecs,
                service,
                d -> d.deploymentCircuitBreaker(Revisions.breaker(service, failing.failures(), "TRIGGERED")));
        ecs.event(service, "(deployment " + failing.id() + ") deployment failed: tasks failed to start.");
        ServiceRecord failed = service.change(
                failing.id(), d -> d.in(DeploymentRecord.FAILED, Cause.CIRCUIT_BREAKER.failed, ecs.now()));
        if (!service.breakerRollsBack()) {
            Revisions.finish(
                    ecs,
                    failed,
                    "STOPPED",
                    "Service deployment stopped because the circuit breaker threshold was exceeded.");
            return failed;
        }
        return start(failed, Cause.CIRCUIT_BREAKER);
    }

    /** Makes the last completed deployment the primary one again, under its own id. */
    ServiceRecord start(ServiceRecord service, Cause cause) {
        Instant now = ecs.now();
        DeploymentRecord failing = service.primary();
        Optional<DeploymentRecord> target = service.lastCompleted().filter(d -> !d.id().equals(failing.id()));
        ServiceRecord failed = service.change(failing.id(), d -> d.in(DeploymentRecord.FAILED, cause.failed, now));
        if (target.isEmpty()) {
            Revisions.finish(ecs, failed, "ROLLBACK_FAILED", cause.status);
            return failed;
        }
        String id = target.get().id();
        DeploymentRecord back = service.deployment(id)
                .orElse(target.get().wanting(0, now))
                .as(true, now)
                .wanting(service.desired(), now)
                .in(DeploymentRecord.IN_PROGRESS, cause.back + id + ".", now);
        ecs.event(service, "rolling back to deployment " + id + ".");
        Revisions.change(
                ecs,
                service,
                d -> d.status("ROLLBACK_IN_PROGRESS")
                        .statusReason(cause.status)
                        .rollback(r -> r.reason(cause.status).startedAt(now).serviceRevisionArn(back.revision())));
        ServiceRecord settings = failed.with(failed.settings().toBuilder()
                .taskDefinition(back.taskDefinition())
                .build());
        return settings.moveTo(back, now);
    }
}
