package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.aws.ecs.EcsContainerServices;
import dev.penstock.aws.ecs.ServiceDeploymentReader;
import dev.penstock.aws.simulated.BalancedShop;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.aws.traffic.ElbLoadBalancers;
import dev.penstock.fixture.PackAction;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.release.EcsReleaseTarget;
import dev.penstock.release.ReleaseFixture;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Strategies;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.ecs.ContainerScript;
import dev.penstock.simulator.ecs.ContainerScript.Exit;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeWebProbe;
import dev.penstock.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** A service of a simulated ECS. Each cell has an account of its own, so that those before it cost no time. */
final class EcsWorld implements ReleaseWorld {

    private static final String IMAGE = "registry.example/web:";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicBoolean failing = new AtomicBoolean();
    private SimulatedAccount account = account();

    private SimulatedAccount account() {
        return new SimulatedAccount(SimulatedAws.builder()
                .seed(7)
                .time(SimulatedTime.virtual(Instant.parse("2026-01-02T12:00:00Z")))
                .tasks(launch ->
                        failing.get() && launch.image().equals(IMAGE + "new") ? exiting() : ContainerScript.RUNS)
                .start());
    }

    /** A container that ends right after it began. */
    static ContainerScript exiting() {
        return new ContainerScript(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Exit(3, Duration.ofSeconds(2), false)),
                Optional.of(Duration.ZERO),
                true,
                List.of());
    }

    @Override
    public ReleaseCell cell(int number, String strategy) {
        account.close();
        failing.set(false);
        account = account();
        BalancedShop shop = new BalancedShop(account);
        settle();
        shop.createService(IMAGE + "old", service -> {});
        settle();
        return new Cell(shop);
    }

    @Override
    public EngineClock clock() {
        return account.clock();
    }

    @Override
    public void settle() {
        assertThat(account.aws.time().awaitStill(PATIENCE)).isTrue();
    }

    @Override
    public void close() {
        account.close();
    }

    private final class Cell implements ReleaseCell {

        private final BalancedShop shop;

        Cell(BalancedShop shop) {
            this.shop = shop;
        }

        @Override
        public List<ActionProvider<?, ?>> providers(ReleaseSettings settings, BakeJudge judge) {
            EcsReleaseTarget target = new EcsReleaseTarget(
                    new EcsContainerServices(account.clients),
                    new FakeImageRegistry(),
                    new ElbListenerRules(account.clients),
                    new ElbLoadBalancers(account.clients),
                    new FakeWebProbe());
            return List.of(
                    new PackAction(),
                    new ReleaseAction<>(target, action -> Optional.of(settings), Strategies.builtIn(), judge));
        }

        @Override
        public List<ResourceReader> readers() {
            return List.of(new ServiceDeploymentReader(account.clients, clock()));
        }

        @Override
        public Pipeline pipeline() {
            return ReleaseFixture.pipeline(BalancedShop.WEB, "[{\"name\":\"web\",\"imageUri\":\"" + IMAGE + "new\"}]");
        }

        @Override
        public void failHealth() {
            failing.set(true);
        }

        /** As who brings all settings of a service along, and no hooks among them. */
        @Override
        public void interfere() {
            String theirs = shop.register(IMAGE + "theirs");
            shop.ecs()
                    .updateService(update -> update.cluster(BalancedShop.WEB.cluster())
                            .service(BalancedShop.WEB.service())
                            .taskDefinition(theirs)
                            .deploymentConfiguration(d -> d.strategy("BLUE_GREEN")
                                    .bakeTimeInMinutes(0)
                                    .lifecycleHooks(List.of())));
        }

        @Override
        public Course.Runs runs() {
            Map<String, Integer> weights = shop.weights();
            assertThat(weights.values().stream().filter(weight -> weight > 0)).hasSize(1);
            var tasks = shop.ecs()
                    .listTasks(request -> request.cluster(BalancedShop.WEB.cluster()))
                    .taskArns();
            Set<String> images = shop
                    .ecs()
                    .describeTasks(request ->
                            request.cluster(BalancedShop.WEB.cluster()).tasks(tasks))
                    .tasks()
                    .stream()
                    .flatMap(task -> task.containers().stream())
                    .filter(container -> container.name().equals("web"))
                    .map(container -> container.image().substring(IMAGE.length()))
                    .collect(Collectors.toSet());
            assertThat(images).hasSize(1);
            return switch (images.iterator().next()) {
                case "old" -> Course.Runs.OLD;
                case "new" -> Course.Runs.NEW;
                default -> Course.Runs.THEIRS;
            };
        }
    }
}
