package dev.penstock.aws.rollout;

import dev.penstock.release.EcsReleaseTarget;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** Every strategy on an ECS service with two target groups, in every course. */
@Timeout(300)
final class EcsCellsIT extends StrategyCells {

    static final TargetRow ROW = new TargetRow(
            "ECS service",
            Map.of(
                    "allAtOnce", "`ROLLING`, 0 to 200 %",
                    "inPlace", "`ROLLING`, 0 to 100 %: stop, then start",
                    "rolling", "`ROLLING`, so many tasks at a time",
                    "immutable", "`BLUE_GREEN` without a stop",
                    "blueGreen", "`BLUE_GREEN` with pauses",
                    "canary", "`CANARY` with pauses",
                    "linear", "`LINEAR` with pauses",
                    "ramp", "`LINEAR` with pauses: multiples of one step of 3 % at least"),
            EcsReleaseTarget::cannotDo);

    /** The steps of the others are those of one of these, or fewer of them. */
    @Override
    boolean isInEveryBuild(String strategy, Course course) {
        return course != Course.KILLED || strategy.equals("rolling") || strategy.equals("ramp");
    }

    @Override
    TargetRow row() {
        return ROW;
    }

    @Override
    ReleaseWorld open() {
        return new EcsWorld();
    }
}
