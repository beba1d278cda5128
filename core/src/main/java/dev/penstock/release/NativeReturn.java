package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Wait;
import dev.penstock.release.DeploymentPause.HookAction;
import dev.penstock.release.EcsReleaseState.Returning;
import dev.penstock.release.EcsReleaseState.Running;
import dev.penstock.release.EcsReleaseState.Sight;
import dev.penstock.release.EcsReleaseState.Work;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings back what a service ran: by taking our deployment back while it is under way, which moves all requests at once as the
 * old tasks are still there, and by another deployment once ours was successful. Then the service gets its deployment
 * configuration again.
 */
final class NativeReturn {

    private static final Duration UNTIL_VISIBLE = Duration.ofSeconds(2);

    private final ContainerServices services;
    private final NativeRelease release;

    NativeReturn(ContainerServices services, NativeRelease release) {
        this.services = services;
        this.release = release;
    }

    /** Nothing was begun, or a call was whose answer was lost. */
    TargetResult<EcsReleaseState> fromReady(
            ActionContext context, EcsDeployConfiguration configuration, EcsReleaseState.Ready ready) {
        return release.find(context, configuration, ready.work())
                .<TargetResult<EcsReleaseState>>map(begun ->
                        new TargetResult.Next<>(new Returning(ready.work(), begun, false, Sight.NONE), "goes back"))
                .orElseGet(() -> new TargetResult.Done<>(ready, "nothing was changed"));
    }

    /** Asks for the way back at once, whatever was seen last. */
    TargetResult<EcsReleaseState> fromRunning(ActionContext context, Running running) {
        services.look(context.scope(), running.deployment()).ifPresent(seen -> ask(context, seen));
        return new TargetResult.Next<>(
                new Returning(running.work(), running.deployment(), false, running.sight()), "goes back");
    }

    /** A deployment that waits is answered; one that does not is stopped. */
    void ask(ActionContext context, ServiceDeployment seen) {
        switch (seen.status()) {
            case PENDING, IN_PROGRESS, UNKNOWN ->
                seen.pause()
                        .filter(at -> NativeRelease.isOurs(at.stage()))
                        .ifPresentOrElse(
                                at -> services.continueDeployment(
                                        context.scope(), seen.id(), at.hookId(), HookAction.ROLLBACK),
                                () -> services.stopAndRollBack(context.scope(), seen.id()));
            case SUCCESSFUL,
                    STOP_REQUESTED,
                    STOPPED,
                    ROLLBACK_REQUESTED,
                    ROLLBACK_IN_PROGRESS,
                    ROLLBACK_SUCCESSFUL,
                    ROLLBACK_FAILED -> {}
        }
    }

    /** Asks for the way back without waiting for it; the settings of a deployment that is under way are its own. */
    void abandon(ReleaseContext context, EcsDeployConfiguration configuration, Work work, String deployment) {
        ActionContext action = context.action();
        Optional<ServiceDeployment> seen = services.look(action.scope(), deployment);
        seen.ifPresent(now -> ask(action, now));
        if (seen.filter(now -> now.status() == ServiceDeployment.Status.SUCCESSFUL)
                        .isPresent()
                && services.describe(action.scope(), configuration.service())
                        .taskDefinition()
                        .equals(work.taskDefinition())) {
            services.deploy(
                    action.scope(), configuration.service(), work.basedOn(), Optional.of(settings(context, work)));
        }
        release.putBack(action, configuration, work);
        action.log("Asked the service deployment " + deployment + " to go back.");
    }

    /** In the way of the release where that waits for nobody, and else in the way that the service has without it. */
    private static String settings(ReleaseContext context, Work work) {
        return context.plan().replacement().isPresent() && work.sides().isEmpty()
                ? work.settings()
                : DeploymentSettings.read(work.settingsBefore()).toPutBack();
    }

    TargetResult<EcsReleaseState> goOn(
            ReleaseContext release, EcsDeployConfiguration configuration, Returning returning) {
        ActionContext context = release.action();
        Optional<ServiceDeployment> observed = NativeRelease.observed(context, returning.deployment());
        if (observed.isEmpty()) {
            return await(context, returning, "goes back");
        }
        ServiceDeployment seen = observed.get();
        if (!seen.supersededBy().isEmpty()) {
            return overtaken(context, configuration, returning, seen);
        }
        return switch (seen.status()) {
            case PENDING, IN_PROGRESS, UNKNOWN -> {
                if (returning.again()) {
                    yield await(context, returning, RolloutProgress.of(seen, false));
                }
                ask(context, seen);
                yield await(context, returning, RolloutProgress.ofRollback(seen));
            }
            case STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS ->
                await(context, returning, RolloutProgress.ofRollback(seen));
            case SUCCESSFUL ->
                returning.again() ? back(context, configuration, returning) : again(release, configuration, returning);
            case ROLLBACK_SUCCESSFUL -> back(context, configuration, returning);
            case STOPPED -> again(release, configuration, returning);
            case ROLLBACK_FAILED -> stuck(configuration, returning, seen);
        };
    }

    private TargetResult<EcsReleaseState> back(
            ActionContext context, EcsDeployConfiguration configuration, Returning returning) {
        String now = services.describe(context.scope(), configuration.service()).taskDefinition();
        if (!now.equals(returning.work().basedOn())) {
            return new TargetResult.Failed<>(
                    returning,
                    RolloutEnd.inconclusive(configuration.target() + " went back, but to " + now + " and not to "
                            + returning.work().basedOn() + ", which it ran before."),
                    Aftermath.OUT_OF_HAND);
        }
        release.putBack(context, configuration, returning.work());
        return new TargetResult.Done<>(returning, configuration.target() + " runs its previous revision again");
    }

    /** Nothing of the old version is left: it is deployed again, in the way that the service has without this release. */
    private TargetResult<EcsReleaseState> again(
            ReleaseContext context, EcsDeployConfiguration configuration, Returning returning) {
        ActionContext action = context.action();
        Work work = returning.work();
        Optional<String> begun = services.findDeployment(
                action.scope(), configuration.service(), work.basedOn(), Optional.of(returning.deployment()));
        if (begun.isEmpty()) {
            services.deploy(
                    action.scope(), configuration.service(), work.basedOn(), Optional.of(settings(context, work)));
            begun = services.findDeployment(
                    action.scope(), configuration.service(), work.basedOn(), Optional.of(returning.deployment()));
        }
        return begun.<TargetResult<EcsReleaseState>>map(deployment -> new TargetResult.Next<>(
                        new Returning(work, deployment, true, Sight.NONE), "the old version is deployed again"))
                .orElseGet(() -> new TargetResult.Await<>(
                        returning,
                        new Wait.Until(action.now().plus(UNTIL_VISIBLE)),
                        "service updated, its deployment is not visible yet"));
    }

    private TargetResult<EcsReleaseState> overtaken(
            ActionContext context, EcsDeployConfiguration configuration, Returning returning, ServiceDeployment seen) {
        release.putBack(context, configuration, returning.work());
        return new TargetResult.Failed<>(returning, RolloutEnd.superseded(configuration, seen), Aftermath.OUT_OF_HAND);
    }

    private static TargetResult<EcsReleaseState> stuck(
            EcsDeployConfiguration configuration, Returning returning, ServiceDeployment seen) {
        ActionFailure failure = RolloutEnd.rollbackFailed(
                configuration, seen, "", returning.sight().findings());
        return new TargetResult.Failed<>(returning, failure, Aftermath.OUT_OF_HAND);
    }

    private static TargetResult<EcsReleaseState> await(ActionContext context, Returning next, String progress) {
        return new TargetResult.Await<>(
                next, new Wait.ForResource(NativeRelease.resource(context, next.deployment())), progress);
    }
}
