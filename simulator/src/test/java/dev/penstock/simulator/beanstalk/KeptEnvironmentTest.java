package dev.penstock.simulator.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/** A deployment that was under way when the simulator was closed goes on when it is opened again. */
class KeptEnvironmentTest {

    @TempDir
    private Path directory;

    private <R> R open(Function<ElasticBeanstalkClient, R> work, Duration first) {
        SimulatedTime time = SimulatedTime.stepped(BeanstalkWorld.START);
        try (SimulatedAws aws =
                SimulatedAws.builder().directory(directory).time(time).start()) {
            time.advance(first);
            return work.apply(Clients.of(aws).with(ElasticBeanstalkClient.builder()));
        }
    }

    @Test
    void aLaunchThatWasUnderWayIsFinishedByTheNextProcess() {
        SimulatedTime time = SimulatedTime.stepped(BeanstalkWorld.START);
        try (SimulatedAws aws =
                SimulatedAws.builder().directory(directory).time(time).start()) {
            Clients.of(aws).iam().createInstanceProfile(p -> p.instanceProfileName("aws-elasticbeanstalk-ec2-role"));
        }
        open(
                beanstalk -> {
                    beanstalk.createApplication(a -> a.applicationName("shop"));
                    return beanstalk.createEnvironment(e -> e.applicationName("shop")
                            .environmentName("kept-env")
                            .solutionStackName(BeanstalkWorld.DOCKER)
                            .optionSettings(BeanstalkWorld.options()));
                },
                Duration.ZERO);
        assertThat(status(Duration.ZERO)).isEqualTo(EnvironmentStatus.LAUNCHING);

        assertThat(status(Duration.ofMinutes(2))).isEqualTo(EnvironmentStatus.LAUNCHING);
        assertThat(status(Duration.ofMinutes(5))).isEqualTo(EnvironmentStatus.READY);
    }

    private EnvironmentStatus status(Duration later) {
        return open(
                beanstalk -> beanstalk
                        .describeEnvironments(d -> d.environmentNames("kept-env"))
                        .environments()
                        .getFirst()
                        .status(),
                later);
    }
}
