package dev.penstock.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.Outage;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.stack.ChangeSetGate;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackFixture;
import dev.penstock.stack.StackOptions;
import dev.penstock.stack.StackStatus;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import dev.penstock.time.EngineClock.Busy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Stacks are deployed by the whole of the engine and the adapters to a simulated CloudFormation, an hour in a moment. */
@Timeout(120)
class CloudFormationEndToEndIT {

    private static final int MOST_APPENDS = 12;

    @TempDir
    Path folder;

    private final SimulatedAccount account = new SimulatedAccount();
    private final EngineClock clock = account.clock();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final CloudFormationStacks stacks = new CloudFormationStacks(account.clients, Optional.empty());

    @AfterEach
    void close() {
        account.close();
    }

    private static String template(String value, String name, String more) {
        return """
                Resources:
                  Setting:
                    Type: AWS::SSM::Parameter
                    Properties:
                      Name: %s
                      Type: String
                      Value: %s
                %sOutputs:
                  Name:
                    Value: !Ref Setting
                """.formatted(name, value, more);
    }

    private static String broken(String value) {
        return template(value, "/shop/setting", """
                #  Broken:
                #    Type: AWS::SSM::Parameter
                #    DependsOn: Setting
                #    Properties:
                #      Name: /shop/broken
                #      Type: String
                #      AllowedPattern: '[0-9]+'
                #      Value: x
                """.replace("#", ""));
    }

    private static Pipeline deploying(String template) {
        return StackFixture.pipeline(
                "CREATE_UPDATE", Map.of("template.yml", template), Map.of("TemplatePath", "app::template.yml"));
    }

    private static Pipeline deploying(String value, String name) {
        return deploying(template(value, name, ""));
    }

    private StackFixture fixture(Journal journal, String runner) {
        return new StackFixture(
                journal,
                clock,
                folder,
                artifacts,
                runner,
                stacks,
                List.of(new StackReader(account.clients, clock), new ChangeSetReader(account.clients)),
                ChangeSetGate.OPEN,
                StackOptions.DEFAULT);
    }

    private ActionResult deployed(Pipeline pipeline) throws Exception {
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            return succeeded(fixture.run(pipeline));
        }
    }

    private static ActionResult succeeded(ExecutionState state) {
        assertThat(state.outcome()).as(StackFixture.deployed(state).toString()).contains(Outcome.SUCCEEDED);
        return ((ActionPhase.Succeeded) StackFixture.deployed(state)).result();
    }

    private static ActionFailure failed(ExecutionState state, Outcome outcome) {
        assertThat(state.outcome()).as(StackFixture.deployed(state).toString()).contains(outcome);
        return ((ActionPhase.Failed) StackFixture.deployed(state)).failure();
    }

    private Stack stack() {
        return stacks.find(AwsScope.OWN, "shop").orElseThrow();
    }

    private String value(String name) {
        return account.clients
                .ssm(AwsScope.OWN, Use.READ)
                .getParameter(request -> request.name(name))
                .parameter()
                .value();
    }

    private void assertExecutedTimes(int times) {
        assertThat(account.aws.effects().of("cloudformation", "ExecuteChangeSet"))
                .hasSize(times);
    }

    @Test
    void createsUpdatesReplacesAndFindsNothingToChange() throws Exception {
        ActionResult created = deployed(deploying("one", "/shop/setting"));
        assertThat(created.summary()).isEqualTo("created");
        assertThat(created.variables()).containsEntry("Name", "/shop/setting");
        assertThat(deployed(deploying("two", "/shop/setting")).summary()).isEqualTo("updated");
        assertThat(value("/shop/setting")).isEqualTo("two");
        assertThat(deployed(deploying("two", "/shop/setting")).summary()).isEqualTo("no changes");
        assertThat(deployed(deploying("two", "/shop/other")).variables()).containsEntry("Name", "/shop/other");
        assertThat(value("/shop/other")).isEqualTo("two");
        assertExecutedTimes(3);
    }

    @Test
    void aFailedUpdateIsTakenBackAndTellsItsFirstCauseWithItsLine() throws Exception {
        deployed(deploying("one", "/shop/setting"));
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            ActionFailure failure = failed(fixture.run(deploying(broken("two"))), Outcome.ROLLED_BACK);
            assertThat(failure.code()).isEqualTo("PEN-STACK-011");
            assertThat(failure.message()).contains("Broken (AWS::SSM::Parameter) could not be created");
            assertThat(failure.details()).contains("  declared at template.yml:8:3");
            assertThat(fixture.log).anyMatch(line -> line.startsWith("Broken (AWS::SSM::Parameter): CREATE_FAILED"));
        }
        assertThat(value("/shop/setting")).isEqualTo("one");
        assertThat(stack().status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    }

    @Test
    void aFailedCreationIsDeletedAndTriedAnew() throws Exception {
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            failed(fixture.run(deploying(broken("one"))), Outcome.FAILED);
            assertThat(stack().status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
            assertThat(succeeded(fixture.run(deploying("one", "/shop/setting"))).summary())
                    .isEqualTo("created");
        }
        assertThat(stack().status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    }

    @Test
    void somebodyElsesUpdateIsWaitedFor() throws Exception {
        deployed(deploying("one", "/shop/setting"));
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            CompletableFuture<ExecutionState> end;
            try (Busy busy = clock.busy()) {
                account.clients
                        .cloudFormation(AwsScope.OWN, Use.CHANGE)
                        .updateStack(request ->
                                request.stackName("shop").templateBody(template("theirs", "/shop/setting", "")));
                end = fixture.engine.whenEnded(
                        fixture.engine.start(deploying("ours", "/shop/setting"), StartRequest.by("ann")));
            }
            succeeded(end.get(30, TimeUnit.SECONDS));
            assertThat(fixture.log).anyMatch(line -> line.contains("another operation is under way"));
        }
        assertThat(value("/shop/setting")).isEqualTo("ours");
    }

    @Test
    void throttledReadsChangeNothing() throws Exception {
        Outage outage = Outage.throttledReads(account);
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            fixture.whenLogged = line -> {
                if (line.startsWith("Setting")) {
                    outage.begin(Duration.ofMinutes(1));
                }
            };
            succeeded(fixture.run(deploying("one", "/shop/setting")));
        }
        outage.assertOver();
        assertExecutedTimes(1);
    }

    @Test
    void credentialsThatExpireParkTheActionUntilSomebodyRenewsThem() throws Exception {
        Outage outage = Outage.expiredCredentials(account);
        AtomicInteger toldOfIt = new AtomicInteger();
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            fixture.whenLogged = line -> {
                if (line.contains("The session's credentials have expired.")) {
                    toldOfIt.incrementAndGet();
                } else if (line.startsWith("Setting")) {
                    outage.begin(Duration.ofMinutes(10));
                }
            };
            succeeded(fixture.run(deploying("one", "/shop/setting")));
        }
        outage.assertOver();
        assertThat(toldOfIt).as("told once, not with each look").hasValue(1);
        assertExecutedTimes(1);
    }

    @Test
    void anAnswerThatIsLostAfterTheEffectIsNoSecondEffect() throws Exception {
        account.aws.faults().loseAnswers("cloudformation", "CreateChangeSet", 1);
        account.aws.faults().loseAnswers("cloudformation", "ExecuteChangeSet", 1);
        deployed(deploying("one", "/shop/setting"));
        assertThat(account.aws.effects().of("cloudformation", "CreateChangeSet"))
                .hasSize(1);
        assertExecutedTimes(1);
    }

    @Test
    void stoppingTheExecutionDeletesAStackThatIsJustBeingCreated() throws Exception {
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            CompletableFuture<ExecutionId> started = new CompletableFuture<>();
            AtomicInteger sent = new AtomicInteger();
            fixture.whenLogged = line -> {
                if (line.startsWith("stack shop: CREATE_IN_PROGRESS") && sent.getAndIncrement() == 0) {
                    fixture.engine.send(started.join(), new Signal.Stop(true, "no more", "ann"));
                }
            };
            try (Busy busy = clock.busy()) {
                started.complete(fixture.engine.start(deploying("one", "/shop/setting"), StartRequest.by("ann")));
            }
            assertThat(fixture.await(started.join()).outcome()).contains(Outcome.STOPPED);
        }
        assertThat(account.aws.effects().of("cloudformation", "DeleteStack")).hasSize(1);
    }

    static Stream<Arguments> deaths() {
        return IntStream.rangeClosed(1, MOST_APPENDS)
                .boxed()
                .flatMap(append -> Stream.of(Arguments.of(append, true), Arguments.of(append, false)));
    }

    @ParameterizedTest(name = "append {0}, dies before it: {1}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedWithoutDoublingAnEffect(int append, boolean before) throws Exception {
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        if (before) {
            journal.dieBefore(append);
        } else {
            journal.dieAfter(append);
        }
        try (var fixture = fixture(journal, "one")) {
            fixture.run(deploying("one", "/shop/setting"));
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        if (durable.list(ExecutionQuery.newest(1)).isEmpty()) {
            assertExecutedTimes(0);
            return;
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        try (var next = fixture(durable, "two")) {
            next.engine.resumeAll();
            assertThat(next.await(id).outcome()).contains(Outcome.SUCCEEDED);
        }
        assertThat(account.aws.effects().of("cloudformation", "CreateChangeSet"))
                .hasSize(1);
        assertExecutedTimes(1);
    }
}
