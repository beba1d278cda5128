package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * A service.
 *
 * @param settings what was asked for, as {@code Service} describes it; its counts, deployments and events are left
 *     empty and filled in when it is described
 * @param deployments the primary one first
 * @param lastCompleted the deployment to roll back to
 * @param serviceDeployment the ARN of the current service deployment
 * @param clientToken of the call that made it; empty when there was none
 * @param steady whether it has said that it is in a steady state
 * @param complained whether it has said that its percentages leave no room
 * @param extra what its deployment configuration has beside the modelled members; empty for the standard
 */
record ServiceRecord(
        Service settings,
        List<DeploymentRecord> deployments,
        Optional<DeploymentRecord> lastCompleted,
        String serviceDeployment,
        String clientToken,
        boolean steady,
        boolean complained,
        Optional<DeploymentControls> extra) {

    ServiceRecord {
        deployments = List.copyOf(deployments);
    }

    String arn() {
        return settings.serviceArn();
    }

    String name() {
        return settings.serviceName();
    }

    String cluster() {
        return settings.clusterArn();
    }

    String status() {
        return settings.status();
    }

    boolean active() {
        return status().equals("ACTIVE");
    }

    int desired() {
        return settings.desiredCount() == null ? 0 : settings.desiredCount();
    }

    DeploymentRecord primary() {
        return deployments.getFirst();
    }

    DeploymentConfiguration configuration() {
        return settings.deploymentConfiguration();
    }

    /** What the deployment configuration has beside its modelled members. */
    DeploymentControls controls() {
        return extra.orElse(DeploymentControls.STANDARD);
    }

    ServiceRecord with(DeploymentControls controls) {
        return new ServiceRecord(
                settings,
                deployments,
                lastCompleted,
                serviceDeployment,
                clientToken,
                steady,
                complained,
                Optional.of(controls));
    }

    /** Whether ECS itself rolls deployments; else somebody moves its task sets. */
    boolean rolling() {
        return controller().equals("ECS");
    }

    String controller() {
        return settings.deploymentController() == null
                ? "ECS"
                : settings.deploymentController().typeAsString();
    }

    boolean daemon() {
        return "DAEMON".equals(settings.schedulingStrategyAsString());
    }

    /** How long failing health checks of a task are ignored after its start. */
    int graceSeconds() {
        return settings.healthCheckGracePeriodSeconds() == null ? 0 : settings.healthCheckGracePeriodSeconds();
    }

    /** Deployments that replace tasks have one; those that move traffic do not (ECS API Reference, DeploymentCircuitBreaker). */
    boolean breaker() {
        return !GradualRules.isGradual(configuration())
                && configuration().deploymentCircuitBreaker() != null
                && Boolean.TRUE.equals(
                        configuration().deploymentCircuitBreaker().enable());
    }

    boolean breakerRollsBack() {
        return breaker()
                && Boolean.TRUE.equals(
                        configuration().deploymentCircuitBreaker().rollback());
    }

    Optional<DeploymentRecord> deployment(String id) {
        return deployments.stream().filter(d -> d.id().equals(id)).findFirst();
    }

    ServiceRecord with(Service changed) {
        return new ServiceRecord(
                changed, deployments, lastCompleted, serviceDeployment, clientToken, steady, complained, extra);
    }

    ServiceRecord with(List<DeploymentRecord> changed) {
        return new ServiceRecord(
                settings, changed, lastCompleted, serviceDeployment, clientToken, steady, complained, extra);
    }

    /** With one deployment changed, if it is still there. */
    ServiceRecord change(String id, UnaryOperator<DeploymentRecord> change) {
        return with(deployments.stream()
                .map(d -> d.id().equals(id) ? change.apply(d) : d)
                .toList());
    }

    /** With another deployment to move to; the present ones stay until their tasks are gone. */
    ServiceRecord moveTo(DeploymentRecord next, Instant now) {
        List<DeploymentRecord> all = new ArrayList<>();
        all.add(next);
        for (DeploymentRecord other : deployments) {
            if (!other.id().equals(next.id())) {
                all.add(other.primary() ? other.as(false, now) : other);
            }
        }
        return new ServiceRecord(settings, all, lastCompleted, serviceDeployment, clientToken, false, false, extra);
    }

    ServiceRecord completing(DeploymentRecord completed) {
        return new ServiceRecord(
                settings,
                deployments,
                Optional.of(completed),
                serviceDeployment,
                clientToken,
                steady,
                complained,
                extra);
    }

    ServiceRecord under(String serviceDeploymentArn) {
        return new ServiceRecord(
                settings, deployments, lastCompleted, serviceDeploymentArn, clientToken, steady, complained, extra);
    }

    ServiceRecord steady(boolean isSteady) {
        return new ServiceRecord(
                settings, deployments, lastCompleted, serviceDeployment, clientToken, isSteady, complained, extra);
    }

    ServiceRecord complaining() {
        return new ServiceRecord(
                settings, deployments, lastCompleted, serviceDeployment, clientToken, steady, true, extra);
    }
}
