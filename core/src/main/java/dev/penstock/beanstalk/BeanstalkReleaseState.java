package dev.penstock.beanstalk;

import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.execution.ActionResult;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.weight.WeightedRoute;
import java.util.List;
import java.util.Optional;

/** Where a release to an environment, or to one of a pair, is. */
sealed interface BeanstalkReleaseState {

    /** A step of a deployment is done: to bring the version, to change host names, or to bring something back. */
    record Bringing(BeanstalkDeployState at) implements BeanstalkReleaseState {}

    /**
     * A rule divides requests between the environments of a pair.
     *
     * @param given the shares of the new one so far, rising; at first none
     */
    record Divided(Release release, Plan plan, WeightedRoute route, List<Share> given)
            implements BeanstalkReleaseState {

        public Divided {
            given = List.copyOf(given);
        }
    }

    /** Users have the version, and the environment of the pair that they had before is being given up: there is no way back. */
    record Ending(Release release, Plan plan) implements BeanstalkReleaseState {}

    /**
     * Users have the version.
     *
     * @param release absent if nothing was to be done
     * @param plan absent if nothing was to be done
     * @param result what the release puts out
     */
    record Live(Optional<Release> release, Optional<Plan> plan, ActionResult result) implements BeanstalkReleaseState {}
}
