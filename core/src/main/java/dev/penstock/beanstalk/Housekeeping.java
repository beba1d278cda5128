package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;

/** Puts away what is not needed any more. What cannot be put away stays: it fails no deployment. */
final class Housekeeping {

    private final Environments environments;
    private final boolean isDue;

    Housekeeping(Environments environments) {
        this(environments, true);
    }

    private Housekeeping(Environments environments, boolean isDue) {
        this.environments = environments;
        this.isDue = isDue;
    }

    /** Leaves everything where it is, for another to put away once nothing is gone back to any more. */
    static Housekeeping notYet(Environments environments) {
        return new Housekeeping(environments, false);
    }

    /** Deletes the configuration template that kept the previous options. */
    void forget(ActionContext context, BeanstalkDeployConfiguration target, Plan plan) {
        if (isDue && !plan.template().isEmpty()) {
            quietly(context, () -> environments.forgetOptions(context.scope(), target.application(), plan.template()));
        }
    }

    /** Deletes the versions that are not kept any more. */
    void prune(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Release release,
            Plan plan) {
        if (isDue && options.keptVersions().isLimited()) {
            quietly(
                    context,
                    () -> new VersionPruning(environments, context, target.application())
                            .prune(options.keptVersions(), release, plan));
        }
    }

    static void quietly(ActionContext context, Runnable work) {
        try {
            work.run();
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            context.log(String.valueOf(e.getMessage()));
        }
    }
}
