package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.aws.beanstalk.BeanstalkEnvironments;
import dev.penstock.aws.beanstalk.EnvironmentReader;
import dev.penstock.aws.beanstalk.S3Bundles;
import dev.penstock.aws.beanstalk.SimulatedBeanstalk;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.aws.traffic.HttpClientProbe;
import dev.penstock.beanstalk.BeanstalkDeployAction;
import dev.penstock.beanstalk.BeanstalkPlatform;
import dev.penstock.beanstalk.BeanstalkReleaseTarget;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.EnvironmentUpdate;
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
import dev.penstock.time.EngineClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Single environments of a simulated Elastic Beanstalk, each with a load balancer of its own. */
final class EnvironmentWorld implements ReleaseWorld {

    private static final String OLD = "old";
    private static final String THEIRS = "theirs";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Beanstalk refuses an update while another is under way: whoever makes it tries again. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final SimulatedAccount account = new SimulatedAccount();
    private final BeanstalkEnvironments environments = new BeanstalkEnvironments(account.clients);
    private Optional<Cell> previous = Optional.empty();

    EnvironmentWorld() {
        SimulatedBeanstalk.prepare(account);
    }

    @Override
    public ReleaseCell cell(int number, String strategy) {
        previous.ifPresent(Cell::end);
        Cell cell = new Cell("web" + number);
        SimulatedBeanstalk.application(account, AwsScope.OWN, cell.name, OLD, THEIRS);
        SimulatedBeanstalk.environment(account, AwsScope.OWN, cell.name, cell.name, OLD, SimulatedBeanstalk.OPTIONS);
        previous = Optional.of(cell);
        return cell;
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

        private final String name;
        private boolean failing;

        Cell(String name) {
            this.name = name;
        }

        @Override
        public List<ActionProvider<?, ?>> providers(ReleaseSettings settings, BakeJudge judge) {
            var platform = new BeanstalkPlatform(
                    environments,
                    new S3Bundles(account.clients),
                    new FakeImageRegistry(),
                    new FakeStacks(),
                    new ElbListenerRules(account.clients),
                    HttpClientProbe.of(account.realm()));
            return List.of(
                    new PackAction(),
                    new EitherWay<>(
                            new BeanstalkDeployAction(platform, action -> DeploymentOptions.DEFAULT),
                            new ReleaseAction<>(
                                    new BeanstalkReleaseTarget(platform, action -> DeploymentOptions.DEFAULT),
                                    action -> Optional.of(settings),
                                    Strategies.builtIn(),
                                    judge),
                            action -> true));
        }

        @Override
        public List<ResourceReader> readers() {
            return List.of(new EnvironmentReader(account.clients, clock()));
        }

        @Override
        public Pipeline pipeline() {
            Map<String, String> files = new HashMap<>(SimulatedBeanstalk.files("new"));
            if (failing) {
                files.put(".penstock-simulate", "command-fails");
            }
            return StackFixture.pipelineOf(
                    "ElasticBeanstalk", files, Map.of("ApplicationName", name, "EnvironmentName", name));
        }

        @Override
        public void failHealth() {
            failing = true;
        }

        /** Once the release has brought its version: what comes before that is overwritten, as whoever is later has the last word. */
        @Override
        public void interfere() {
            Environment now = environments.find(AwsScope.OWN, name).orElseThrow();
            if (now.status().isReady() && !now.versionLabel().equals(OLD)) {
                environments.update(
                        AwsScope.OWN, new EnvironmentUpdate(now.id(), Optional.of(THEIRS), Map.of(), Optional.empty()));
            } else {
                account.aws.time().at(account.aws.time().now().plus(AGAIN), this::interfere);
            }
        }

        /** Environments that run on would slow down all that come after them. */
        void end() {
            environments.list(AwsScope.OWN, name).stream()
                    .filter(each -> each.status().isReady())
                    .forEach(each -> environments.terminate(AwsScope.OWN, each.id()));
            settle();
        }

        @Override
        public Course.Runs runs() {
            Environment live = environments.find(AwsScope.OWN, name).orElseThrow();
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
