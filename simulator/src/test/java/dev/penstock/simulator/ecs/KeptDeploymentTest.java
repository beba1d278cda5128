package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.Task;

class KeptDeploymentTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aDeploymentWhoseTasksDrainGoesOnWhenTheStateIsOpenedAgain(@TempDir Path directory)
            throws IOException, InterruptedException {
        Service deploying;
        try (SimulatedAws aws = open(directory);
                RawCalls raw = new RawCalls(aws)) {
            EcsWorld world = new EcsWorld(aws);
            BalancerWorld balancer = new BalancerWorld(world.clients, aws.time());
            String group = balancer.targetGroup("web", "ip");
            balancer.delay(group, 120);
            world.create(balancer.definition(world, ""), 2, c -> c.loadBalancers(BalancerWorld.of(group)));
            aws.time().advance(Duration.ofMinutes(3));
            raw.call(
                    "UpdateService",
                    "{\"cluster\":\"main\",\"service\":\"web\",\"deploymentConfiguration\":"
                            + "{\"deploymentCircuitBreaker\":{\"enable\":true,\"rollback\":true,"
                            + "\"thresholdConfiguration\":{\"type\":\"COUNT\",\"value\":7}}}}");
            deploying = world.update(u -> u.taskDefinition(balancer.definition(world, "")));
            for (int i = 0; i < 300 && statuses(world.ecs).stream().noneMatch("DEACTIVATING"::equals); i++) {
                aws.time().advance(Duration.ofSeconds(1));
            }
        }

        try (SimulatedAws aws = open(directory)) {
            EcsClient ecs = Clients.of(aws).ecs();
            assertThat(statuses(ecs)).containsExactlyInAnyOrder("RUNNING", "RUNNING", "DEACTIVATING", "DEACTIVATING");
            aws.time().advance(Duration.ofSeconds(100));
            assertThat(statuses(ecs)).contains("DEACTIVATING");
            aws.time().advance(Duration.ofMinutes(1));

            ServiceDeployment ended = ecs.describeServiceDeployments(
                            d -> d.serviceDeploymentArns(deploying.currentServiceDeployment()))
                    .serviceDeployments()
                    .getFirst();
            assertThat(ended.statusAsString()).isEqualTo("SUCCESSFUL");
            assertThat(ended.deploymentCircuitBreaker().threshold()).isEqualTo(7);
            assertThat(statuses(ecs)).containsExactlyInAnyOrder("RUNNING", "RUNNING", "STOPPED", "STOPPED");
        }
    }

    private static SimulatedAws open(Path directory) {
        return SimulatedAws.builder()
                .directory(directory)
                .time(SimulatedTime.stepped(START))
                .start();
    }

    private static List<String> statuses(EcsClient ecs) {
        return List.of("RUNNING", "STOPPED").stream()
                .flatMap(desired -> ecs.listTasks(l -> l.cluster("main").desiredStatus(desired)).taskArns().stream())
                .flatMap(arn -> ecs.describeTasks(d -> d.cluster("main").tasks(arn)).tasks().stream())
                .map(Task::lastStatus)
                .toList();
    }
}
