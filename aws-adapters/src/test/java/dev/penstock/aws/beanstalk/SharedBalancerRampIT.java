package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.EnvironmentStatus;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.OptionValue;
import dev.penstock.beanstalk.RampStep;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.JournalException;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.traffic.WarmCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are moved between environments that share a load balancer, at the simulated Elastic Beanstalk. */
@Timeout(120)
class SharedBalancerRampIT {

    @TempDir
    Path folder;

    private PairWorld world;
    private SharedFront front;

    @BeforeEach
    void open() {
        world = new PairWorld(folder);
        front = new SharedFront(world.account.clients);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private DeploymentOptions options(Map<OptionName, String> more) {
        Map<OptionName, String> all = new HashMap<>(front.options());
        all.putAll(more);
        var weights = new BlueGreen.Weights(
                new OptionValue.Text(front.rule.text()), List.of(new RampStep(10, Duration.ofMinutes(1))));
        return PairWorld.options(
                new BlueGreen(weights, Duration.ofMinutes(2), Optional.of(new WarmCheck("/", 200, 3))), all);
    }

    private int modified() {
        return world.account
                .aws
                .effects()
                .of("elasticloadbalancing", "ModifyRule")
                .size();
    }

    @Test
    void theSecondEnvironmentGetsTheRequestsStepByStepAndTheFirstEndsWithItsTargetGroup() throws Exception {
        ExecutionState made = world.deploy("one", options(Map.of()));
        assertThat(made.outcome()).as(world.told(made)).contains(Outcome.SUCCEEDED);
        assertThat(front.shares().receiving()).hasSize(1);
        String first = front.shares().receiving().iterator().next();

        ExecutionState moved = world.deploy("two", options(Map.of()));

        assertThat(moved.outcome()).as(world.told(moved)).contains(Outcome.SUCCEEDED);
        assertThat(front.shares().receiving()).hasSize(1).doesNotContain(first);
        assertThat(front.shares().name(first)).isFalse();
        assertThat(world.log())
                .contains("10 % of requests go to 'shop-web-green'.", "100 % of requests go to 'shop-web-green'.");
        assertThat(world.environment("shop-web").filter(old -> old.status() != EnvironmentStatus.TERMINATING))
                .isEmpty();

        ExecutionState back = world.deploy("three", options(Map.of()));
        assertThat(back.outcome()).as(world.told(back)).contains(Outcome.SUCCEEDED);
        assertThat(world.environment("shop-web").orElseThrow().versionLabel()).isEqualTo(world.label("three"));
        assertThat(front.targetGroups()).isLessThanOrEqualTo(2);
    }

    @Test
    void whatIsNeverWellNeverGetsARequest() throws Exception {
        Map<OptionName, String> bad = Map.of(PairWorld.SCRIPT, world.label("two") + "/command-fails");
        world.deploy("one", options(bad));
        int before = modified();

        ExecutionState state = world.deploy("two", options(bad));

        assertThat(state.outcome()).as(world.told(state)).contains(Outcome.ROLLED_BACK);
        assertThat(modified()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 17})
    void whatADeadRunnerLeftIsFinishedWithoutChangingTheRuleTwice(int append) throws Exception {
        DeploymentOptions options = options(Map.of());
        world.deploy("one", options);
        int before = modified();
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        journal.dieBefore(append);
        try (var fixture = world.fixture(journal, "one", options)) {
            fixture.await(fixture.engine.start(world.pipeline("two"), StartRequest.by("ann")));
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        try (var next = world.fixture(durable, "two", options)) {
            next.engine.resumeAll();
            ExecutionState state = next.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
            assertThat(state.outcome()).as(world.told(state)).contains(Outcome.SUCCEEDED);
        }
        assertThat(modified() - before).isEqualTo(3);
        assertThat(world.effects("TerminateEnvironment")).isEqualTo(1);
    }
}
