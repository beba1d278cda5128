package dev.penstock.library;

import static dev.penstock.library.PenstockFixture.approval;
import static dev.penstock.library.PenstockFixture.count;
import static dev.penstock.library.PenstockFixture.definition;
import static dev.penstock.library.PenstockFixture.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.penstock.engine.ExecutionNews;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.meter.micrometer.MicrometerMeters;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ConditionDeclaration;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.pipeline.RuleDeclaration;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.LiveThreads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PenstockTest {

    @TempDir
    Path folder;

    private final InMemoryJournal journal = new InMemoryJournal();
    private PenstockFixture fixture;

    @BeforeEach
    void open() {
        fixture = new PenstockFixture(journal, folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatCannotBeCarriedOutIsRefusedBeforeAnythingStarts() {
        assertThatThrownBy(() -> fixture.start(
                        stage("A", count("one")),
                        stage("B", ActionDeclaration.of("wrong", CountingAction.TYPE, Map.of("Stpes", "1")))))
                .asInstanceOf(type(InvalidDefinitionException.class))
                .satisfies(refused -> assertThat(refused.problems())
                        .singleElement()
                        .satisfies(problem -> {
                            assertThat(problem.id()).isEqualTo("PEN-RUN-001");
                            assertThat(problem.field()).isEqualTo("/stages/1/actions/0/configuration/Stpes");
                        }));
        assertThatThrownBy(() -> fixture.penstock.start(
                        definition(stage("A", count("one"))),
                        new StartRequest(StartRequest.by("ann").trigger(), Map.of("colour", "red"), Map.of())))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("The pipeline has no variable 'colour'.");
        assertThat(fixture.penstock.query(ExecutionQuery.newest(10))).isEmpty();
    }

    @Test
    void anAnswerCountsForTheQuestionThatIsOpenAndNeedsOne() throws Exception {
        ExecutionId id = fixture.start(stage("A", approval("legal"), approval("security")), stage("B", count("two")));
        awaitWaiting(id, 2);
        assertRefused("PEN-REQUEST-002", () -> fixture.penstock.approve(id, Optional.empty(), "bob", ""));
        assertRefused("PEN-REQUEST-003", () -> fixture.penstock.approve(id, Optional.of("leagl"), "bob", ""));
        assertThatThrownBy(() -> fixture.penstock.approve(id, Optional.of("legal"), "bob", "x".repeat(513)))
                .isInstanceOf(IllegalArgumentException.class);

        fixture.penstock.approve(id, Optional.of("legal"), "bob", "read it");
        fixture.penstock.reject(id, Optional.of("security"), "eve", "not yet");

        assertThat(fixture.penstock.await(id).outcome()).contains(Outcome.FAILED);
        assertRefused("PEN-REQUEST-001", () -> fixture.penstock.approve(id, Optional.empty(), "bob", ""));
        assertRefused("PEN-REQUEST-004", () -> fixture.penstock.stop(id, false, "bob", ""));
    }

    @Test
    void aFailedStageIsRunAgainAndASuccessfulOneIsNot() throws Exception {
        fixture.action.failing = true;
        ExecutionId id = fixture.start(stage("A", count("one")));
        assertThat(fixture.penstock.await(id).outcome()).contains(Outcome.FAILED);

        fixture.action.failing = false;
        fixture.penstock.retry(id, Optional.empty(), RetryMode.FAILED_ACTIONS, "bob");

        assertThat(fixture.penstock.await(id).outcome()).contains(Outcome.SUCCEEDED);
        assertRefused(
                "PEN-REQUEST-005", () -> fixture.penstock.retry(id, Optional.empty(), RetryMode.FAILED_ACTIONS, "bob"));
    }

    @Test
    void aConditionIsPassedOverOnceAndNoOther() throws Exception {
        var rule = new RuleDeclaration(
                "Never",
                "VariableCheck",
                Map.of("Variable", "a", "Value", "b", "Operator", "EQ"),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
        ExecutionId id = fixture.start(
                stage("A", count("one")),
                new StageDeclaration(
                        "B",
                        List.of(count("two")),
                        Optional.of(new ConditionDeclaration("FAIL", List.of(rule))),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(fixture.penstock.await(id).outcome()).contains(Outcome.FAILED);
        assertRefused("PEN-REQUEST-006", () -> fixture.penstock.override(id, "A", ConditionKind.ON_SUCCESS, "bob"));

        fixture.penstock.override(id, "B", ConditionKind.BEFORE_ENTRY, "bob");

        assertThat(fixture.penstock.await(id).outcome()).contains(Outcome.SUCCEEDED);
        assertRefused("PEN-REQUEST-006", () -> fixture.penstock.override(id, "B", ConditionKind.BEFORE_ENTRY, "bob"));
    }

    @Test
    void stoppingWhatNobodyDrivesIsDoneHere() throws Exception {
        ExecutionId id = fixture.start(stage("A", approval("ask")));
        awaitWaiting(id, 1);
        fixture.close();
        try (var next = new PenstockFixture(journal, folder)) {
            next.penstock.stop(id, true, "bob", "changed our minds");
            assertThat(next.penstock.await(id).outcome()).contains(Outcome.STOPPED);
        }
    }

    @Test
    void whatOneInstanceLeavesAnotherFinishes() throws Exception {
        ExecutionId id = fixture.start(stage("A", count("one")), stage("B", approval("ask")), stage("C", count("two")));
        awaitWaiting(id, 1);
        fixture.close();
        try (var next = new PenstockFixture(journal, folder)) {
            next.penstock.approve(id, Optional.empty(), "bob", "");
            assertThat(next.penstock.resumeAll()).isEqualTo(1);
            assertThat(next.penstock.await(id).outcome()).contains(Outcome.SUCCEEDED);
            assertThat(next.action.begun).as("what was done is not done again").hasValue(1);
        }
    }

    @Test
    void twoInstancesInOneProcessDoNotSeeEachOther() throws Exception {
        try (var other = new PenstockFixture(new InMemoryJournal(), folder)) {
            ExecutionId id = fixture.start(stage("A", count("one")));
            fixture.penstock.await(id);

            assertThat(other.penstock.execution(id)).isEmpty();
            assertThat(other.penstock.query(ExecutionQuery.newest(10))).isEmpty();
            assertThat(other.action.begun).hasValue(0);
            assertThatThrownBy(() -> other.penstock.approve(id, Optional.empty(), "bob", ""))
                    .isInstanceOf(JournalException.Unknown.class);
        }
        assertThat(fixture.penstock
                        .await(fixture.start(stage("A", count("one"))))
                        .outcome())
                .as("closing one leaves the other open")
                .contains(Outcome.SUCCEEDED);
    }

    @Test
    void anInterruptEndsTheWaitingAndNotTheExecution() throws Exception {
        ExecutionId id = fixture.start(stage("A", approval("ask")));
        awaitWaiting(id, 1);
        var ended = new CompletableFuture<Class<?>>();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                fixture.penstock.await(id);
            } catch (InterruptedException e) {
                ended.complete(e.getClass());
            }
        });
        waiting.interrupt();
        assertThat(ended.get()).isEqualTo(InterruptedException.class);

        fixture.penstock.approve(id, Optional.empty(), "bob", "");
        assertThat(fixture.penstock.await(id).outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void closingInterruptsStepsAndLeavesNoThread() throws Exception {
        fixture.close();
        Set<String> before = LiveThreads.in("dev.penstock");
        fixture = new PenstockFixture(journal, folder);
        ExecutionId id = fixture.start(stage("A", CountingAction.of("blocks", Map.of("Blocks", "yes"))));
        fixture.penstock.follow(id).subscribe(new Collecting(Long.MAX_VALUE));
        fixture.action.blocking.await();
        assertThat(LiveThreads.in("dev.penstock")).hasSizeGreaterThan(before.size());

        fixture.close();

        assertThat(fixture.action.interrupted.getCount()).isZero();
        // It has done everything by then, and ends as soon as it gets a processor.
        assertThat(fixture.action.thread.orElseThrow().join(Duration.ofSeconds(30)))
                .isTrue();
        assertThat(before).containsAll(LiveThreads.in("dev.penstock"));
        assertThatThrownBy(() -> fixture.start(stage("A", count("one")))).isInstanceOf(JournalException.Closed.class);
    }

    @Test
    void nothingOfTheCallersThreadReachesTheActions() throws Exception {
        var secret = new InheritableThreadLocal<String>();
        try (var foreign = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(foreign);
            secret.set("of the server");
            try {
                ExecutionId id = fixture.start(stage("A", count("one")));
                assertThat(fixture.penstock.await(id).outcome()).contains(Outcome.SUCCEEDED);
            } finally {
                secret.remove();
                Thread.currentThread().setContextClassLoader(before);
            }
        }
        assertThat(fixture.action.contextClassLoader).contains(Penstock.class.getClassLoader());
    }

    @Test
    void whatIsMissingIsSaidWhenItIsPutTogether() {
        assertThatThrownBy(() -> Penstock.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("journal(…)");
        assertThatThrownBy(() -> PenstockFixture.builder(journal, folder)
                        .providers(List.of(new CountingAction(), new CountingAction()))
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNamedRunnerIsTheHolder() throws Exception {
        fixture.close();
        var blocking = new CountingAction();
        try (Penstock named = PenstockFixture.builder(journal, folder)
                .providers(List.of(blocking))
                .runner(new RunnerId("release-tool"))
                .build()) {
            ExecutionId id = named.start(
                    definition(stage("A", CountingAction.of("blocks", Map.of("Blocks", "yes")))),
                    StartRequest.by("ann"));
            blocking.blocking.await();
            assertThat(journal.holder(id)).contains(new RunnerId("release-tool"));
        }
    }

    @Test
    void whatIsDrivenIsCountedIntoTheProgramsRegistry() throws Exception {
        var registry = new SimpleMeterRegistry();
        fixture.action.failing = true;
        try (Penstock counted = PenstockFixture.builder(journal, folder)
                .providers(List.of(fixture.action))
                .meters(new MicrometerMeters(registry))
                .build()) {
            counted.await(counted.start(definition(stage("A", count("one"))), StartRequest.by("ann")));
        }
        assertThat(registry.get("penstock.executions.ended")
                        .tag("outcome", "failed")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("penstock.failures").counter().count()).isEqualTo(1);
        assertThat(registry.get("penstock.journal.append").timer().count()).isPositive();
    }

    @Test
    void ofAnExecutionThatIsNotThereNothingIsKnown() {
        var unknown = new ExecutionId(new UUID(7, 7));
        assertThat(fixture.penstock.execution(unknown)).isEmpty();
        assertThatThrownBy(() -> fixture.penstock.stop(unknown, false, "bob", ""))
                .isInstanceOf(JournalException.Unknown.class);
    }

    private void assertRefused(String id, ThrowingCallable request) {
        assertThatThrownBy(request)
                .asInstanceOf(type(RequestRefusedException.class))
                .extracting(RequestRefusedException::id)
                .isEqualTo(id);
    }

    /** Waits until so many actions wait for somebody. */
    private void awaitWaiting(ExecutionId id, int actions) throws InterruptedException {
        var waiting = new CountDownLatch(actions);
        fixture.penstock.follow(id).subscribe(new Collecting(Long.MAX_VALUE) {
            @Override
            public synchronized void onNext(ExecutionNews item) {
                if (item instanceof ExecutionNews.Fact fact && fact.event() instanceof ExecutionEvent.ActionWaiting) {
                    waiting.countDown();
                }
            }
        });
        waiting.await();
        ExecutionState state = fixture.penstock.execution(id).orElseThrow();
        assertThat(state.outcome()).isEmpty();
    }
}
