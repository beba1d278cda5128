package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.DeploymentOptionsBuilder;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.simulator.service.FaultPlan;
import dev.penstock.stack.StackFixture;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What comes of a deployment by each policy in each course, in the simulated AWS. It is told by identity: by the version and the
 * deployment that every instance which users reach has in the end, and not by whether the environment is ready.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyOutcomesIT {

    @TempDir
    static Path folder;

    private final SimulatedAccount account = new SimulatedAccount();
    private final EngineClock clock = account.clock();
    private BeanstalkRunner runner;

    @BeforeAll
    void prepare() {
        runner = new BeanstalkRunner(account, folder);
        SimulatedBeanstalk.prepare(account);
    }

    @AfterAll
    void close() {
        account.close();
    }

    static Stream<Arguments> cells() {
        return Arrays.stream(MatrixPolicy.values())
                .flatMap(policy -> Arrays.stream(MatrixCourse.values()).map(course -> Arguments.of(policy, course)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cells")
    void everyInstanceHasWhatTheOutcomeSays(MatrixPolicy policy, MatrixCourse course) throws Exception {
        var cell = new MatrixCell(account, policy, course);
        cell.prepare();
        var run = new Run(cell, course, options(cell, policy));

        ExecutionState end = run.toItsEnd();
        SimulatedBeanstalk.settle(account);

        MatrixOutcome expected = MatrixOutcome.of(policy, course);
        String told = StackFixture.deployed(end) + "\n" + String.join("\n", run.log);
        assertThat(end.outcome()).as(told).contains(expected.outcome());
        assertThat(code(end)).as(told).isEqualTo(expected.code());
        String label = cell.reached();
        switch (expected.runs()) {
            case NEW -> assertThat(label).startsWith("shop-");
            case OLD -> assertThat(label).isEqualTo(MatrixCell.OLD);
            case THEIRS -> assertThat(label).isEqualTo(MatrixCell.THEIRS);
        }
        int foreign = course == MatrixCourse.BUSY || course == MatrixCourse.TAKEN_OVER ? 1 : 0;
        assertThat(cell.updates()).as(told).isEqualTo(expected.updates() + foreign);
        assertThat(cell.versions()).isEqualTo(3);
        cell.clear();
    }

    private static String code(ExecutionState end) {
        return StackFixture.deployed(end) instanceof ActionPhase.Failed failed
                ? failed.failure().code()
                : "";
    }

    private static DeploymentOptions options(MatrixCell cell, MatrixPolicy policy) {
        var options = new DeploymentOptionsBuilder();
        return policy == MatrixPolicy.BLUE_GREEN
                ? options.blueGreen(new BlueGreen(cell.name() + "-live", Duration.ofMinutes(2)))
                        .build()
                : options.build();
    }

    /** A deployment, and what happens to it. */
    private final class Run {

        private final MatrixCell cell;
        private final MatrixCourse course;
        private final DeploymentOptions options;
        private final InMemoryJournal durable = new InMemoryJournal();
        private final CompletableFuture<ExecutionId> started = new CompletableFuture<>();
        private final AtomicBoolean happened = new AtomicBoolean();
        private final AtomicBoolean followed = new AtomicBoolean();
        private List<String> log = List.of();

        Run(MatrixCell cell, MatrixCourse course, DeploymentOptions options) {
            this.cell = cell;
            this.course = course;
            this.options = options;
        }

        ExecutionState toItsEnd() throws Exception {
            boolean dies = switch (course) {
                case KILLED_AT_THE_UPDATE, KILLED_HALF_WAY, KILLED_AT_THE_FAILURE -> true;
                case GOES_WELL, HEALTH_FAILS, COMMAND_FAILS, BUSY, ABORTED, TAKEN_OVER, STOPPED -> false;
            };
            return dies ? untilDeathAndBeyond() : undisturbed();
        }

        private ExecutionState undisturbed() throws Exception {
            try (var fixture = runner.fixture(durable, "one", options)) {
                fixture.whenLogged = line -> disturb(fixture, line);
                ExecutionState end = start(fixture);
                log = List.copyOf(fixture.log);
                return end;
            }
        }

        private ExecutionState start(StackFixture fixture) throws Exception {
            try (EngineClock.Busy timeStandsStill = clock.busy()) {
                if (course == MatrixCourse.BUSY) {
                    cell.occupy();
                }
                started.complete(fixture.engine.start(pipeline(), StartRequest.by("ann")));
            }
            return fixture.engine.whenEnded(started.join()).get(60, TimeUnit.SECONDS);
        }

        private Pipeline pipeline() {
            return BeanstalkRunner.pipeline(cell.files(), cell.name(), cell.name());
        }

        private void disturb(StackFixture fixture, String line) {
            boolean begins = line.contains("Deploying new version") || line.contains("deployment policy enabled");
            if (begins && !happened.getAndSet(true)) {
                switch (course) {
                    case STOPPED -> fixture.engine.send(started.join(), new Signal.Stop(true, "not this", "ann"));
                    case ABORTED, TAKEN_OVER -> cell.abort();
                    case GOES_WELL,
                            HEALTH_FAILS,
                            COMMAND_FAILS,
                            BUSY,
                            KILLED_AT_THE_UPDATE,
                            KILLED_HALF_WAY,
                            KILLED_AT_THE_FAILURE -> {}
                }
            }
            // Either is told once the environment is ready again: the end of the abort, or the logs that are looked
            // into then.
            boolean isReady = line.contains("The environment was reverted") || line.contains("/var/log/");
            if (isReady && course == MatrixCourse.TAKEN_OVER && !followed.getAndSet(true)) {
                cell.deployTheirs();
            }
        }

        private ExecutionState untilDeathAndBeyond() throws Exception {
            var journal = new FaultyJournal(durable);
            if (course == MatrixCourse.KILLED_AT_THE_UPDATE) {
                account.aws.faults().add((moment, call) -> {
                    boolean isIt = moment == FaultPlan.Moment.AFTER
                            && call.operation().equals("UpdateEnvironment")
                            && !happened.getAndSet(true);
                    if (isIt) {
                        journal.die();
                    }
                    return Optional.empty();
                });
            }
            try (var fixture = runner.fixture(journal, "one", options)) {
                fixture.whenLogged = line -> {
                    if (line.contains(lastWords()) && !happened.getAndSet(true)) {
                        journal.die();
                    }
                };
                start(fixture);
            } catch (JournalException | ExecutionException e) {
                assertThat(e).hasStackTraceContaining("JournalException");
            }
            assertThat(happened).isTrue();
            ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
            try (var next = runner.fixture(durable, "two", options)) {
                next.engine.resumeAll();
                ExecutionState end = next.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
                log = List.copyOf(next.log);
                return end;
            }
        }

        private String lastWords() {
            return switch (course) {
                case KILLED_HALF_WAY -> "Instance deployment completed successfully.";
                case KILLED_AT_THE_FAILURE -> "Failed to deploy application.";
                case KILLED_AT_THE_UPDATE, GOES_WELL, HEALTH_FAILS, COMMAND_FAILS, BUSY, ABORTED, TAKEN_OVER, STOPPED ->
                    "no such line";
            };
        }
    }
}
