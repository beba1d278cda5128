package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Service;

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
                "ECS deployment circuit breaker: rolling back to deploymentId ",
                "tasks failed to start",
                "Service deployment stopped because the circuit breaker threshold was exceeded."),
        ALARM(
                "Service deployment rolled back because an alarm was detected.",
                "ECS deployment alarm detected.",
                "ECS deployment alarm: rolling back to deploymentId ",
                "alarm detected",
                "Service deployment stopped because an alarm was detected."),
        USER(
                "Service deployment rolled back because of a user request.",
                "ECS deployment rolled back by a user request.",
                "ECS deployment rollback: rolling back to deploymentId ",
                "stopped by a user request",
                "Service deployment stopped because of a user request."),
        HOOK(
                "Service deployment rolled back because a lifecycle hook failed.",
                "ECS deployment lifecycle hook failed.",
                "ECS deployment lifecycle hook: rolling back to deploymentId ",
                "lifecycle hook failed",
                "Service deployment stopped because a lifecycle hook failed."),
        STAGE_TIMEOUT(
                "Service deployment rolled back because a lifecycle stage took longer than 24 hours.",
                "ECS deployment lifecycle stage timed out.",
                "ECS deployment lifecycle stage timed out: rolling back to deploymentId ",
                "lifecycle stage timed out",
                "Service deployment stopped because a lifecycle stage took longer than 24 hours.");

        private final String status;
        private final String failed;
        private final String back;
        private final String event;
        private final String stopped;

        Cause(String status, String failed, String back, String event, String stopped) {
            this.status = status;
            this.failed = failed;
            this.back = back;
            this.event = event;
            this.stopped = stopped;
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
        return fail(service, Cause.CIRCUIT_BREAKER, service.breakerRollsBack());
    }

    /** The deployment has failed. */
    ServiceRecord fail(ServiceRecord service, Cause cause, boolean rollsBack) {
        DeploymentRecord failing = service.primary();
        ecs.event(service, "(deployment " + failing.id() + ") deployment failed: " + cause.event + ".");
        ServiceRecord failed =
                service.change(failing.id(), d -> d.in(DeploymentRecord.FAILED, cause.failed, ecs.now()));
        if (!rollsBack) {
            Revisions.finish(ecs, failed, "STOPPED", cause.stopped);
            return failed;
        }
        return start(failed, cause);
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
        return failed.with(settingsOf(failed.settings(), back)).moveTo(back, now);
    }

    /** The settings of a service with what its revision had fixed. */
    private Service settingsOf(Service settings, DeploymentRecord back) {
        Launch launch = ecs.launch(back);
        return settings.toBuilder()
                .taskDefinition(back.taskDefinition())
                .launchType(launch.launchType().orElse(null))
                .capacityProviderStrategy(launch.strategy().isEmpty() ? null : launch.strategy())
                .platformVersion(launch.platform().orElse(null))
                .networkConfiguration(launch.network().orElse(null))
                .loadBalancers(ecs.revisions
                        .get(back.revision())
                        .orElseThrow()
                        .revision()
                        .loadBalancers())
                .build();
    }
}
