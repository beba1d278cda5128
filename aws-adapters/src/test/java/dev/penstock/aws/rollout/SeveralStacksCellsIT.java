package dev.penstock.aws.rollout;

import dev.penstock.stack.StackReleaseTarget;
import dev.penstock.stack.StackReleaseTarget.Reach;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** Every strategy on several stacks, in every course. */
@Timeout(300)
final class SeveralStacksCellsIT extends StrategyCells {

    static final TargetRow ROW = new TargetRow(
            "CloudFormation: several stacks over accounts and Regions",
            Map.of(
                    "allAtOnce", "all stacks",
                    "inPlace", "all stacks",
                    "rolling", "so many stacks at a time",
                    "blueGreen", "all stacks, and back to their old templates",
                    "canary", "the first stacks, then all",
                    "linear", "equal parts of the stacks",
                    "ramp", "any parts of the stacks"),
            plan -> StackReleaseTarget.cannotDo(Reach.SEVERAL, plan));

    /** The steps of the others are those of a canary or of a rolling release, more often or less. */
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
        return new SeveralStacksWorld();
    }
}
