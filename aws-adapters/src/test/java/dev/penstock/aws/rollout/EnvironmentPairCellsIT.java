package dev.penstock.aws.rollout;

import dev.penstock.beanstalk.BeanstalkReleaseTarget;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.OptionValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/** Every strategy on a pair of environments behind one load balancer, in every course. */
@Timeout(300)
final class EnvironmentPairCellsIT extends StrategyCells {

    static final TargetRow ROW = new TargetRow(
            "Elastic Beanstalk: a pair behind a shared load balancer",
            Map.of(
                    "blueGreen", "weights of a listener rule, back at once",
                    "canary", "weights of a listener rule",
                    "linear", "weights of a listener rule",
                    "ramp", "any weights of a listener rule"),
            plan -> BeanstalkReleaseTarget.cannotDo(options(), plan));

    /** Two environments whose requests a rule divides. */
    static BlueGreen pair(String rule) {
        return new BlueGreen(
                new BlueGreen.Weights(new OptionValue.Text(rule), List.of()), BlueGreen.USUAL_KEEP, Optional.empty());
    }

    private static DeploymentOptions options() {
        DeploymentOptions usual = DeploymentOptions.DEFAULT;
        return new DeploymentOptions(
                usual.bundle(),
                usual.place(),
                usual.labelPrefix(),
                usual.creation(),
                usual.options(),
                usual.acceptance(),
                usual.patience(),
                usual.whenItFails(),
                usual.whenStopped(),
                Optional.of(pair("any")),
                usual.keptVersions());
    }

    /** The steps of the others are those of a canary, more often or less. */
    @Override
    boolean isInEveryBuild(String strategy, Course course) {
        return course == Course.HEALTHY || strategy.equals("canary");
    }

    @Override
    TargetRow row() {
        return ROW;
    }

    @Override
    ReleaseWorld open() throws Exception {
        return new EnvironmentPairWorld(folder);
    }
}
