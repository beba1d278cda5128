package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.release.DeploymentPause.HookAction;
import dev.penstock.release.EcsReleaseState.Ready;
import dev.penstock.release.EcsReleaseState.Running;
import dev.penstock.release.EcsReleaseState.Sight;
import dev.penstock.release.EcsReleaseState.Work;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Leads a deployment that ECS makes from pause to pause. */
final class NativeRelease {

    private static final Duration UNTIL_VISIBLE = Duration.ofSeconds(2);

    private final ContainerServices services;
    private final TaskForensics forensics;
    private final ReleaseTest test;

    NativeRelease(ContainerServices services, ReleaseTest test) {
        this.services = services;
        this.forensics = new TaskForensics(services);
        this.test = test;
    }

    /** Begins the deployment, or finds it. */
    TargetResult<EcsReleaseState> begin(ReleaseContext release, EcsDeployConfiguration configuration, Ready ready) {
        ActionContext context = release.action();
        Work work = ready.work();
        Optional<String> begun = find(context, configuration, work);
        if (begun.isEmpty()) {
            String now =
                    services.describe(context.scope(), configuration.service()).taskDefinition();
            if (!now.equals(work.taskDefinition()) && !now.equals(work.basedOn())) {
                return new TargetResult.Failed<>(
                        ready,
                        new ActionFailure(
                                Kind.SUPERSEDED,
                                "PEN-ECS-006",
                                "Meanwhile somebody brought " + configuration.target() + " to " + now
                                        + ". Nothing was changed.",
                                List.of()),
                        Aftermath.OUT_OF_HAND);
            }
            services.deploy(
                    context.scope(), configuration.service(), work.taskDefinition(), Optional.of(work.settings()));
            begun = find(context, configuration, work);
        }
        if (begun.isEmpty()) {
            return new TargetResult.Await<>(
                    ready,
                    new Wait.Until(context.now().plus(UNTIL_VISIBLE)),
                    "service updated, its deployment is not visible yet");
        }
        context.log("Service deployment " + begun.get());
        return new TargetResult.Next<>(new Running(work, begun.get(), Sight.NONE), "deployment begun");
    }

    Optional<String> find(ActionContext context, EcsDeployConfiguration configuration, Work work) {
        return services.findDeployment(context.scope(), configuration.service(), work.taskDefinition(), work.before());
    }

    /** Goes on with a step of a deployment that is under way. */
    TargetResult<EcsReleaseState> goOn(
            ReleaseContext release, EcsDeployConfiguration configuration, Running running, ReleaseStep.OfTarget step)
            throws InterruptedException {
        ActionContext context = release.action();
        Optional<ServiceDeployment> observed = observed(context, running.deployment());
        if (observed.isEmpty()) {
            return await(context, running, running.sight().progress());
        }
        ServiceDeployment seen = observed.get();
        return switch (seen.status()) {
            case SUCCESSFUL -> succeeded(release, configuration, running, seen, step);
            case PENDING, IN_PROGRESS, UNKNOWN -> underWay(release, configuration, running, seen, step);
            case STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS ->
                takenBack(context, configuration, running, seen);
            case STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> ended(context, configuration, running, seen);
        };
    }

    private TargetResult<EcsReleaseState> succeeded(
            ReleaseContext release,
            EcsDeployConfiguration configuration,
            Running running,
            ServiceDeployment seen,
            ReleaseStep.OfTarget step) {
        if (!seen.taskDefinition().equals(running.work().taskDefinition())) {
            return new TargetResult.Failed<>(
                    running,
                    RolloutEnd.inconclusive("The deployment " + running.deployment()
                            + " is successful, but with the task definition "
                            + (seen.taskDefinition().isEmpty() ? "that is not known" : seen.taskDefinition())
                            + " and not with " + running.work().taskDefinition() + "."),
                    Aftermath.OUT_OF_HAND);
        }
        if (step instanceof ReleaseStep.Finish) {
            putBack(release.action(), configuration, running.work());
            return new TargetResult.Done<>(running, "deployed");
        }
        boolean early = step instanceof ReleaseStep.Shift(Share share) && !share.equals(Share.ALL);
        // Somebody let it go on to its end.
        return early
                ? new TargetResult.Failed<>(
                        running,
                        new ActionFailure(
                                Kind.SUPERSEDED,
                                "PEN-ECS-006",
                                "Somebody let the deployment " + running.deployment()
                                        + " go on to its end: the new version has all requests, and was to have fewer.",
                                List.of()),
                        Aftermath.OUT_OF_HAND)
                : new TargetResult.Done<>(running, "all tasks are new");
    }

    private TargetResult<EcsReleaseState> underWay(
            ReleaseContext release,
            EcsDeployConfiguration configuration,
            Running running,
            ServiceDeployment seen,
            ReleaseStep.OfTarget step)
            throws InterruptedException {
        ActionContext context = release.action();
        if (!seen.supersededBy().isEmpty()) {
            return superseded(context, configuration, running, seen);
        }
        Sight before = running.sight();
        TaskForensics.Judgement judgement =
                forensics.judge(context, configuration.service(), seen, before.failuresSeen(), before.findings());
        Running now = running.with(
                before.progressed(RolloutProgress.of(seen, false), seen.failedCount(), judgement.findings()));
        if (judgement.cause().isPresent()) {
            return new TargetResult.Failed<>(
                    now, failed(configuration, judgement.cause().get(), judgement.findings()), Aftermath.CHANGED);
        }
        return switch (step) {
            case ReleaseStep.ScaleUp(Share capacity) ->
                seen.pause().isPresent()
                        ? new TargetResult.Done<>(now, "new tasks are healthy and have no users")
                        : await(context, now, now.sight().progress());
            case ReleaseStep.Test() -> tested(release, now, seen);
            case ReleaseStep.Shift(Share share) -> shifted(context, now, seen, share);
            case ReleaseStep.Replace replace -> letGoOn(context, now, seen);
            case ReleaseStep.Finish() -> letGoOn(context, now, seen);
            case ReleaseStep.Prepare() -> new TargetResult.Done<>(now, "");
        };
    }

    private TargetResult<EcsReleaseState> tested(ReleaseContext release, Running now, ServiceDeployment seen)
            throws InterruptedException {
        boolean waits = seen.pause()
                .filter(at -> at.stage().equals(NativeRamp.AFTER_TEST))
                .isPresent();
        if (waits) {
            Optional<TargetResult<EcsReleaseState>> open = test.look(release, now);
            if (open.isPresent()) {
                return open.get();
            }
            return letGoOn(release.action(), now, seen);
        }
        return seen.pause().isPresent()
                ? new TargetResult.Done<>(now, "the new version answers as it should")
                : await(release.action(), now, now.sight().progress());
    }

    /** It has a share when ECS waits to be let go on from there. */
    private TargetResult<EcsReleaseState> shifted(
            ActionContext context, Running now, ServiceDeployment seen, Share share) {
        int has = seen.traffic().map(RevisionTraffic::production).orElse(0);
        if (has == share.permille() && seen.pause().isPresent()) {
            return new TargetResult.Done<>(now, share + " of requests go to the new version");
        }
        return has < share.permille()
                ? letGoOn(context, now, seen)
                : await(context, now, now.sight().progress());
    }

    private TargetResult<EcsReleaseState> letGoOn(ActionContext context, Running now, ServiceDeployment seen) {
        seen.pause()
                .filter(at -> isOurs(at.stage()))
                .ifPresent(at -> services.continueDeployment(
                        context.scope(), now.deployment(), at.hookId(), HookAction.CONTINUE));
        return await(context, now, now.sight().progress());
    }

    static boolean isOurs(String stage) {
        return stage.equals(NativeRamp.AFTER_TEST)
                || stage.equals(NativeRamp.BEFORE_STEP)
                || stage.equals(NativeRamp.AFTER_LAST);
    }

    /** The service, or somebody, takes it back: what failed is looked into while its traces are there. */
    private TargetResult<EcsReleaseState> takenBack(
            ActionContext context, EcsDeployConfiguration configuration, Running running, ServiceDeployment seen) {
        List<String> findings = findings(context, configuration, running, seen);
        String words = RolloutProgress.of(seen, false);
        return await(context, running.with(running.sight().progressed(words, seen.failedCount(), findings)), words);
    }

    private List<String> findings(
            ActionContext context, EcsDeployConfiguration configuration, Running running, ServiceDeployment seen) {
        List<String> known = running.sight().findings();
        return known.isEmpty() && seen.failedCount() > 0
                ? forensics
                        .lookInto(context, configuration.service(), running.deployment())
                        .findings()
                : known;
    }

    private TargetResult<EcsReleaseState> ended(
            ActionContext context, EcsDeployConfiguration configuration, Running running, ServiceDeployment seen) {
        if (!seen.supersededBy().isEmpty()) {
            return superseded(context, configuration, running, seen);
        }
        String why = Diagnosis.firstTrouble(seen.events())
                .orElse(seen.statusReason().isEmpty() ? "it ended as " + seen.status() : seen.statusReason());
        return new TargetResult.Failed<>(
                running,
                failed(configuration, why, findings(context, configuration, running, seen)),
                Aftermath.CHANGED);
    }

    private TargetResult<EcsReleaseState> superseded(
            ActionContext context, EcsDeployConfiguration configuration, Running running, ServiceDeployment seen) {
        putBack(context, configuration, running.work());
        context.log(
                "Where the other deployment pauses at a hook of this release, 'aws ecs continue-service-deployment' lets"
                        + " it go on.");
        return new TargetResult.Failed<>(running, RolloutEnd.superseded(configuration, seen), Aftermath.OUT_OF_HAND);
    }

    static ActionFailure failed(EcsDeployConfiguration configuration, String why, List<String> findings) {
        return new ActionFailure(
                Kind.FAILED,
                "PEN-ECS-005",
                "The deployment of " + configuration.target() + " failed: " + why + (why.endsWith(".") ? "" : "."),
                findings);
    }

    /** Gives the service its own deployment configuration again, unless somebody gave it another meanwhile. */
    void putBack(ActionContext context, EcsDeployConfiguration configuration, Work work) {
        DeploymentSettings now =
                services.setup(context.scope(), configuration.service()).settings();
        DeploymentSettings before = DeploymentSettings.read(work.settingsBefore());
        if (now.isLike(DeploymentSettings.read(work.settings())) && !now.isLike(before)) {
            services.configure(context.scope(), configuration.service(), before.toPutBack());
        }
    }

    static Optional<ServiceDeployment> observed(ActionContext context, String deployment) {
        return context.observation(resource(context, deployment))
                .filter(ServiceDeployment.class::isInstance)
                .map(ServiceDeployment.class::cast);
    }

    static ResourceId resource(ActionContext context, String deployment) {
        return new ResourceId(ServiceDeployment.KIND, context.scope(), deployment);
    }

    private static TargetResult<EcsReleaseState> await(ActionContext context, Running next, String progress) {
        return new TargetResult.Await<>(next, new Wait.ForResource(resource(context, next.deployment())), progress);
    }
}
