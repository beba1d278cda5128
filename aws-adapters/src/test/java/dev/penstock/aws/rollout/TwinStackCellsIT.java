package dev.penstock.aws.rollout;

import dev.penstock.stack.StackReleaseTarget;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** Every strategy from a stack to its twin, in every course. */
@Timeout(180)
final class TwinStackCellsIT extends StrategyCells {

    static final TargetRow ROW = new TargetRow(
            "CloudFormation, twin stacks",
            Map.of(
                    "allAtOnce", "new stack, then the weights of the rule",
                    "immutable", "new stack, then the weights of the rule",
                    "blueGreen", "new stack beside the old one, back at once",
                    "canary", "weights of the listener rule",
                    "linear", "weights of the listener rule",
                    "ramp", "any weights of the listener rule"),
            plan -> StackReleaseTarget.cannotDo(StackReleaseTarget.Reach.TWINS, plan));

    /** The steps of the others are those of a ramp, or fewer of them. */
    @Override
    boolean isInEveryBuild(String strategy, Course course) {
        return course != Course.KILLED || strategy.equals("ramp");
    }

    @Override
    TargetRow row() {
        return ROW;
    }

    @Override
    ReleaseWorld open() {
        return new TwinStackWorld();
    }
}
