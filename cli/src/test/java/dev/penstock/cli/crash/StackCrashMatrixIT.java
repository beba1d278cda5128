package dev.penstock.cli.crash;

import dev.penstock.aws.AwsServices;
import dev.penstock.simulator.service.Effect;
import java.nio.file.Path;
import java.util.List;

/**
 * The stack of a web application, to two Regions: killed after every entry, and at every effect that a runner has, the change sets
 * and their execution. What CloudFormation makes then is counted as well.
 */
class StackCrashMatrixIT extends CrashMatrix {

    @Override
    Path definition() {
        return Path.of("..", "samples", "web-application", "pipeline.yml");
    }

    @Override
    void prepare(AwsServices cloud) {
        // The stack makes all that it needs.
    }

    @Override
    List<String> moments() {
        return List.of("after");
    }

    @Override
    boolean killsAt(Effect effect) {
        return effect.service().equals("cloudformation");
    }

    /** Ids that CloudFormation and the services give differ from run to run. */
    @Override
    String word(Effect effect) {
        return effect.service() + ":" + effect.operation();
    }
}
