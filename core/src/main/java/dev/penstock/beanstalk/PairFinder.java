package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.HostName;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.Weights;

/** Finds out which environment of a pair is live. */
final class PairFinder {

    private final Environments environments;
    private final SharedTraffic traffic;

    PairFinder(Environments environments, SharedTraffic traffic) {
        this.environments = environments;
        this.traffic = traffic;
    }

    PairChoice find(ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options)
            throws BeanstalkFailure {
        return switch (options.blueGreen().orElseThrow().route()) {
            case HostName name -> PairChoice.of(environments.list(context.scope(), target.application()), target, name);
            case Weights weights -> traffic.choose(context, target, options, weights);
        };
    }
}
