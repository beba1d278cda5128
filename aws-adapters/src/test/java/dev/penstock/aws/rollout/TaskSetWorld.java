package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.ecs.EcsContainerServices;
import dev.penstock.aws.ecs.EcsContainerTasks;
import dev.penstock.aws.ecs.EcsServiceTimings;
import dev.penstock.aws.ecs.EcsTaskSets;
import dev.penstock.aws.simulated.BalancedShop;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.aws.traffic.ElbLoadBalancers;
import dev.penstock.fixture.PackAction;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.release.EcsReleaseTarget;
import dev.penstock.release.ReleaseFixture;
import dev.penstock.release.ServiceTimes;
import dev.penstock.release.TaskSet;
import dev.penstock.release.TaskSetReader;
import dev.penstock.release.TaskSetReleases;
import dev.penstock.release.TaskSetRoute;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.duration.TimedTarget;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeWebProbe;
import dev.penstock.traffic.ListenerRuleArn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service whose task sets are made from outside. */
final class TaskSetWorld extends ServiceWorld {

    @Override
    public TimedCell cell(int number, String strategy) {
        BalancedShop shop = shop();
        shop.createExternalService(IMAGE + "old");
        settle();
        return new Cell(shop);
    }

    /** A target of releases by task sets. */
    static EcsReleaseTarget target(AwsClients clients, EcsTaskSets sets, Optional<TaskSetRoute> route) {
        var services = new EcsContainerServices(clients);
        var registry = new FakeImageRegistry();
        var rules = new ElbListenerRules(clients);
        var balancers = new ElbLoadBalancers(clients);
        return new EcsReleaseTarget(
                services,
                registry,
                rules,
                balancers,
                new FakeWebProbe(),
                new TaskSetReleases(
                        services, sets, new EcsContainerTasks(clients), registry, rules, balancers, action -> route));
    }

    private final class Cell implements TimedCell {

        private final BalancedShop shop;
        private final EcsTaskSets sets = new EcsTaskSets(account.clients);

        Cell(BalancedShop shop) {
            this.shop = shop;
        }

        private EcsReleaseTarget target() {
            TaskSetRoute route = new TaskSetRoute(ListenerRuleArn.of(shop.rule).orElseThrow(), shop.blue, shop.green);
            return TaskSetWorld.target(account.clients, sets, Optional.of(route));
        }

        @Override
        public TimedTarget<?> times() {
            return new ServiceTimes(
                    target(), new EcsContainerServices(account.clients), new EcsServiceTimings(account.clients));
        }

        @Override
        public List<ActionProvider<?, ?>> providers(ReleaseSettings settings, BakeJudge judge) {
            return List.of(
                    new PackAction(),
                    new ReleaseAction<>(target(), action -> Optional.of(settings), Strategies.builtIn(), judge));
        }

        @Override
        public List<ResourceReader> readers() {
            return List.of(new TaskSetReader(sets));
        }

        @Override
        public Pipeline pipeline() {
            return ReleaseFixture.pipeline(BalancedShop.WEB, "[{\"name\":\"web\",\"imageUri\":\"" + IMAGE + "new\"}]");
        }

        @Override
        public void failHealth() {
            failing.set(true);
        }

        /** Puts a set of theirs in the place of all others, in the first target group, with all requests. */
        @Override
        public void interfere() {
            List<TaskSet> before = sets.of(AwsScope.OWN, BalancedShop.WEB);
            String theirs = shop.createTaskSet(shop.register(IMAGE + "theirs"), shop.blue);
            shop.weigh(Map.of(shop.blue, 1, shop.green, 0));
            sets.makePrimary(AwsScope.OWN, BalancedShop.WEB, theirs);
            before.forEach(set -> sets.delete(AwsScope.OWN, BalancedShop.WEB, set.arn()));
        }

        /** By the one set that is there, which is the primary one and in the group that all requests go to. */
        @Override
        public Course.Runs runs() {
            TaskSet set = assertThat(sets.of(AwsScope.OWN, BalancedShop.WEB))
                    .singleElement()
                    .actual();
            assertThat(set.status()).isEqualTo(TaskSet.Status.PRIMARY);
            assertThat(set.running()).isEqualTo(2);
            assertThat(shop.weights())
                    .containsEntry(
                            set.targetGroups().getFirst(),
                            shop.weights().values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum());
            String image = shop.ecs()
                    .describeTaskDefinition(d -> d.taskDefinition(set.taskDefinition()))
                    .taskDefinition()
                    .containerDefinitions()
                    .getFirst()
                    .image()
                    .substring(IMAGE.length());
            return switch (image) {
                case "old" -> Course.Runs.OLD;
                case "new" -> Course.Runs.NEW;
                default -> Course.Runs.THEIRS;
            };
        }
    }
}
