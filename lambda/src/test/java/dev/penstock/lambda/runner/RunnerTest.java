package dev.penstock.lambda.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.alarm.AlarmSight;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.testing.FaultyJournal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunnerTest {

    @TempDir
    Path folder;

    private SimulatedRunner lambda;

    @BeforeEach
    void open() {
        lambda = new SimulatedRunner(folder);
    }

    @AfterEach
    void close() {
        lambda.close();
    }

    @Test
    void anObjectStartsAPipelineAndEventsTakeItOn() throws InterruptedException {
        lambda.register("shop", 600);
        lambda.later(SimulatedRunner.NOON, lambda.objectCreated("shop", "e-1"));
        lambda.clock.advance(Duration.ofMinutes(11));

        ExecutionState waiting = lambda.executions().getFirst();
        assertThat(waiting.latestStage().orElseThrow().name())
                .as(lambda.log.toString())
                .isEqualTo("Ask");
        assertThat(lambda.journal.holder(waiting.id())).isEmpty();

        approve(waiting);
        lambda.later(lambda.clock.instant(), "{\"tick\": \"front\"}");
        lambda.clock.advance(Duration.ofMinutes(1));

        assertThat(lambda.executions())
                .extracting(ExecutionState::outcome)
                .containsExactly(Optional.of(Outcome.SUCCEEDED));
        assertThat(lambda.world.made())
                .hasSize(3)
                .allSatisfy((action, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void anEventThatComesFiveTimesAtOnceStartsOnce() throws InterruptedException {
        lambda.register("shop", 20);
        lambda.copies = 5;
        for (int i = 0; i < 5; i++) {
            lambda.later(SimulatedRunner.NOON, lambda.objectCreated("shop", "e-1"));
        }
        lambda.clock.advance(Duration.ofMinutes(2));
        assertThat(lambda.executions()).hasSize(1);
        assertThat(lambda.world.made())
                .allSatisfy((action, times) -> assertThat(times).isEqualTo(1));

        lambda.later(lambda.clock.instant(), lambda.objectCreated("shop", "e-1"));
        lambda.clock.advance(Duration.ofMinutes(2));
        assertThat(lambda.executions()).as("the same event, late").hasSize(1);

        lambda.later(lambda.clock.instant(), lambda.objectCreated("shop", "e-2"));
        lambda.clock.advance(Duration.ofMinutes(2));
        assertThat(lambda.executions()).as("another event").hasSize(2);
    }

    @Test
    void whatConcernsNothingChangesNothing() throws InterruptedException {
        lambda.register("shop", 20);
        for (String document : List.of(
                lambda.objectCreated("other", "e-1"),
                SimulatedRunner.deploymentEvent("d-unknown"),
                "{\"startPipelineExecution\": {\"name\": \"unknown\", \"clientRequestToken\": \"x\"}}",
                "{\"source\": \"aws.ecs\", \"detail-type\": \"Something new\", \"detail\": 7}",
                "{}",
                "[]",
                "null",
                "\"tick\"")) {
            lambda.later(lambda.clock.instant(), document);
            lambda.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(lambda.executions()).isEmpty();
        assertThat(lambda.log).noneMatch(line -> line.contains("died"));
        assertThat(lambda.log).anyMatch(line -> line.contains("PEN-RUNNER-004"));
    }

    @Test
    void anEventThatWasLostIsMadeUpForByALook() throws InterruptedException {
        lambda.register("shop", 600);
        lambda.copies = 0;
        lambda.later(SimulatedRunner.NOON, lambda.objectCreated("shop", "e-1"));
        lambda.clock.advance(Duration.ofMinutes(16));
        assertThat(lambda.executions().getFirst().latestStage().orElseThrow().name())
                .as(lambda.calls + "\n" + lambda.log)
                .isEqualTo("Ask");
    }

    @Test
    void tenThousandThatWaitCostNoCallWhileNothingIsDue() throws InterruptedException {
        lambda.registerQuestion("shop");
        lambda.submit("shop", 10_000);
        lambda.later(lambda.clock.instant(), "{\"tick\": \"now\"}");
        lambda.clock.advance(Duration.ofMinutes(20));
        assertThat(lambda.executions())
                .hasSize(10_000)
                .allSatisfy(state ->
                        assertThat(state.latestStage().orElseThrow().name()).isEqualTo("Ask"));
        lambda.tickEvery(Duration.ofMinutes(5));
        int before = lambda.calls.size();

        lambda.clock.advance(Duration.ofHours(2));

        int calls = lambda.calls.size() - before;
        System.out.println("10,000 waiting executions: " + calls + " calls of the runner in 2 h");
        assertThat(calls).isLessThanOrEqualTo(2 * 60);
    }

    @Test
    void anAlarmThatAConditionWaitsForIsAskedOfEveryFiveMinutesAndItsEventTakesTheExecutionOn()
            throws InterruptedException {
        lambda.registerWatched("shop");
        lambda.submit("shop", 1);
        lambda.later(lambda.clock.instant(), "{\"tick\": \"now\"}");
        lambda.clock.advance(Duration.ofMinutes(1));
        int before = lambda.calls.size();

        lambda.clock.advance(Duration.ofMinutes(60));

        assertThat(lambda.calls.size() - before).as(lambda.log.toString()).isBetween(10, 13);
        ExecutionState waiting = lambda.executions().getFirst();
        assertThat(waiting.latestStage().orElseThrow().openCondition()).isPresent();

        lambda.alarm = AlarmSight.State.OK;
        lambda.later(lambda.clock.instant(), SimulatedRunner.alarmEvent("errors"));
        lambda.clock.advance(Duration.ofSeconds(5));
        assertThat(lambda.executions().getFirst().latestStage().orElseThrow().actions())
                .as("the stage is entered, and asks")
                .hasSize(1);
    }

    @Test
    void whatComesWhileACallGivesAnExecutionBackIsTakenInByThatCallThoughTheIndexesLag() throws InterruptedException {
        lambda.registerQuestion("shop");
        lambda.submit("shop", 1);
        lambda.seenBy = (call, journal) -> (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, new LaggingJournal(lambda));

        lambda.later(lambda.clock.instant(), "{\"tick\": \"now\"}");
        lambda.clock.advance(Duration.ofSeconds(30));

        ExecutionState state = lambda.executions().getFirst();
        assertThat(state.outcome()).as(lambda.log + "\n" + state).contains(Outcome.STOPPED);
        assertThat(lambda.calls).hasSize(1);
    }

    /** Tells a stop when an execution is first given back, and after that its looks at what is due find nothing. */
    private record LaggingJournal(SimulatedRunner lambda, AtomicBoolean told) implements InvocationHandler {

        LaggingJournal(SimulatedRunner lambda) {
            this(lambda, new AtomicBoolean());
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getName().equals("takeDue") && told.get()) {
                return List.of();
            }
            if (method.getName().equals("nextDue")) {
                return Optional.empty();
            }
            boolean first = method.getName().equals("release")
                    && arguments != null
                    && arguments.length == 3
                    && told.compareAndSet(false, true);
            if (first) {
                new ExecutionReader(lambda.journal)
                        .send(
                                lambda.executions().getFirst().id(),
                                new Signal.Stop(true, "enough", "ann"),
                                lambda.clock.instant());
            }
            try {
                Object result = method.invoke(lambda.journal, arguments);
                return first ? true : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    @Test
    void aFunctionThatIsInvokedTwiceForEverythingDoublesNothing() throws InterruptedException {
        lambda.register("shop", 20);
        lambda.copies = 2;
        for (int i = 0; i < 2; i++) {
            lambda.later(SimulatedRunner.NOON, lambda.objectCreated("shop", "e-1"));
            lambda.tickEvery(Duration.ofMinutes(1));
        }
        toItsEnd();

        assertThat(lambda.world.made())
                .hasSize(3)
                .allSatisfy((action, times) -> assertThat(times).isEqualTo(1));
    }

    /** Each call but a last try is killed after its first write: it had no time for more. */
    @Test
    void aFunctionThatTimesOutAtEveryStepComesToTheEndAndDoublesNothing() throws InterruptedException {
        lambda.register("shop", 20);
        lambda.seenBy = (call, journal) -> {
            var mortal = new FaultyJournal(lambda.journal);
            mortal.dieAfter(1);
            return mortal;
        };
        lambda.tickEvery(Duration.ofMinutes(1));
        lambda.later(SimulatedRunner.NOON, lambda.objectCreated("shop", "e-1"));
        toItsEnd();

        assertThat(lambda.log.stream().filter(line -> line.contains(" died: ")))
                .as("calls that timed out")
                .hasSizeGreaterThan(5);
        assertThat(lambda.world.made())
                .hasSize(3)
                .allSatisfy((action, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void anEventThatIsOldChangesNothing() throws InterruptedException {
        lambda.register("shop", 20);
        lambda.later(SimulatedRunner.NOON, lambda.objectCreated("shop", "e-1"));
        lambda.tickEvery(Duration.ofMinutes(1));
        toItsEnd();
        List<ExecutionState> before = lambda.executions();

        lambda.later(lambda.clock.instant(), lambda.objectCreated("shop", "e-1"));
        lambda.later(lambda.clock.instant(), SimulatedRunner.deploymentEvent("d-0"));
        lambda.clock.advance(Duration.ofMinutes(10));

        assertThat(lambda.executions()).isEqualTo(before);
        assertThat(lambda.log).noneMatch(line -> line.contains(" died: "));
    }

    /** Somebody approves what asks. */
    private void toItsEnd() throws InterruptedException {
        boolean approved = false;
        for (int minute = 0; minute < 24 * 60; minute++) {
            lambda.clock.advance(Duration.ofMinutes(1));
            for (ExecutionState state : lambda.executions()) {
                if (state.outcome().isPresent()) {
                    assertThat(state.outcome()).as(lambda.log.toString()).contains(Outcome.SUCCEEDED);
                    assertThat(lambda.executions()).hasSize(1);
                    return;
                }
                if (!approved && state.latestStage().orElseThrow().name().equals("Ask")) {
                    approve(state);
                    approved = true;
                }
            }
        }
        throw new AssertionError("not ended in a day: " + lambda.log);
    }

    private void approve(ExecutionState state) {
        new ExecutionReader(lambda.journal)
                .send(
                        state.id(),
                        new Signal.Answer(Optional.of("Approve"), new ApprovalAnswer(true, "", "ann")),
                        lambda.clock.instant());
    }
}
