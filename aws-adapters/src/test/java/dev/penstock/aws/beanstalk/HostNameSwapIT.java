package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.EnvironmentStatus;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.JournalException;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import dev.penstock.traffic.WarmCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pairs of environments change their host names at the simulated Elastic Beanstalk. */
@Timeout(120)
class HostNameSwapIT {

    private static final OptionName TYPE = new OptionName("aws:elasticbeanstalk:environment", "EnvironmentType");
    private static final Duration KEPT = Duration.ofMinutes(3);
    private static final WarmCheck WARM = new WarmCheck("/health", 200, 3);

    @TempDir
    Path folder;

    private PairWorld world;

    @BeforeEach
    void open() {
        world = new PairWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static DeploymentOptions options(Map<OptionName, String> more) {
        return PairWorld.options(new BlueGreen("shop", KEPT, Optional.of(WARM)), more);
    }

    private void assertLive(String name, String label) {
        assertThat(world.environment(name).orElseThrow().cname()).startsWith("shop.");
        assertThat(world.environments
                        .instances(
                                AwsScope.OWN,
                                world.environment(name).orElseThrow().id())
                        .orElseThrow()
                        .instances())
                .isNotEmpty()
                .allMatch(instance -> instance.runs(label));
    }

    @Test
    void aCloneIsMadeWarmedSwappedInAndTheOldOneEndsAfterItsTime() throws Exception {
        ExecutionState made = world.deploy("one", options(Map.of()));
        assertThat(made.outcome()).as(world.told(made)).contains(Outcome.SUCCEEDED);
        assertLive("shop-web", world.label("one"));

        ExecutionState swapped = world.deploy("two", options(Map.of()));

        assertThat(swapped.outcome()).as(world.told(swapped)).contains(Outcome.SUCCEEDED);
        assertLive("shop-web-green", world.label("two"));
        assertThat(world.environment("shop-web").filter(old -> old.status() != EnvironmentStatus.TERMINATING))
                .isEmpty();
        assertThat(world.log()).anyMatch(line -> line.matches("http://shop-web-green\\..*/health answers 200\\."));
        assertThat(world.effects("CreateEnvironment")).isEqualTo(2);
        assertThat(world.effects("TerminateEnvironment")).isEqualTo(1);

        ExecutionState back = world.deploy("three", options(Map.of()));
        assertThat(back.outcome()).as(world.told(back)).contains(Outcome.SUCCEEDED);
        assertLive("shop-web", world.label("three"));
    }

    @Test
    void aPairOfSingleInstancesIsWarmedAtTheInstanceItself() throws Exception {
        Map<OptionName, String> single = Map.of(TYPE, "SingleInstance");
        world.deploy("one", options(single));
        ExecutionState swapped = world.deploy("two", options(single));
        assertThat(swapped.outcome()).as(world.told(swapped)).contains(Outcome.SUCCEEDED);
        assertLive("shop-web-green", world.label("two"));
    }

    @Test
    void whatIsNeverWellNeverGetsTheHostName() throws Exception {
        Map<OptionName, String> bad = Map.of(PairWorld.SCRIPT, world.label("two") + "/command-fails");
        world.deploy("one", options(bad));
        ExecutionState state = world.deploy("two", options(bad));
        assertThat(state.outcome()).as(world.told(state)).contains(Outcome.ROLLED_BACK);
        assertThat(PairWorld.failure(state).message()).contains("Users have the environment 'shop-web' as before");
        assertLive("shop-web", world.label("one"));
        assertThat(world.effects("SwapEnvironmentCNAMEs")).isZero();
    }

    @Test
    void whoStopsWhileTheOldOneIsKeptHasTheOldOneBack() throws Exception {
        world.deploy("one", options(Map.of()));
        CompletableFuture<ExecutionId> started = new CompletableFuture<>();
        AtomicBoolean sent = new AtomicBoolean();
        try (var fixture = world.fixture(new InMemoryJournal(), "one", options(Map.of()))) {
            fixture.whenLogged = line -> {
                if (line.contains("takes the host name") && !sent.getAndSet(true)) {
                    fixture.engine.send(started.join(), new Signal.Stop(true, "not this", "ann"));
                }
            };
            try (EngineClock.Busy timeStandsStill = world.clock.busy()) {
                started.complete(fixture.engine.start(world.pipeline("two"), StartRequest.by("ann")));
            }
            assertThat(fixture.await(started.join()).outcome()).contains(Outcome.STOPPED);
        }
        assertLive("shop-web", world.label("one"));
        assertThat(world.effects("TerminateEnvironment")).isZero();
    }

    static Stream<Arguments> deaths() {
        return IntStream.of(11, 12, 13, 14)
                .boxed()
                .flatMap(append -> Stream.of(true, false).map(before -> Arguments.of(append, before)));
    }

    @ParameterizedTest(name = "append {0}, dies before it: {1}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedOnceAndTheOldOneIsKeptForItsWholeTime(int append, boolean before)
            throws Exception {
        DeploymentOptions options = options(Map.of());
        world.deploy("one", options);
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        if (before) {
            journal.dieBefore(append);
        } else {
            journal.dieAfter(append);
        }
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
        assertThat(world.last("TerminateEnvironment"))
                .isAfterOrEqualTo(world.last("SwapEnvironmentCNAMEs").plus(KEPT));
        // Each call has an effect on both environments.
        assertThat(world.effects("SwapEnvironmentCNAMEs")).isEqualTo(2);
        assertThat(world.effects("CreateEnvironment")).isEqualTo(2);
        assertThat(world.effects("TerminateEnvironment")).isEqualTo(1);
        assertLive("shop-web-green", world.label("two"));
    }
}
