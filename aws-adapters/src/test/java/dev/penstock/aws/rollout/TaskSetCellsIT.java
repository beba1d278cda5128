package dev.penstock.aws.rollout;

import dev.penstock.release.EcsReleaseTarget;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** Every strategy on an ECS service whose task sets the release makes itself, in every course. */
@Timeout(300)
final class TaskSetCellsIT extends StrategyCells {

    static final TargetRow ROW = new TargetRow(
            "ECS task sets (`EXTERNAL`)",
            Map.of(
                    "allAtOnce", "a new task set, all requests at once",
                    "immutable", "a new task set, all requests at once",
                    "blueGreen", "weights of a listener rule, back at once",
                    "canary", "weights of a listener rule; any `capacity`",
                    "linear", "weights of a listener rule",
                    "ramp", "any weights of a listener rule; any `capacity`"),
            EcsReleaseTarget::cannotDoBySets);

    /** The steps of the others are those of a canary, more often or less, or those of a set that is replaced as a whole. */
    @Override
    boolean isInEveryBuild(String strategy, Course course) {
        return course == Course.HEALTHY
                || strategy.equals("canary")
                || (strategy.equals("immutable") && course != Course.KILLED);
    }

    @Override
    TargetRow row() {
        return ROW;
    }

    @Override
    ReleaseWorld open() {
        return new TaskSetWorld();
    }
}
