package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.aws.beanstalk.BeanstalkEnvironments;
import dev.penstock.aws.beanstalk.EnvironmentReader;
import dev.penstock.aws.beanstalk.S3Bundles;
import dev.penstock.aws.beanstalk.SimulatedBeanstalk;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.aws.traffic.HttpClientProbe;
import dev.penstock.beanstalk.BeanstalkDeployAction;
import dev.penstock.beanstalk.BeanstalkPlatform;
import dev.penstock.beanstalk.BeanstalkReleaseTarget;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.EnvironmentUpdate;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.fixture.PackAction;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.EitherWay;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Strategies;
import dev.penstock.stack.StackFixture;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeStacks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Environments of a simulated Elastic Beanstalk, one application with some for each cell. */
abstract class BeanstalkWorld extends AccountWorld {

    /** The version that ran before. */
    static final String OLD = "old";

    /** The version that somebody else brings. */
    static final String THEIRS = "theirs";

    final BeanstalkEnvironments environments = new BeanstalkEnvironments(account.clients);
    final ElbListenerRules rules = new ElbListenerRules(account.clients);
    private Optional<Cell> previous = Optional.empty();

    BeanstalkWorld() {
        SimulatedBeanstalk.prepare(account);
    }

    /** Makes an application with an environment of its name that runs the old version, in the place of those of the cell before. */
    final void create(String name, Map<OptionName, String> options) {
        previous.ifPresent(Cell::end);
        SimulatedBeanstalk.application(account, AwsScope.OWN, name, OLD, THEIRS);
        SimulatedBeanstalk.environment(account, AwsScope.OWN, name, name, OLD, options);
    }

    /** Keeps a cell until the next one is made. */
    final void keep(Cell cell) {
        previous = Optional.of(cell);
    }

    /** A release to environments of an application. */
    abstract class Cell implements ReleaseCell {

        final String name;
        boolean failing;

        Cell(String name) {
            this.name = name;
        }

        /** How it is deployed. */
        abstract DeploymentOptions options();

        @Override
        public final List<ActionProvider<?, ?>> providers(ReleaseSettings settings, BakeJudge judge) {
            var platform = new BeanstalkPlatform(
                    environments,
                    new S3Bundles(account.clients),
                    new FakeImageRegistry(),
                    new FakeStacks(),
                    rules,
                    HttpClientProbe.of(account.realm()));
            DeploymentOptions options = options();
            return List.of(
                    new PackAction(),
                    new EitherWay<>(
                            new BeanstalkDeployAction(platform, action -> options),
                            new ReleaseAction<>(
                                    new BeanstalkReleaseTarget(platform, action -> options),
                                    action -> Optional.of(settings),
                                    Strategies.builtIn(),
                                    judge),
                            action -> true));
        }

        @Override
        public final List<ResourceReader> readers() {
            return List.of(new EnvironmentReader(account.clients, clock()));
        }

        /** What is in the bundle. */
        Map<String, String> files() {
            return SimulatedBeanstalk.files("new");
        }

        @Override
        public final Pipeline pipeline() {
            return StackFixture.pipelineOf(
                    "ElasticBeanstalk", files(), Map.of("ApplicationName", name, "EnvironmentName", name));
        }

        @Override
        public final void failHealth() {
            failing = true;
        }

        /** Deploys the version of others to the first environment. */
        final void deployTheirs(Environment first) {
            environments.update(
                    AwsScope.OWN, new EnvironmentUpdate(first.id(), Optional.of(THEIRS), Map.of(), Optional.empty()));
        }

        /** Environments that run on would slow down all that come after them. */
        void end() {
            environments.list(AwsScope.OWN, name).stream()
                    .filter(each -> each.status().isReady())
                    .forEach(each -> environments.terminate(AwsScope.OWN, each.id()));
            settle();
        }

        /** What an environment has on all of its instances. */
        final Course.Runs versionOf(Environment live) {
            assertThat(environments
                            .instances(AwsScope.OWN, live.id())
                            .orElseThrow()
                            .allRun(live.versionLabel()))
                    .as(live.versionLabel())
                    .isTrue();
            return switch (live.versionLabel()) {
                case OLD -> Course.Runs.OLD;
                case THEIRS -> Course.Runs.THEIRS;
                default -> Course.Runs.NEW;
            };
        }
    }
}
