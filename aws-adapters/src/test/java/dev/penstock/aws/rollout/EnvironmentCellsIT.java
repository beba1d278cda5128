package dev.penstock.aws.rollout;

import dev.penstock.beanstalk.BeanstalkReleaseTarget;
import dev.penstock.beanstalk.DeploymentOptions;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** Every strategy that is a policy of one environment, in every course. */
@Timeout(300)
final class EnvironmentCellsIT extends StrategyCells {

    static final TargetRow ROW = new TargetRow(
            "Elastic Beanstalk: one environment",
            Map.of(
                    "allAtOnce", "`AllAtOnce`",
                    "inPlace", "`AllAtOnce`",
                    "rolling", "`Rolling`, `RollingWithAdditionalBatch`",
                    "immutable", "`Immutable`",
                    "canary", "`TrafficSplitting`, one step"),
            plan -> BeanstalkReleaseTarget.cannotDo(DeploymentOptions.DEFAULT, plan));

    /** In place is all at once; what kills a runner finds the same steps in each policy, and traffic splitting has more of them. */
    @Override
    boolean isInEveryBuild(String strategy, Course course) {
        return course == Course.HEALTHY
                || strategy.equals("canary")
                || (strategy.equals("rolling") && course != Course.KILLED);
    }

    @Override
    TargetRow row() {
        return ROW;
    }

    @Override
    ReleaseWorld open() {
        return new EnvironmentWorld();
    }
}
