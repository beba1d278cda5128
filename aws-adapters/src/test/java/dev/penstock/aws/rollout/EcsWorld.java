package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.aws.ecs.EcsContainerServices;
import dev.penstock.aws.ecs.ServiceDeploymentReader;
import dev.penstock.aws.simulated.BalancedShop;
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
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeWebProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A service with two target groups. */
final class EcsWorld extends ServiceWorld {

    @Override
    public ReleaseCell cell(int number, String strategy) {
        BalancedShop shop = shop();
        shop.createService(IMAGE + "old", service -> {});
        settle();
        return new Cell(shop);
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
