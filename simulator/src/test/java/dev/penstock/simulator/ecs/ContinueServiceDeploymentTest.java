package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An operation that the SDK does not know, where no deployment has hooks. */
class ContinueServiceDeploymentTest {

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .start();
    private final EcsWorld world = new EcsWorld(aws);
    private final RawCalls raw = new RawCalls(aws);

    @AfterEach
    void stop() {
        raw.close();
        aws.close();
    }

    @Test
    void refusesWhatIsNotThereOrDoesNotWait() throws Exception {
        String arn = world.create(world.register(""), 1, c -> {}).currentServiceDeployment();

        assertThat(error(arn, "'hookId':'hook-1'")).isEqualTo("InvalidParameterException");
        assertThat(error(arn + "none", "'hookId':'hook-1'")).isEqualTo("ServiceDeploymentNotFoundException");
        assertThat(error(arn, "'action':'CONTINUE'")).isEqualTo("InvalidParameterException");
        assertThat(error(arn + "none", "'hookId':'hook-1','action':'GO'")).isEqualTo("InvalidParameterException");
        assertThat(aws.effects().of("ecs", "ContinueServiceDeployment")).isEmpty();
    }

    private Object error(String arn, String members) throws IOException, InterruptedException {
        String json = ("{'serviceDeploymentArn':'" + arn + "'," + members + "}").replace('\'', '"');
        return RawCalls.at(raw.call("ContinueServiceDeployment", json), "__type");
    }
}
