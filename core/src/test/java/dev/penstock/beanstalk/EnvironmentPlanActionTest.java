package dev.penstock.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.beanstalk.EnvironmentPlan.Version;
import dev.penstock.beanstalk.EnvironmentPlan.Way;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.rollout.BatchSize;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.duration.CostlySetting;
import dev.penstock.stack.StackFixture;
import dev.penstock.testing.FakeEnvironments;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plan finds what a deployment would find, and changes nothing. */
@Timeout(60)
class EnvironmentPlanActionTest {

    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock(BeanstalkDeployActionTest.NOON);
    private final FakeEnvironments environments = new FakeEnvironments(clock);
    private DeploymentOptions options = DeploymentOptions.DEFAULT;
    private Optional<ReleasePlan> released = Optional.empty();

    @AfterEach
    void close() {
        assertThat(environments.effects()).as("nothing was changed").isEmpty();
        assertThat(environments.templates()).isEmpty();
        clock.close();
    }

    private final List<EnvironmentPlan> found = new ArrayList<>();

    private ExecutionState look() throws Exception {
        var action = new EnvironmentPlanAction(
                environments,
                new FakeImageRegistry(),
                new FakeStacks(),
                new FakeListenerRules(),
                name -> options,
                name -> released,
                (name, plan) -> found.add(plan));
        try (var fixture = StackFixture.of(
                new InMemoryJournal(), clock, folder, new InMemoryArtifactStore(), List.of(action), List.of())) {
            return fixture.run(StackFixture.pipelineOf(
                    "ElasticBeanstalk",
                    Map.of("index.html", "one"),
                    Map.of("ApplicationName", "shop", "EnvironmentName", "web")));
        }
    }

    private EnvironmentPlan plan() throws Exception {
        assertThat(look().outcome()).contains(Outcome.SUCCEEDED);
        return found.getLast();
    }

    private String code() throws Exception {
        ExecutionState state = look();
        assertThat(found).isEmpty();
        return BeanstalkDeployActionTest.failure(state).code();
    }

    @Test
    void aReleaseSaysHowTheVersionGoesOverTheInstancesAndWhatWouldBeQuicker() throws Exception {
        environments.add("shop", "web", "old");
        released = Strategies.builtIn()
                .expected(ReleaseSettingsBuilder.of("rolling")
                        .batch(new BatchSize(1, false))
                        .bake(Duration.ofMinutes(7))
                        .build());

        Rollout rollout = plan().rollout().orElseThrow();

        assertThat(rollout.how()).startsWith("Rolling, ");
        assertThat(rollout.phases()).last().isEqualTo(new Rollout.Phase("bake", 1, Duration.ofMinutes(7)));
        assertThat(rollout.costly()).extracting(CostlySetting::name).contains("aws:elasticbeanstalk:command BatchSize");
    }

    @Test
    void tellsVersionOptionsAndTheWayOverTheInstances() throws Exception {
        environments.add("shop", "web", "old");
        options = BeanstalkDeployActionTest.with(Map.of(
                BeanstalkDeployActionTest.POLICY, "Rolling", new OptionName(OptionName.VARIABLES, "TOKEN"), "hunter2"));

        EnvironmentPlan plan = plan();

        assertThat(plan.way()).isInstanceOf(Way.Update.class);
        assertThat(plan.version()).isInstanceOfSatisfying(Version.Known.class, version -> {
            assertThat(version.before()).isEqualTo("old");
            assertThat(version.label()).startsWith("shop-");
            assertThat(version.exists()).isFalse();
        });
        assertThat(plan.options())
                .extracting(OptionChange::effect)
                .containsExactly(OptionEffect.RESTARTS_SERVERS, OptionEffect.NONE);
        assertThat(plan.toString()).doesNotContain("hunter2");
        assertThat(plan.rollout().orElseThrow().how()).startsWith("Rolling, 1 batch of 2 instances");
    }

    @Test
    void whatIsBusyIsComparedAndSaidToBe() throws Exception {
        environments.add("shop", "web", "old");
        environments.deployByAnother("web", "other");

        assertThat(plan().remarks()).anyMatch(remark -> remark.contains("waits for its turn"));
    }

    @Test
    void theOtherOneOfAPairIsTheOneThatIsChanged() throws Exception {
        environments.add("shop", "web", "old");
        environments.nameHost("web", "shop");
        options = BeanstalkDeployActionTest.blueGreen(Duration.ofMinutes(20));

        EnvironmentPlan plan = plan();

        assertThat(plan.environment()).isEqualTo("web-green");
        assertThat(plan.way()).isEqualTo(new Way.BlueGreen("web", true, false, Duration.ofMinutes(20)));
    }

    @Test
    void whatIsMissingIsMadeOnlyWhereTheSettingsSayHow() throws Exception {
        assertThat(code()).isEqualTo("PEN-BEANSTALK-008");

        options = BeanstalkDeployActionTest.creating("* running Docker");
        EnvironmentPlan plan = plan();
        assertThat(plan.way()).isEqualTo(new Way.Creation("64bit Amazon Linux 2023 v4.3.0 running Docker"));
        assertThat(plan.remarks()).containsExactly("The application 'shop' is made, too.");
    }

    @Test
    void anEnvironmentOfAnotherApplicationIsRefusedAsARunRefusesIt() throws Exception {
        environments.add("other", "web", "old");
        assertThat(code()).isEqualTo("PEN-BEANSTALK-009");
    }

    @Test
    void aRecentUpdateSaysHowLongTheyTake() throws Exception {
        environments.add("shop", "web", "old");
        environments.deployByAnother("web", "other");
        clock.advance(Duration.ofMinutes(5));

        assertThat(plan().recent()).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void withoutInstancesThatTellHealthTheOptionsSayHowManyThereAre() throws Exception {
        environments.add("shop", "web", "old");
        environments.forgetInstances("web");

        assertThat(plan().rollout().map(Rollout::how))
                .isEqualTo(
                        Optional.of("AllAtOnce, 1 instance: every instance is" + " out for a short time, all at once"));
    }
}
