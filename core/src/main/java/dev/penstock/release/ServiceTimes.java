package dev.penstock.release;

import dev.penstock.action.AwsScope;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.duration.RolloutTime;
import dev.penstock.rollout.duration.TimedTarget;
import java.util.List;
import java.util.Optional;

/** Says how long rollouts to services take: {@code Deploy/AWS/ECS/1}, with and without a release. */
public final class ServiceTimes implements TimedTarget<EcsDeployConfiguration> {

    private final EcsReleaseTarget target;
    private final ContainerServices services;
    private final ServiceTimings timings;

    /**
     * Over a platform.
     *
     * @param target that rolls out; it is asked for configurations only
     */
    public ServiceTimes(EcsReleaseTarget target, ContainerServices services, ServiceTimings timings) {
        this.target = target;
        this.services = services;
        this.timings = timings;
    }

    @Override
    public ActionTypeId type() {
        return target.type();
    }

    @Override
    public EcsDeployConfiguration configure(ConfigurationReader configuration) {
        return target.configure(configuration);
    }

    @Override
    public Answer time(
            AwsScope scope, String action, EcsDeployConfiguration configuration, Optional<ReleasePlan> plan) {
        ServiceSetup setup = services.setup(scope, configuration.service());
        if (setup.desiredCount() == 0) {
            String why = setup.daemon()
                    ? "How many container instances a task is put on is not known."
                    : "The service has a desired count of 0: there is nothing to replace.";
            return new Answer.Told(new RolloutTime("no tasks", List.of(), List.of(), List.of(why)));
        }
        ServiceTiming timing = timings.of(scope, configuration.service(), setup);
        var forecast = new ServiceForecast(setup.desiredCount(), setup, plan);
        try {
            return new Answer.Told(
                    plan.isPresent() && configuration.route().isPresent()
                            ? forecast.bySets(timing, plan.get())
                            : forecast.byDeployment(timing));
        } catch (ReleaseFailure e) {
            return new Answer.Failing(e.failure());
        }
    }
}
