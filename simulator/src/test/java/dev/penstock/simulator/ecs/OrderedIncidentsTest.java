package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.service.FaultRules;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.Task;

/** What rules let go wrong within ECS, by chance and by stage. */
class OrderedIncidentsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimulatedAws aws =
            SimulatedAws.builder().time(SimulatedTime.stepped(START)).start();
    private final EcsWorld world = new EcsWorld(aws);

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aShareOfPullsFailsAndOnlyOfTheImageThatIsMeant() {
        order("{'fault':'cannotPull','image':'*/web:*','probability':0.5}");
        world.create(world.register(""), 20, c -> c.deploymentConfiguration(d -> {}));
        world.ecs.runTask(r -> r.cluster("main")
                .taskDefinition(world.register("public.example/other:1", "", c -> {}))
                .launchType("FARGATE")
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))));
        aws.time().advance(Duration.ofSeconds(40));

        long failed = world.tasks("STOPPED").stream()
                .filter(t -> t.stoppedReason().startsWith("CannotPullContainerError:"))
                .count();
        assertThat(failed).isBetween(4L, 16L).isEqualTo(aws.faults().incidents().size());
        assertThat(world.tasks("RUNNING")).anySatisfy(t -> assertThat(t.group()).isEqualTo("family:web"));
    }

    @Test
    void capacityIsShortForTheProviderAndClusterThatAreMeant() {
        order("{'fault':'noCapacity','cluster':'oth*','times':9},"
                + "{'fault':'noCapacity','cluster':'main','group':'service:web','provider':'FARGATE','times':2}");
        world.create(world.register(""), 1, c -> {});
        aws.time().advance(Duration.ofSeconds(30));
        assertThat(world.messages()).singleElement().asString().contains("Capacity is unavailable");
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(world.service().runningCount()).isEqualTo(1);
        assertThat(aws.faults().ordered()).extracting(Faults.Ordered::struck).containsExactly(0L, 2L);
    }

    @Test
    void spotTasksLoseTheirCapacityAfterAWhile() {
        spot(world);
        order("{'fault':'spotInterruption','group':'service:web','times':1,'delay':'PT2M','within':'PT1M'}");
        world.create(world.register(""), 2, c -> c.launchType((String) null));
        aws.time().advance(Duration.ofMinutes(2));
        assertThat(world.tasks("STOPPED")).isEmpty();
        aws.time().advance(Duration.ofMinutes(3));

        assertThat(world.tasks("STOPPED"))
                .singleElement()
                .extracting(Task::stopCodeAsString)
                .isEqualTo("SpotInterruption");
        assertThat(world.service().runningCount()).isEqualTo(2);
    }

    @Test
    void somebodyElseDeploysWhenHalfOfADeploymentIsHealthy() {
        steady(4);
        order("{'fault':'foreignChange','stage':'half','delay':'PT1S','group':'service:we*'}");

        Service ours = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofMinutes(10));

        ServiceDeployment deployment = world.deployment(ours.currentServiceDeployment());
        assertThat(deployment.statusAsString()).isEqualTo("STOPPED");
        assertThat(deployment.targetServiceRevision().runningTaskCount()).isGreaterThanOrEqualTo(2);
        Service after = world.service();
        assertThat(world.deployment(after.currentServiceDeployment()).statusAsString())
                .isEqualTo("SUCCESSFUL");
        assertThat(aws.faults().incidents()).hasSize(1);
    }

    @Test
    void somebodyElseScalesTheServiceAndTheDeploymentGoesOn() {
        steady(2);
        order("{'fault':'foreignChange','stage':'running','desiredCount':3,'times':1}");

        Service ours = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofMinutes(10));

        assertThat(world.deployment(ours.currentServiceDeployment()).statusAsString())
                .isEqualTo("SUCCESSFUL");
        assertThat(world.service().runningCount()).isEqualTo(3);
    }

    @Test
    void whatIsStillToComeDoesNotHappenOnceFaultsAreEnded() {
        steady(2);
        order("{'fault':'foreignChange','delay':'PT20S'}");
        Service ours = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofSeconds(10));
        assertThat(aws.faults().incidents()).hasSize(1);

        aws.faults().clear();
        aws.time().advance(Duration.ofMinutes(10));

        assertThat(aws.faults().ordered()).isEmpty();
        assertThat(world.deployment(ours.currentServiceDeployment()).statusAsString())
                .isEqualTo("SUCCESSFUL");
    }

    @Test
    void aSeedReproducesWhatGoesWrongWithinARun() {
        assertThat(transcript(1)).isEqualTo(transcript(1)).hasSizeGreaterThan(60);
        assertThat(transcript(1)).isNotEqualTo(transcript(2));
    }

    /** All that is seen of a service that is deployed three times while much goes wrong. */
    private static List<String> transcript(long seed) {
        List<String> seen = new ArrayList<>();
        try (SimulatedAws aws =
                SimulatedAws.builder().time(SimulatedTime.stepped(START)).start()) {
            EcsWorld world = new EcsWorld(aws);
            spot(world);
            order(
                    aws,
                    seed,
                    "{'fault':'cannotPull','probability':0.3},{'fault':'noCapacity','probability':0.2},"
                            + "{'fault':'spotInterruption','probability':0.4,'within':'PT5M'},"
                            + "{'fault':'foreignChange','stage':'healthy','probability':0.5,'within':'PT1M'}");
            world.create(world.register(""), 4, c -> c.launchType((String) null));
            for (int release = 0; release < 3; release++) {
                aws.time().advance(Duration.ofMinutes(6));
                world.update(u -> u.taskDefinition(world.register("")));
            }
            aws.time().advance(Duration.ofMinutes(20));
            seen.addAll(world.messages());
            aws.faults().incidents().forEach(drawn -> seen.add(drawn.toString()));
            aws.effects().all().forEach(effect -> seen.add(effect.toString()));
            world.tasks("STOPPED").forEach(task -> seen.add(task.taskArn() + task.stoppedReason() + task.stoppedAt()));
        }
        return seen;
    }

    private static void spot(EcsWorld world) {
        CapacityProviderStrategyItem item = CapacityProviderStrategyItem.builder()
                .capacityProvider("FARGATE_SPOT")
                .weight(1)
                .build();
        world.ecs.putClusterCapacityProviders(p ->
                p.cluster("main").capacityProviders("FARGATE", "FARGATE_SPOT").defaultCapacityProviderStrategy(item));
    }

    private void steady(int tasks) {
        world.create(world.register(""), tasks, c -> {});
        aws.time().advance(Duration.ofMinutes(5));
        assertThat(world.service().runningCount()).isEqualTo(tasks);
    }

    private void order(String faults) {
        order(aws, 1, faults);
    }

    private static void order(SimulatedAws aws, long seed, String faults) {
        byte[] json = ("{'faults':[" + faults + "]}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        aws.faults().order(FaultRules.read(json, seed), aws.time().now());
    }
}
