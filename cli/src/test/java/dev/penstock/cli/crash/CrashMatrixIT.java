package dev.penstock.cli.crash;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.standin.ServiceStandIn;
import dev.penstock.aws.standin.StandIns;
import dev.penstock.simulator.service.Effect;
import java.nio.file.Path;
import java.util.List;

/** The first sample: killed before and after every entry, and at every effect. */
class CrashMatrixIT extends CrashMatrix {

    @Override
    Path definition() {
        return Path.of("..", "samples", "hello", "pipeline.yml");
    }

    @Override
    void prepare(AwsServices cloud) {
        var standIns = new StandIns(cloud.clients());
        standIns.repository(AwsScope.OWN, "hello");
        standIns.cluster(AwsScope.OWN, "hello");
        standIns.service(AwsScope.OWN, new ServiceStandIn("hello", "hello", "hello", 80, 2));
    }

    @Override
    List<String> moments() {
        return List.of("before", "after");
    }

    @Override
    boolean killsAt(Effect effect) {
        return true;
    }

    /** The page names its execution, so that two runs have images of different digests. */
    @Override
    String word(Effect effect) {
        return effect.service() + ":" + effect.operation() + " "
                + effect.resource().replaceAll("sha256:[0-9a-f]{64}", "sha256:…");
    }
}
