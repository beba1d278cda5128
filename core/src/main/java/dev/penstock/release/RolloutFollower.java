package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.release.EcsDeployState.Condemned;
import dev.penstock.release.EcsDeployState.Following;
import dev.penstock.release.EcsDeployState.RollingBack;
import dev.penstock.release.EcsDeployState.Rollout;
import java.util.List;
import java.util.Optional;

/** Follows one service deployment to its end, and looks into failed tasks on the way. */
final class RolloutFollower {

    private final ContainerServices services;
    private final TaskForensics forensics;

    RolloutFollower(ContainerServices services) {
        this.services = services;
        this.forensics = new TaskForensics(services);
    }

    StepResult<EcsDeployState> follow(
            ActionContext context, EcsDeployConfiguration configuration, Following following) {
        Optional<ServiceDeployment> observed = observed(context, following.rollout());
        if (observed.isEmpty()) {
            return await(context, following.rollout(), following, following.progress());
        }
        ServiceDeployment seen = observed.get();
        if (!following.rollout().begunByUs()) {
            return joined(context, configuration, following, seen);
        }
        return switch (seen.status()) {
            case SUCCESSFUL -> succeeded(configuration, following.rollout(), seen);
            case PENDING, IN_PROGRESS, UNKNOWN -> goOn(context, configuration, following, seen);
            case STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS ->
                takenBack(context, configuration, following, seen);
            case STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> {
                List<String> findings = following.findings().isEmpty()
                        ? forensics
                                .lookInto(
                                        context,
                                        configuration.service(),
                                        following.rollout().deployment())
                                .findings()
                        : following.findings();
                yield failed(configuration, seen, "", findings);
            }
        };
    }

    StepResult<EcsDeployState> follow(
            ActionContext context, EcsDeployConfiguration configuration, RollingBack rollingBack) {
        Optional<ServiceDeployment> observed = observed(context, rollingBack.rollout());
        if (observed.isEmpty()) {
            return await(context, rollingBack.rollout(), rollingBack, rollingBack.progress());
        }
        ServiceDeployment seen = observed.get();
        return switch (seen.status()) {
            case SUCCESSFUL -> succeeded(configuration, rollingBack.rollout(), seen);
            case STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED ->
                failed(configuration, seen, rollingBack.cause(), rollingBack.findings());
            case PENDING, IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS, UNKNOWN -> {
                if (!seen.supersededBy().isEmpty()) {
                    yield new StepResult.Fail<>(RolloutEnd.superseded(configuration, seen));
                }
                String progress = RolloutProgress.ofRollback(seen);
                var next =
                        new RollingBack(rollingBack.rollout(), rollingBack.cause(), rollingBack.findings(), progress);
                yield await(context, rollingBack.rollout(), next, progress);
            }
        };
    }

    /** Asks for the rollback that was decided on. */
    StepResult<EcsDeployState> rollBack(ActionContext context, Condemned condemned) {
        try {
            services.stopAndRollBack(context.scope(), condemned.rollout().deployment());
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            context.log(e.getMessage() + " The service goes on by itself, and is followed.");
        }
        var next = new RollingBack(condemned.rollout(), condemned.cause(), condemned.findings(), "");
        return new StepResult.Next<>(next, "rolling back: " + condemned.cause());
    }

    private StepResult<EcsDeployState> succeeded(
            EcsDeployConfiguration configuration, Rollout rollout, ServiceDeployment seen) {
        if (!seen.taskDefinition().equals(rollout.taskDefinition())) {
            return new StepResult.Fail<>(RolloutEnd.inconclusive(
                    "The deployment " + rollout.deployment() + " is successful, but with the task definition "
                            + (seen.taskDefinition().isEmpty() ? "that is not known" : seen.taskDefinition())
                            + " and not with " + rollout.taskDefinition() + "."));
        }
        return new StepResult.Succeed<>(RolloutEnd.succeeded(configuration, rollout));
    }

    /** It goes on, unless a task has failed of something that waiting does not cure. */
    private StepResult<EcsDeployState> goOn(
            ActionContext context, EcsDeployConfiguration configuration, Following following, ServiceDeployment seen) {
        if (!seen.supersededBy().isEmpty()) {
            return new StepResult.Fail<>(RolloutEnd.superseded(configuration, seen));
        }
        Rollout rollout = following.rollout();
        TaskForensics.Judgement judgement =
                forensics.judge(context, configuration.service(), seen, following.failuresSeen(), following.findings());
        List<String> findings = judgement.findings();
        if (judgement.cause().isPresent()) {
            String cause = judgement.cause().get();
            context.log("Stopping the deployment and rolling back: " + cause);
            return new StepResult.Next<>(new Condemned(rollout, cause, findings), "rolling back: " + cause);
        }
        String progress = RolloutProgress.of(seen);
        if (!progress.equals(following.progress())) {
            context.log(progress);
        }
        return await(context, rollout, new Following(rollout, progress, seen.failedCount(), findings), progress);
    }

    /** The service, or somebody, takes it back: what failed is looked into while its traces are there. */
    private StepResult<EcsDeployState> takenBack(
            ActionContext context, EcsDeployConfiguration configuration, Following following, ServiceDeployment seen) {
        List<String> findings = following.findings().isEmpty() && seen.failedCount() > 0
                ? forensics
                        .lookInto(
                                context,
                                configuration.service(),
                                following.rollout().deployment())
                        .findings()
                : following.findings();
        String progress = RolloutProgress.of(seen);
        if (!progress.equals(following.progress())) {
            context.log(progress);
        }
        var next = new Following(following.rollout(), progress, seen.failedCount(), findings);
        return await(context, following.rollout(), next, progress);
    }

    private static StepResult<EcsDeployState> failed(
            EcsDeployConfiguration configuration, ServiceDeployment seen, String cause, List<String> findings) {
        String why = !cause.isEmpty()
                ? cause
                : Diagnosis.firstTrouble(seen.events())
                        .orElse(seen.statusReason().isEmpty() ? "no reason was given" : seen.statusReason());
        if (seen.status() == ServiceDeployment.Status.ROLLBACK_SUCCESSFUL) {
            return new StepResult.Fail<>(RolloutEnd.rolledBack(configuration, why, findings));
        }
        if (seen.status() == ServiceDeployment.Status.ROLLBACK_FAILED) {
            return new StepResult.Fail<>(RolloutEnd.rollbackFailed(configuration, seen, cause, findings));
        }
        return new StepResult.Fail<>(
                seen.supersededBy().isEmpty()
                        ? RolloutEnd.stopped(configuration, seen, findings)
                        : RolloutEnd.superseded(configuration, seen));
    }

    /** The service had the task definition when the action began: it is enough that it gets or goes back there. */
    private StepResult<EcsDeployState> joined(
            ActionContext context, EcsDeployConfiguration configuration, Following following, ServiceDeployment seen) {
        Rollout rollout = following.rollout();
        if (!seen.status().hasEnded()) {
            if (!seen.supersededBy().isEmpty()) {
                return new StepResult.Fail<>(RolloutEnd.superseded(configuration, seen));
            }
            String progress = RolloutProgress.of(seen);
            return await(context, rollout, new Following(rollout, progress, 0, List.of()), progress);
        }
        boolean brings = seen.taskDefinition().equals(rollout.taskDefinition());
        boolean isThere = (seen.status() == ServiceDeployment.Status.SUCCESSFUL && brings)
                || (seen.status() == ServiceDeployment.Status.ROLLBACK_SUCCESSFUL && !brings);
        ServiceDescription now = services.describe(context.scope(), configuration.service());
        if (isThere && now.taskDefinition().equals(rollout.taskDefinition())) {
            return new StepResult.Succeed<>(RolloutEnd.succeeded(configuration, rollout));
        }
        return brings || !now.taskDefinition().equals(rollout.taskDefinition())
                ? failed(configuration, seen, "", List.of())
                : new StepResult.Fail<>(RolloutEnd.inconclusive(
                        configuration.target() + " had the task definition " + rollout.taskDefinition()
                                + " already, but its last deployment ended as " + seen.status() + "."));
    }

    private static Optional<ServiceDeployment> observed(ActionContext context, Rollout rollout) {
        return context.observation()
                .filter(ServiceDeployment.class::isInstance)
                .map(ServiceDeployment.class::cast)
                .filter(seen -> seen.id().equals(rollout.deployment()));
    }

    private static StepResult<EcsDeployState> await(
            ActionContext context, Rollout rollout, EcsDeployState next, String progress) {
        var resource = new ResourceId(ServiceDeployment.KIND, context.scope(), rollout.deployment());
        return new StepResult.Await<>(next, new Wait.ForResource(resource), progress);
    }
}
