package dev.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Asking;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.stack.StackWaves.OnFailure;
import dev.penstock.stack.StackWaves.Target;
import dev.penstock.stack.StackWaves.Wave;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One deployment to several stacks, wave by wave. */
@Timeout(60)
class StackWavesTest {

    private static final String ONE = CloudFormationActionTest.template("one", "");
    private static final String TWO = CloudFormationActionTest.template("two", "");

    /** A target whose parameter is larger than the template allows. */
    private static final String FAILS = "atlantis";

    @TempDir
    private Path folder;

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-02T12:00:00Z"));
    private final FakeStacks stacks = new FakeStacks();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final List<String> alarming = Collections.synchronizedList(new ArrayList<>());
    private final List<AwsScope> lookedAt = Collections.synchronizedList(new ArrayList<>());

    private ChangeSetGate gate = ChangeSetGate.OPEN;

    @AfterEach
    void close() {
        clock.close();
    }

    private static Target target(String name) {
        return new Target(
                name,
                Optional.of(name),
                Optional.empty(),
                Optional.of("shop-" + name),
                Map.of("Size", name.equals(FAILS) ? "99" : "2"));
    }

    private static Wave wave(int atOnce, int tolerated, Duration bake, List<String> alarms, String... targets) {
        return new Wave(Arrays.stream(targets).map(StackWavesTest::target).toList(), atOnce, tolerated, bake, alarms);
    }

    private static Wave wave(String... targets) {
        return wave(targets.length, 0, Duration.ZERO, List.of(), targets);
    }

    private static StackWaves waves(OnFailure onFailure, Wave... waves) {
        return new StackWaves(List.of(waves), onFailure);
    }

    private StackFixture fixture(Journal journal, String runner, StackWaves waves) {
        return fixture(journal, runner, Optional.of(waves));
    }

    private StackFixture fixture(Journal journal, String runner, Optional<StackWaves> waves) {
        AlarmStates alarms = (scope, names) -> {
            lookedAt.add(scope);
            if (alarming.contains("denied")) {
                throw new RemoteCallException(
                        RemoteCallException.Kind.DENIED,
                        "cloudwatch:DescribeAlarms",
                        "AccessDenied",
                        "Not allowed to look at alarms.",
                        new IOException("403"));
            }
            return List.copyOf(alarming);
        };
        return new StackFixture(
                journal,
                clock,
                folder,
                artifacts,
                runner,
                List.of(new CloudFormationAction(
                        stacks,
                        StackFiles.NONE,
                        gate,
                        type -> false,
                        action -> StackOptions.DEFAULT,
                        Optional::of,
                        StackExperience.NONE,
                        alarms,
                        action -> waves,
                        StackListener.NONE)),
                List.of(stacks.stackReader(), stacks.changeSetReader()));
    }

    private ExecutionState deploy(String template, StackWaves waves) throws Exception {
        try (StackFixture fixture = fixture(new InMemoryJournal(), "one", waves)) {
            return fixture.run(pipeline(template));
        }
    }

    private static Pipeline pipeline(String template) {
        return StackFixture.pipeline(
                "CREATE_UPDATE", Map.of("template.yml", template), Map.of("TemplatePath", "app::template.yml"));
    }

    private static ActionResult succeeded(ExecutionState state) {
        assertThat(state.outcome()).as(StackFixture.deployed(state).toString()).contains(Outcome.SUCCEEDED);
        return ((ActionPhase.Succeeded) StackFixture.deployed(state)).result();
    }

    private static ActionFailure failed(ExecutionState state) {
        return ((ActionPhase.Failed) StackFixture.deployed(state)).failure();
    }

    private String template(String target) {
        return stacks.template(AwsScope.OWN, "shop-" + target, false);
    }

    @Test
    void everyTargetIsDeployedToWithItsOwnNameAndParameters() throws Exception {
        ActionResult result = succeeded(deploy(ONE, waves(OnFailure.STOP, wave("dublin"), wave("frankfurt", "paris"))));

        for (String target : List.of("dublin", "frankfurt", "paris")) {
            Stack stack = stacks.find(AwsScope.OWN, "shop-" + target).orElseThrow();
            assertThat(stack.status()).isEqualTo(StackStatus.CREATE_COMPLETE);
            assertThat(stack.parameters()).containsEntry("Size", "2");
        }
        assertThat(result.variables()).containsEntry("paris_Url", "https://shop.example");
        assertThat(result.summary()).isEqualTo("3 of 3 targets in 2 waves");
    }

    @Test
    void eachTargetIsAskedForByItselfAndAnAnswerCountsForThatOneAlone() throws Exception {
        gate = (scope, action, changes) -> new ChangeSetGate.Verdict.Ask("May it change?");
        try (StackFixture fixture =
                fixture(new InMemoryJournal(), "one", waves(OnFailure.STOP, wave("dublin", "paris")))) {
            ExecutionId id = fixture.engine.start(pipeline(ONE), StartRequest.by("ann"));
            Asking.Approval first = question(fixture, id, "");
            answer(fixture, id, first, true);
            // Approving the first again is no answer to the second.
            answer(fixture, id, first, true);
            Asking.Approval second = question(fixture, id, first.token());
            assertThat(stacks.find(AwsScope.OWN, "shop-paris").orElseThrow().status())
                    .isEqualTo(StackStatus.REVIEW_IN_PROGRESS);
            answer(fixture, id, second, false);

            ActionFailure failure = failed(fixture.engine.whenEnded(id).get(30, TimeUnit.SECONDS));
            assertThat(failure.message() + failure.details()).contains("paris");
            assertThat(stacks.find(AwsScope.OWN, "shop-dublin").orElseThrow().status())
                    .isEqualTo(StackStatus.CREATE_COMPLETE);
        }
    }

    private static void answer(StackFixture fixture, ExecutionId id, Asking.Approval question, boolean approved) {
        fixture.engine.send(
                id,
                new Signal.Answer(
                        Optional.empty(), Optional.of(question.token()), new ApprovalAnswer(approved, "", "ann")));
    }

    private static Asking.Approval question(StackFixture fixture, ExecutionId id, String notThisOne) {
        while (true) {
            Optional<Asking.Approval> open = fixture.engine
                    .state(id)
                    .flatMap(ExecutionState::latestStage)
                    .flatMap(stage -> stage.actions().stream()
                            .map(action -> action.phase())
                            .filter(ActionPhase.Waiting.class::isInstance)
                            .flatMap(phase -> ((ActionPhase.Waiting) phase).until().openQuestion().stream())
                            .findFirst())
                    .filter(each -> !each.token().equals(notThisOne));
            if (open.isPresent()) {
                return open.get();
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void aWaveBeginsWhenTheOneBeforeHasEndedAndBaked() throws Exception {
        Instant begun = clock.instant();

        succeeded(deploy(
                ONE,
                waves(OnFailure.STOP, wave(1, 0, Duration.ofMinutes(10), List.of("errors"), "dublin"), wave("paris"))));

        Stack first = stacks.find(AwsScope.OWN, "shop-dublin").orElseThrow();
        assertThat(Duration.between(begun, clock.instant())).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
        assertThat(first.status()).isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(lookedAt)
                .as("looked at again and again, in the target's own Region")
                .hasSizeGreaterThan(10)
                .allMatch(scope -> scope.region().equals(Optional.of("dublin")));
    }

    @Test
    void aWaveThatFailsEndsTheDeploymentAndWhatWasDoneStays() throws Exception {
        ExecutionState state = deploy(TWO, waves(OnFailure.STOP, wave("dublin"), wave(FAILS), wave("frankfurt")));

        ActionFailure failure = failed(state);
        assertThat(failure.message()).startsWith("1 of 1 targets of wave 2 failed. First of them is atlantis: ");
        assertThat(failure.details()).contains("dublin: created, and stays", "frankfurt: not begun");
        assertThat(stacks.find(AwsScope.OWN, "shop-frankfurt")).isEmpty();
    }

    @Test
    void failuresThatAreToleratedEndNothing() throws Exception {
        ActionResult result = succeeded(deploy(
                TWO, waves(OnFailure.STOP, wave(1, 1, Duration.ZERO, List.of(), FAILS, "dublin"), wave("frankfurt"))));

        assertThat(result.summary()).isEqualTo("2 of 3 targets in 2 waves; failed, as tolerated: atlantis");
    }

    @Test
    void finishedTargetsGoBackToWhatTheyWereAndNewOnesStay() throws Exception {
        succeeded(deploy(ONE, waves(OnFailure.STOP, wave("dublin", "frankfurt"))));
        alarming.add("errors is in ALARM");

        ExecutionState state = deploy(
                TWO,
                waves(
                        OnFailure.ROLL_BACK,
                        wave("dublin"),
                        wave(2, 0, Duration.ofMinutes(5), List.of("errors"), "frankfurt", "paris")));

        ActionFailure failure = failed(state);
        assertThat(failure.message()).contains("After wave 2, ").contains("frankfurt: errors is in ALARM");
        assertThat(template("dublin")).isEqualTo(ONE);
        assertThat(template("frankfurt")).isEqualTo(ONE);
        assertThat(template("paris")).isEqualTo(TWO);
        assertThat(failure.details())
                .containsExactly(
                        "dublin: as it was before", "frankfurt: as it was before", "paris: created, and stays");
    }

    @Test
    void alarmsThatMayNotBeReadTakeBackWhatAnAlarmWouldTakeBack() throws Exception {
        succeeded(deploy(ONE, waves(OnFailure.STOP, wave("dublin"))));
        alarming.add("denied");
        Wave watched = wave(1, 0, Duration.ofMinutes(5), List.of("errors"), "dublin");

        ActionFailure failure = failed(deploy(TWO, waves(OnFailure.ROLL_BACK, watched, wave("paris"))));

        assertThat(failure.message()).contains("dublin: the alarms cannot be read (Not allowed to look at alarms.)");
        assertThat(failure.details()).containsExactly("dublin: as it was before", "paris: not begun");
        assertThat(template("dublin")).isEqualTo(ONE);
    }

    @Test
    void whatWasBegunGoesOnAsItWasBegunWhateverTheSettingsSayNow() throws Exception {
        StackWaves begun = waves(OnFailure.STOP, wave("dublin"), wave("frankfurt"));
        InMemoryJournal durable = dead(begun);

        ExecutionState end = resumed(durable, Optional.of(waves(OnFailure.STOP, wave("frankfurt", "paris"))));

        assertThat(succeeded(end).summary()).isEqualTo("2 of 2 targets in 2 waves");
        assertThat(stacks.find(AwsScope.OWN, "shop-paris"))
                .as("not in what was begun")
                .isEmpty();
    }

    @Test
    void aValueThatTheSettingsHaveNoMoreIsAskedFor() throws Exception {
        InMemoryJournal durable = dead(waves(OnFailure.STOP, wave("dublin"), wave("frankfurt")));

        ActionFailure failure = failed(resumed(durable, Optional.empty()));

        assertThat(failure.code()).isEqualTo("PEN-STACK-031");
        assertThat(failure.message()).contains("'Size' of target 'frankfurt'").doesNotContain("target 'dublin'");
    }

    /** A runner that dies when the first wave is done. */
    private InMemoryJournal dead(StackWaves waves) throws Exception {
        InMemoryJournal durable = new InMemoryJournal();
        FaultyJournal journal = new FaultyJournal(durable);
        try (StackFixture first = fixture(journal, "first", waves)) {
            first.whenLogged = line -> {
                if (line.equals("Wave 1 of 2 is done.")) {
                    journal.dieBefore(journal.appends() + 2);
                }
            };
            first.run(pipeline(ONE));
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        assertThat(journal.isDead()).isTrue();
        return durable;
    }

    private ExecutionState resumed(InMemoryJournal durable, Optional<StackWaves> settings) throws Exception {
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        try (StackFixture second = fixture(durable, "second", settings)) {
            second.engine.resumeAll();
            return second.await(id);
        }
    }

    @Test
    void anAccountThatMayNotBeLookedIntoFailsItsOwnTargetOnly() throws Exception {
        stacks.failNext(
                "find",
                new RemoteCallException(
                        RemoteCallException.Kind.DENIED,
                        "cloudformation:DescribeStacks",
                        "AccessDenied",
                        "Not allowed.",
                        new IOException("403")));

        ActionResult result =
                succeeded(deploy(ONE, waves(OnFailure.STOP, wave(1, 1, Duration.ZERO, List.of(), "dublin", "paris"))));

        assertThat(result.summary()).isEqualTo("1 of 2 targets in 1 wave; failed, as tolerated: dublin");
    }

    @Test
    void aThrottledCallOfOneTargetDelaysThatTargetAlone() throws Exception {
        for (int i = 0; i < 3; i++) {
            stacks.failNext(
                    "createChangeSet",
                    new RemoteCallException(
                            RemoteCallException.Kind.THROTTLED,
                            "cloudformation:CreateChangeSet",
                            "Throttling",
                            "Rate exceeded.",
                            new IOException("400")));
        }

        succeeded(deploy(ONE, waves(OnFailure.STOP, wave("dublin", "frankfurt", "paris"))));
    }

    @Test
    void aDeathBetweenAnyTwoFactsDoublesNothing() throws Exception {
        StackWaves waves = waves(
                OnFailure.ROLL_BACK,
                wave("dublin"),
                wave(2, 0, Duration.ofMinutes(1), List.of("errors"), "frankfurt", "paris"));
        int before = stacks.effects().size();
        boolean died = true;
        int append = 0;
        while (died) {
            append++;
            died = dieAt(append, waves);
            assertThat(stacks.effects().subList(before, stacks.effects().size()))
                    .as("effects with a death before append " + append)
                    .hasSize(append == 1 ? 0 : 6);
            before = stacks.effects().size();
        }
        assertThat(append).as("appends at which it died").isGreaterThan(20);
    }

    /** Runs until it dies, lets another runner go on, and says whether it died at all. Each time there is something to do. */
    private boolean dieAt(int append, StackWaves waves) throws Exception {
        InMemoryJournal durable = new InMemoryJournal();
        FaultyJournal journal = new FaultyJournal(durable);
        journal.dieBefore(append);
        try (StackFixture first = fixture(journal, "first", waves)) {
            first.run(pipeline(CloudFormationActionTest.template("death" + append, "")));
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        if (!journal.isDead() || durable.list(ExecutionQuery.newest(1)).isEmpty()) {
            return journal.isDead();
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        try (StackFixture second = fixture(durable, "second", waves)) {
            second.engine.resumeAll();
            assertThat(second.await(id).outcome()).contains(Outcome.SUCCEEDED);
        }
        return true;
    }
}
