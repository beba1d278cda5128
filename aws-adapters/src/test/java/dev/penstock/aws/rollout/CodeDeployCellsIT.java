package dev.penstock.aws.rollout;

import dev.penstock.codedeploy.CodeDeployFixture;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleasePlan;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/** ECS services that CodeDeploy deploys to, in every course. */
@Timeout(300)
final class CodeDeployCellsIT extends StrategyCells {

    /** What the page says of them. */
    static final TargetRow ROW = new TargetRow(
            "ECS service, by CodeDeploy",
            Map.of(
                    "blueGreen", "`CodeDeployDefault.ECSAllAtOnce`; kept by its termination wait",
                    "canary", "`TimeBasedCanary`; the verdict looks while CodeDeploy's timer runs",
                    "linear", "`TimeBasedLinear`; the verdict looks while CodeDeploy's timer runs"),
            CodeDeployCellsIT::refusal);

    private static Optional<Refusal> refusal(ReleasePlan plan) {
        return CodeDeployFixture.refusal(plan);
    }

    /** The steps of the others are those of a canary, more often or less. */
    @Override
    boolean isInEveryBuild(String strategy, Course course) {
        return course != Course.KILLED || strategy.equals("canary");
    }

    @Override
    TargetRow row() {
        return ROW;
    }

    @Override
    ReleaseWorld open() {
        return new CodeDeployWorld();
    }
}
