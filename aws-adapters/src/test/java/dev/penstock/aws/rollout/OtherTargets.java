package dev.penstock.aws.rollout;

import dev.penstock.beanstalk.BeanstalkReleaseTarget;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.stack.StackReleaseTarget;
import dev.penstock.stack.StackReleaseTarget.Reach;
import java.util.Map;
import java.util.Optional;

/** Rows of targets whose releases have tests of their own: {@code HostNameSwapIT}, {@code StackReleaseTest}. */
final class OtherTargets {

    static final TargetRow HOST_NAMES = new TargetRow(
            "Elastic Beanstalk: a pair that swaps host names",
            Map.of("blueGreen", "`SwapEnvironmentCNAMEs`, swapped back"),
            plan -> BeanstalkReleaseTarget.cannotDo(swapping(), plan));

    static final TargetRow STACK = new TargetRow(
            "CloudFormation: one stack",
            Map.of("allAtOnce", "change set", "inPlace", "change set"),
            plan -> StackReleaseTarget.cannotDo(Reach.ONE, plan));

    private OtherTargets() {}

    private static DeploymentOptions swapping() {
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
                Optional.of(new BlueGreen(new BlueGreen.HostName("shop"), BlueGreen.USUAL_KEEP, Optional.empty())),
                usual.keptVersions());
    }
}
