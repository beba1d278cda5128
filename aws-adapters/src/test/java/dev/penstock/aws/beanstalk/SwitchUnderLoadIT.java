package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.OptionValue;
import dev.penstock.beanstalk.RampStep;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.containers.DockerContainers;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.containers.RequiresContainerEngine;
import dev.penstock.traffic.WarmCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users ask for pages of real containers while they are moved to another environment, and back: nobody is refused. */
@RequiresContainerEngine
@Timeout(180)
class SwitchUnderLoadIT {

    private static final double SPEED = 60;

    @TempDir
    Path folder;

    private PairWorld world;
    private SharedFront front;

    @BeforeEach
    void open() throws Exception {
        SimulatedAws aws = SimulatedAws.builder()
                .seed(7)
                .time(SimulatedTime.scaled(Instant.parse("2026-05-04T10:00:00Z"), SPEED))
                .containers(DockerContainers.connect())
                .start();
        world = new PairWorld(folder, new SimulatedAccount(aws), SwitchUnderLoadIT::page);
        front = new SharedFront(world.account.clients);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Map<String, String> page(String content) {
        return Map.of(
                "Dockerfile",
                "FROM nginx:1.27-alpine\nCOPY index.html /usr/share/nginx/html/\nEXPOSE 80\n",
                "index.html",
                content);
    }

    private DeploymentOptions options() {
        Map<OptionName, String> all = new HashMap<>(front.options());
        all.put(new OptionName("aws:autoscaling:asg", "MinSize"), "1");
        all.put(new OptionName("aws:autoscaling:asg", "MaxSize"), "1");
        var weights = new BlueGreen.Weights(
                new OptionValue.Text(front.rule.text()),
                List.of(new RampStep(10, Duration.ofMinutes(1)), new RampStep(50, Duration.ofMinutes(1))));
        return PairWorld.options(
                new BlueGreen(weights, Duration.ofMinutes(2), Optional.of(new WarmCheck("/", 200, 6))), all);
    }

    @Test
    void noRequestFailsWhileUsersAreMovedAndWhileTheyAreBroughtBack() throws Exception {
        ExecutionState made = world.deploy("one", options());
        assertThat(made.outcome()).as(world.told(made)).contains(Outcome.SUCCEEDED);
        try (var load = new LoadClient(world.account.aws.listenerAddress(front.listener), SharedFront.HOST)) {
            ExecutionState moved = world.deploy("two", options());
            assertThat(moved.outcome()).as(world.told(moved)).contains(Outcome.SUCCEEDED);
            assertThat(load.served("one")).isPositive();
            assertThat(load.served("two")).isPositive();
            assertThat(load.failures()).isEmpty();

            broughtBackAt("50 % of requests");
            long third = load.served("three");
            long second = load.served("two");
            assertThat(third).isPositive();
            while (load.served("two") < second + 20) {
                Thread.onSpinWait();
            }
            assertThat(load.served("three")).isLessThanOrEqualTo(third + 4);
            assertThat(load.failures()).isEmpty();
        }
    }

    private void broughtBackAt(String line) throws Exception {
        CompletableFuture<ExecutionId> started = new CompletableFuture<>();
        try (var fixture = world.fixture(new InMemoryJournal(), "one", options())) {
            fixture.whenLogged = logged -> {
                if (logged.contains(line)) {
                    fixture.engine.send(started.join(), new Signal.Stop(true, "not this", "ann"));
                }
            };
            started.complete(fixture.engine.start(world.pipeline("three"), StartRequest.by("ann")));
            assertThat(fixture.engine
                            .whenEnded(started.join())
                            .get(60, TimeUnit.SECONDS)
                            .outcome())
                    .contains(Outcome.STOPPED);
        }
        assertThat(front.shares().receiving()).hasSize(1);
    }
}
