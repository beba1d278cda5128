package dev.penstock.engine;

import static dev.penstock.engine.EngineFixture.NOON;
import static dev.penstock.engine.EngineFixture.approval;
import static dev.penstock.engine.EngineFixture.pipeline;
import static dev.penstock.engine.EngineFixture.stage;
import static dev.penstock.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.ManualApprovalAction;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.Subscription;
import dev.penstock.library.Worker;
import dev.penstock.library.WorkerOptions;
import dev.penstock.meter.PrometheusMeters;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers on one journal and one clock share what is due, and go on with what one of them leaves. */
@Timeout(60)
class WorkerTest {

    private static final Pipeline SHORT = pipeline(stage("A", work("one", Map.of("steps", "2"))));
    private static final WorkerOptions OPTIONS = new WorkerOptions(8, 4, Duration.ofSeconds(2), Duration.ofSeconds(30));

    @TempDir
    Path folder;

    private VirtualClock clock = new VirtualClock(NOON);
    private final InMemoryJournal journal = new InMemoryJournal();
    private final ScriptedAction.Effects effects = new ScriptedAction.Effects();
    private final Map<RunnerId, ScriptedAction> actions = new HashMap<>();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final Map<String, AtomicInteger> ended = new ConcurrentHashMap<>();
    private final PrometheusMeters meters = new PrometheusMeters();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : closing.reversed()) {
            each.close();
        }
        clock.close();
    }

    private Worker worker(String name, WorkerOptions options) {
        return worker(name, journal, options);
    }

    private Worker worker(String name, Journal over, WorkerOptions options) {
        var action = new ScriptedAction(EngineFixture.WORK, effects);
        actions.put(new RunnerId(name), action);
        EngineOfWorker engine = new EngineOfWorker(over, action, name);
        var worker = new Worker(over, clock, new RunnerId(name), options, meters, counting(name), engine::of);
        closing.add(worker);
        closing.add(engine);
        return worker;
    }

    private ExecutionListener counting(String name) {
        return new ExecutionListener() {
            @Override
            public void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
                if (state.outcome().isPresent()) {
                    ended.computeIfAbsent(name, ignored -> new AtomicInteger()).incrementAndGet();
                }
            }
        };
    }

    /** Time stands still unless it is told to go on: people are not waited for in virtual time. */
    private void stopClock() {
        clock.close();
        clock = VirtualClock.steppedFrom(NOON);
    }

    /** One engine for all that a worker drives. */
    private final class EngineOfWorker implements AutoCloseable {

        private final Journal over;
        private final ScriptedAction action;
        private final String name;
        private Optional<Engine> made = Optional.empty();

        EngineOfWorker(Journal over, ScriptedAction action, String name) {
            this.over = over;
            this.action = action;
            this.name = name;
        }

        Engine of(ExecutionId execution, UnaryOperator<EngineBuilder> equip) {
            if (made.isEmpty()) {
                made = Optional.of(equip.apply(Engine.builder(over)
                                .artifacts(new InMemoryArtifactStore())
                                .workFolder(folder.resolve(name))
                                .providers(List.of(action, new ManualApprovalAction()))
                                .clock(clock))
                        .build());
            }
            return made.get();
        }

        @Override
        public void close() {
            made.ifPresent(Engine::close);
        }
    }

    private List<ExecutionId> submit(int count, Pipeline pipeline) {
        List<ExecutionId> ids = new ArrayList<>();
        try (Engine engine = Engine.builder(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("starter"))
                .providers(List.of(new ScriptedAction(EngineFixture.WORK, effects), new ManualApprovalAction()))
                .clock(clock)
                .build()) {
            for (int number = 0; number < count; number++) {
                ExecutionId id = new ExecutionId(UUID.randomUUID());
                assertThat(engine.submit(id, pipeline, StartRequest.by("ann"))).isTrue();
                ids.add(id);
            }
        }
        return ids;
    }

    private ScriptedAction action(Worker worker) {
        return Optional.ofNullable(actions.get(worker.runner())).orElseThrow();
    }

    private ExecutionState state(ExecutionId id) {
        return new ExecutionReader(journal).state(id).orElseThrow();
    }

    private void awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (journal.list(ExecutionQuery.open()).size() > 0) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aWorkerTakesWhatIsDueBeyondItsCapacityPieceByPiece() throws Exception {
        List<ExecutionId> ids = submit(50, parallel(Map.of("steps", "2")));

        worker("one", OPTIONS).start();
        awaitEnd();

        assertThat(ids).allSatisfy(id -> assertThat(state(id).outcome()).isPresent());
        assertThat(effects.had()).hasSize(100).doesNotHaveDuplicates();
        assertThat(clock.instant()).isBefore(NOON.plusSeconds(60));
    }

    @Test
    void twoWorkersShareWhatIsDue() throws Exception {
        submit(40, parallel(Map.of("steps", "1", "wait", "20")));
        Worker one = worker("one", OPTIONS);
        Worker two = worker("two", OPTIONS);
        one.start();
        two.start();
        awaitEnd();

        assertThat(effects.had()).hasSize(40).doesNotHaveDuplicates();
        assertThat(ended.keySet()).containsExactlyInAnyOrder("one", "two");
        assertThat(ended.values().stream().mapToInt(AtomicInteger::get).sum()).isEqualTo(40);
        // What waits makes room for what is due: five rounds of 20 seconds would be needed otherwise.
        assertThat(clock.instant()).isBefore(NOON.plusSeconds(60));
    }

    @Test
    void whatWaitsInFrontOfAStageIsTakenWhenThisWorkerLeavesIt() throws Exception {
        List<ExecutionId> ids =
                submit(3, pipeline("shop", ExecutionMode.QUEUED, stage("A", work("one", Map.of("wait", "60")))));

        worker("one", withoutNews(), new WorkerOptions(8, 4, Duration.ofHours(1), Duration.ofMinutes(5)))
                .start();
        awaitEnd();

        assertThat(ids).allSatisfy(id -> assertThat(state(id).outcome()).isPresent());
        assertThat(clock.instant()).isBefore(NOON.plus(Duration.ofMinutes(5)));
    }

    /** As a store has it that cannot tell: what happens in this process is no news anywhere. */
    private Journal withoutNews() {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("onNews")) {
                        return (Subscription) () -> {};
                    }
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Pipeline parallel(Map<String, String> configuration) {
        return pipeline("shop", ExecutionMode.PARALLEL, stage("A", work("one", configuration)));
    }

    @Test
    void whatOnlyWaitsTakesNoRoom() throws Exception {
        stopClock();
        submit(30, pipeline("shop", ExecutionMode.PARALLEL, stage("A", approval("Ship"))));
        Worker one = worker("one", OPTIONS);
        one.start();
        clock.awaitIdle();

        assertThat(one.held()).isZero();
        ExecutionId id = submit(1, SHORT).getFirst();
        clock.awaitIdle();

        assertThat(state(id).outcome()).isPresent();
    }

    @Test
    void whatADeadWorkerHeldIsTakenOver() throws Exception {
        var mortal = new FaultyJournal(journal);
        Worker one = worker("one", mortal, OPTIONS);
        List<ExecutionId> ids = submit(5, parallel(Map.of("steps", "2", "end", "block")));
        one.start();
        while (effects.had().size() < 10) {
            Thread.onSpinWait();
        }
        assertThat(one.held()).isEqualTo(5);
        mortal.die();
        Worker two = worker("two", OPTIONS);
        action(two).gate.countDown();

        two.start();
        awaitEnd();

        assertThat(ids).allSatisfy(id -> assertThat(state(id).outcome()).isPresent());
        assertThat(effects.had()).hasSize(10).doesNotHaveDuplicates();
        assertThat(meters.text()).contains("penstock_executions_taken_over_total 5");
    }

    @Test
    void aWorkerThatIsStoppedFinishesItsStepsAndGivesEverythingBack() throws Exception {
        Worker one = worker("one", OPTIONS);
        ExecutionId id = submit(1, parallel(Map.of("end", "block"))).getFirst();
        one.start();
        action(one).blocked.await();

        var stopped = one.stop();
        assertThat(stopped).isNotDone();
        action(one).gate.countDown();
        stopped.get(10, TimeUnit.SECONDS);

        assertThat(one.held()).isZero();
        assertThat(journal.holder(id)).isEmpty();
        submit(1, SHORT);
        clock.awaitIdle();
        assertThat(one.held()).isZero();
    }

    @Test
    void whatCannotBeDrivenHereIsTriedAgainLater() throws Exception {
        ExecutionId id = submit(1, SHORT).getFirst();
        var tries = new AtomicInteger();
        var engine = new EngineOfWorker(journal, new ScriptedAction(EngineFixture.WORK, effects), "one");
        closing.add(engine);
        Worker one = new Worker(
                journal, clock, new RunnerId("one"), OPTIONS, meters, ExecutionListener.NONE, (execution, equip) -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new IllegalStateException("the settings are gone");
                    }
                    return engine.of(execution, equip);
                });
        closing.addFirst(one);
        one.start();
        awaitEnd();

        assertThat(state(id).outcome()).isPresent();
        assertThat(clock.instant()).isBetween(NOON.plusSeconds(120), NOON.plusSeconds(125));
        assertThat(meters.text()).contains("penstock_executions_lost_total 2");
    }

    @Test
    void aJournalThatIsAwayForAWhileStopsNothingForGood() throws Exception {
        var faulty = new FaultyJournal(journal);
        for (int append = 1; append < 12; append++) {
            faulty.fail(append, new JournalException.Unavailable("gone", new IOException("connection reset")));
        }
        submit(3, parallel(Map.of("steps", "1", "wait", "300")));
        worker("one", faulty, OPTIONS).start();
        awaitEnd();

        assertThat(effects.had()).hasSize(3);
    }

    @Test
    void anAnswerFromElsewhereIsTakenInAtOnce() throws Exception {
        stopClock();
        ExecutionId id = submit(1, pipeline(stage("A", approval("Ship")))).getFirst();
        worker("one", OPTIONS).start();
        clock.awaitIdle();
        Instant before = clock.instant();

        new ExecutionReader(journal)
                .send(id, new Signal.Answer(Optional.empty(), new ApprovalAnswer(true, "ann", "")), before);
        awaitEnd();

        assertThat(clock.instant()).isEqualTo(before);
    }
}
