package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Cause;
import dev.penstock.beanstalk.BeanstalkDeployState.Keeping;
import dev.penstock.beanstalk.BeanstalkDeployState.Pair;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.BeanstalkDeployState.Swapping;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.HostName;
import dev.penstock.beanstalk.DeploymentOptions.WhenItFails;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lets two environments change places, keeps the one that was live for a while, and changes back if that turns out ill. */
final class PairSteps {

    /** One bad refresh is a hiccup. */
    private static final int BAD_REFRESHES = 3;

    private final Environments environments;
    private final Retirement retirement;

    PairSteps(Environments environments, Housekeeping housekeeping) {
        this.environments = environments;
        this.retirement = new Retirement(environments, housekeeping);
    }

    StepResult<BeanstalkDeployState> swap(ActionContext context, DeploymentOptions options, Swapping swapping)
            throws BeanstalkFailure {
        Plan plan = swapping.plan();
        Pair pair = plan.pair().orElseThrow();
        HostName hostName = hostName(options);
        Environment before = ChangeSteps.existing(environments, context.scope(), plan.with(pair.liveId()));
        Environment fresh = ChangeSteps.existing(environments, context.scope(), plan);
        Environment towards = swapping.cause().isPresent() ? before : fresh;
        Environment from = swapping.cause().isPresent() ? fresh : before;
        if (!before.status().isReady() || !fresh.status().isReady()) {
            return new StepResult.Await<>(
                    swapping,
                    new Wait.ForAnyResource(
                            List.of(resource(context, before.id()), resource(context, fresh.id())),
                            Optional.of(context.now().plus(ChangeFollower.REFRESH))),
                    "host names change places");
        }
        if (PairChoice.isLive(towards, hostName)) {
            return swapped(context, options, swapping);
        }
        if (!PairChoice.isLive(from, hostName)) {
            return new StepResult.Fail<>(DeploymentEnd.hostNameTaken(plan, hostName.cnamePrefix()));
        }
        environments.swapCnames(context.scope(), before.id(), fresh.id());
        context.log("'" + towards.name() + "' takes the host name of '" + from.name() + "'.");
        return new StepResult.Await<>(
                swapping,
                new Wait.ForAnyResource(
                        List.of(resource(context, towards.id())),
                        Optional.of(context.now().plus(ChangeFollower.REFRESH))),
                "host names change places");
    }

    private static StepResult<BeanstalkDeployState> swapped(
            ActionContext context, DeploymentOptions options, Swapping swapping) {
        if (swapping.cause().isPresent()) {
            return new StepResult.Fail<>(DeploymentEnd.neverLive(
                    swapping.release(), swapping.plan(), swapping.cause().get()));
        }
        Instant until = context.now().plus(options.blueGreen().orElseThrow().keep());
        return new StepResult.Next<>(
                new Keeping(swapping.release(), swapping.plan(), until, 0, Optional.empty()),
                "live; the previous environment is kept until " + until);
    }

    StepResult<BeanstalkDeployState> keep(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Keeping keeping)
            throws BeanstalkFailure {
        Plan plan = keeping.plan();
        Optional<EnvironmentSnapshot> seen = ChangeFollower.observed(context, plan.environmentId());
        Optional<Instant> refreshed =
                seen.flatMap(EnvironmentSnapshot::instances).map(InstancesHealth::refreshedAt);
        int bad = keeping.badRefreshes();
        if (refreshed.isPresent() && !refreshed.equals(keeping.refreshedAt())) {
            HealthStatus health = seen.get().environment().health();
            boolean isIll =
                    health.isKnown() && !health.isAtLeast(options.acceptance().health());
            bad = isIll ? bad + 1 : 0;
            if (bad >= BAD_REFRESHES && options.whenItFails() == WhenItFails.RESTORE) {
                Cause cause = new Cause("its health became " + health + " after it went live", "", List.of(), false);
                context.log("Changes back: " + cause.message() + ".");
                return new StepResult.Next<>(new Swapping(keeping.release(), plan, Optional.of(cause)), "changes back");
            }
        }
        if (!context.now().isBefore(keeping.until())) {
            return retire(context, target, options, keeping.release(), plan);
        }
        return new StepResult.Await<>(
                new Keeping(keeping.release(), plan, keeping.until(), bad, refreshed.or(keeping::refreshedAt)),
                new Wait.ForAnyResource(List.of(resource(context, plan.environmentId())), Optional.of(keeping.until())),
                "live; the previous environment is kept until " + keeping.until());
    }

    private StepResult<BeanstalkDeployState> retire(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Release release,
            Plan plan)
            throws BeanstalkFailure {
        HostName hostName = hostName(options);
        Environment fresh = ChangeSteps.existing(environments, context.scope(), plan);
        if (!PairChoice.isLive(fresh, hostName)) {
            return new StepResult.Fail<>(DeploymentEnd.hostNameTaken(plan, hostName.cnamePrefix()));
        }
        return new StepResult.Succeed<>(retirement.retire(context, target, options, release, plan));
    }

    /** Gives the host name back to the environment that had it, because somebody abandons the action. */
    void wayBack(ActionContext context, DeploymentOptions options, Plan plan) {
        Pair pair = plan.pair().orElseThrow();
        Optional<HostName> hostName = named(options);
        Optional<Environment> before = environments.get(context.scope(), pair.liveId());
        Optional<Environment> fresh = environments.get(context.scope(), plan.environmentId());
        if (hostName.isEmpty() || before.isEmpty() || fresh.isEmpty()) {
            return;
        }
        if (!before.get().status().isReady() || !fresh.get().status().isReady()) {
            throw new RemoteCallException(
                    RemoteCallException.Kind.TRANSIENT,
                    "elasticbeanstalk:SwapEnvironmentCNAMEs",
                    "",
                    "The host names cannot change back yet: '" + before.get().name() + "' is "
                            + before.get().status() + ", '" + fresh.get().name() + "' is "
                            + fresh.get().status() + ".",
                    new IllegalStateException("not ready"));
        }
        if (PairChoice.isLive(fresh.get(), hostName.get())) {
            environments.swapCnames(
                    context.scope(), before.get().id(), fresh.get().id());
            context.log("'" + pair.liveName() + "' takes its host name back.");
        }
    }

    private static HostName hostName(DeploymentOptions options) throws BeanstalkFailure {
        return named(options).orElseThrow(PairSteps::settingsMissing);
    }

    private static Optional<HostName> named(DeploymentOptions options) {
        return options.blueGreen()
                .map(BlueGreen::route)
                .filter(HostName.class::isInstance)
                .map(HostName.class::cast);
    }

    private static BeanstalkFailure settingsMissing() {
        return new BeanstalkFailure(
                "PEN-BEANSTALK-019",
                "The deployment was begun with two environments, and the settings have no 'blueGreen' for it any more."
                        + " Give it back to go on.");
    }

    private static ResourceId resource(ActionContext context, String environmentId) {
        return new ResourceId(EnvironmentSnapshot.KIND, context.scope(), environmentId);
    }
}
