package dev.penstock.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.RunnerDeath;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.stack.StackFixture;
import dev.penstock.testing.FakeBundles;
import dev.penstock.testing.FakeEnvironments;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.FakeWebProbe;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The runner dies before and after every write of a deployment to an environment; no effect is had twice. */
@Timeout(60)
class BeanstalkCrashTest {

    private static final int MOST_APPENDS = 16;

    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock(BeanstalkDeployActionTest.NOON);
    private final FakeEnvironments environments = new FakeEnvironments(clock);
    private final FakeBundles bundles = new FakeBundles();
    private final FakeListenerRules rules = new FakeListenerRules();
    private final FakeWebProbe probe = new FakeWebProbe();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();

    /** What a deployment finds, and what becomes of it. */
    enum Course {
        GOES_WELL("version, update", Outcome.SUCCEEDED),
        GOES_BACK_BY_ITSELF("version, update", Outcome.ROLLED_BACK),
        LEAVES_INSTANCES_MIXED("version, update, update", Outcome.ROLLED_BACK),
        MAKES_THE_ENVIRONMENT("application, version, create", Outcome.SUCCEEDED),
        CHANGES_PLACES("version, create, swap, terminate", Outcome.SUCCEEDED);

        private final String effects;
        private final Outcome outcome;

        Course(String effects, Outcome outcome) {
            this.effects = effects;
            this.outcome = outcome;
        }
    }

    static Stream<Arguments> deaths() {
        return Stream.of(Course.values())
                .flatMap(course -> RunnerDeath.between(1, MOST_APPENDS).map(death -> Arguments.of(course, death)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedWithoutDoublingAnEffect(Course course, RunnerDeath death) throws Exception {
        DeploymentOptions options = prepare(course);
        int prepared = environments.effects().size();
        // The change goes on and may end while nobody looks.
        Duration away = death.append() % 2 == 0 ? Duration.ofSeconds(1) : Duration.ofMinutes(10);

        Optional<ExecutionState> end = death.survived(
                StackFixture.pipelineOf(
                        "ElasticBeanstalk",
                        Map.of("index.html", "one"),
                        Map.of("ApplicationName", "shop", "EnvironmentName", "web")),
                (journal, runner) -> fixture(journal, runner, options).engine,
                () -> clock.advance(away));

        if (end.isEmpty()) {
            assertThat(environments.effects()).hasSize(prepared);
            return;
        }
        assertThat(end.get().outcome()).contains(course.outcome);
        assertThat(environments.effects().stream()
                        .skip(prepared)
                        .map(effect -> effect.substring(0, effect.indexOf(' ')))
                        .toList())
                .isEqualTo(List.of(course.effects.split(", ", -1)));
        assertThat(bundles.keys()).hasSize(1);
    }

    private DeploymentOptions prepare(Course course) throws InterruptedException {
        if (course == Course.MAKES_THE_ENVIRONMENT) {
            return BeanstalkDeployActionTest.creating("*Docker");
        }
        environments.add("shop", "web", "old");
        switch (course) {
            case GOES_WELL, MAKES_THE_ENVIRONMENT -> {}
            case LEAVES_INSTANCES_MIXED -> environments.fail("shop-", "Command failed on instance.", "no");
            case GOES_BACK_BY_ITSELF -> {
                environments.update(
                        dev.penstock.action.AwsScope.OWN,
                        new EnvironmentUpdate(
                                environments
                                        .find(dev.penstock.action.AwsScope.OWN, "web")
                                        .orElseThrow()
                                        .id(),
                                Optional.empty(),
                                Map.of(BeanstalkDeployActionTest.POLICY, "Immutable"),
                                Optional.empty()));
                clock.advance(Duration.ofMinutes(5));
                environments.fail("shop-", "Command failed on instance.", "no");
            }
            case CHANGES_PLACES -> {
                environments.nameHost("web", "shop");
                return BeanstalkDeployActionTest.blueGreen(Duration.ofMinutes(2));
            }
        }
        return DeploymentOptions.DEFAULT;
    }

    private StackFixture fixture(Journal journal, String runner, DeploymentOptions options) {
        return new StackFixture(
                journal,
                clock,
                folder,
                artifacts,
                runner,
                List.of(new BeanstalkDeployAction(
                        new BeanstalkPlatform(
                                environments, bundles, new FakeImageRegistry(), new FakeStacks(), rules, probe),
                        action -> options)),
                List.of(environments.reader()));
    }
}
