package dev.penstock.aws.rollout;

import dev.penstock.function.FunctionDeployConfiguration;
import dev.penstock.function.FunctionTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/** Every strategy on an alias of a function, in every course. */
@Timeout(180)
final class LambdaCellsIT extends StrategyCells {

    static final TargetRow ROW = new TargetRow(
            "Lambda alias",
            Map.of(
                    "allAtOnce", "alias to the new version",
                    "immutable", "alias to the new version",
                    "blueGreen", "alias to the new version, back at once",
                    "canary", "weight of the alias",
                    "linear", "weights of the alias",
                    "ramp", "any weights of the alias"),
            plan -> FunctionTarget.cannotDo(
                    new FunctionDeployConfiguration(
                            "orders", Optional.of("live"), Optional.empty(), Optional.empty(), List.of()),
                    plan));

    @Override
    TargetRow row() {
        return ROW;
    }

    @Override
    ReleaseWorld open() throws Exception {
        return new LambdaWorld(folder);
    }
}
