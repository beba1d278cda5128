package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.execution.ActionResult;
import java.util.Optional;

/** Ends the environment of a pair that was live, once users have the other one for good. */
final class Retirement {

    private final Environments environments;
    private final Housekeeping housekeeping;

    Retirement(Environments environments, Housekeeping housekeeping) {
        this.environments = environments;
        this.housekeeping = housekeeping;
    }

    /** Ends it, and says what was deployed. */
    ActionResult retire(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Release release,
            Plan plan)
            throws BeanstalkFailure {
        Environment fresh = ChangeSteps.existing(environments, context.scope(), plan);
        environments.terminate(context.scope(), plan.pair().orElseThrow().liveId());
        context.log("Terminates '" + plan.pair().get().liveName() + "', which was live before.");
        housekeeping.prune(context, target, options, release, plan);
        return DeploymentEnd.succeeded(
                release, new Change(Change.Kind.DEPLOY, "", fresh.updatedAt(), Optional.empty()), fresh);
    }
}
