package dev.penstock.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.RunnerDeath;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.rollout.BakeJudge.Judgement;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.ReleaseSettings.ApprovalPoint;
import dev.penstock.rollout.ReleaseSettings.WhenItFails;
import dev.penstock.rollout.ReleaseSettings.WhenProven;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.testing.FakeReleaseTarget;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.InconclusivePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class ReleaseActionTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock(NOON);
    private final FakeReleaseTarget shelf = new FakeReleaseTarget(clock);
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final List<String> log = new CopyOnWriteArrayList<>();

    private Duration betweenLooks = Duration.ZERO;

    /** What the judge says, by how long the bake goes on. */
    private Function<Duration, Decision> verdict = gone -> new Decision.Promote();

    /** Is told each summary, while time stands still. */
    private volatile java.util.function.Consumer<String> whenProgressed = summary -> {};

    private final BakeJudge judge = (release, bake, arms, share) -> {
        Decision decision;
        try {
            decision = verdict.apply(Duration.between(bake.since(), clock.instant()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Judgement(
                bake.memory(), decision, clock.instant().plusSeconds(10), "Of " + share + " none was bad.");
    };

    private Engine engine(Journal journal, String runner, ReleaseSettings settings) {
        return Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve("work-" + runner))
                .providers(List.of(
                        new ReleaseAction<>(shelf, action -> Optional.of(settings), Strategies.builtIn(), judge)))
                .betweenLooks(betweenLooks)
                .clock(clock)
                .runner(new RunnerId(runner))
                .listener(new ExecutionListener() {
                    @Override
                    public void logged(ExecutionId execution, ActionAttempt attempt, Instant at, String line) {
                        log.add(line);
                    }

                    @Override
                    public void progressed(ExecutionId execution, ActionAttempt attempt, String summary) {
                        log.add(summary);
                        whenProgressed.accept(summary);
                    }
                })
                .build();
    }

    private static Pipeline pipeline() {
        ActionDeclaration deploy = new ActionDeclaration(
                "deploy",
                FakeReleaseTarget.TYPE,
                1,
                Map.of("Version", "new"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration("Deploy", List.of(deploy))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private ExecutionState released(ReleaseSettings settings) throws Exception {
        try (Engine engine = engine(new InMemoryJournal(), "one", settings)) {
            return engine.whenEnded(engine.start(pipeline(), StartRequest.by("ann")))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static ActionPhase phase(ExecutionState state) {
        return state.stage("Deploy")
                .flatMap(stage -> stage.action("deploy"))
                .orElseThrow()
                .phase();
    }

    private static ActionFailure failure(ExecutionState state) {
        return ((ActionPhase.Failed) phase(state)).failure();
    }

    @Test
    void aCanaryGoesThroughItsSteps() throws Exception {
        ExecutionState end = released(ReleaseSettings.of("canary"));

        assertThat(end.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(shelf.effects())
                .containsExactly("prepare", "scale up", "10 % of requests", "100 % of requests", "finish");
        assertThat(shelf.live()).contains("new");
    }

    @Test
    void threeInstantsAreToldApart() throws Exception {
        ExecutionState end = released(ReleaseSettings.of("canary"));

        Map<String, String> variables =
                ((ActionPhase.Succeeded) phase(end)).result().variables();
        // Four steps of half a minute with five minutes of bake, ten minutes more, and half a minute to finish.
        assertThat(variables)
                .containsEntry("ReleaseStrategy", "canary")
                .containsEntry("TrafficMovedAt", "2026-03-02T12:07:00Z")
                .containsEntry("BakeOverAt", "2026-03-02T12:17:00Z")
                .containsEntry("OldGoneAt", "2026-03-02T12:17:30Z");
    }

    /** How often it was looked between the beginning and the end of five minutes of bake. */
    private long looksWhileItBakes() {
        return shelf.looks().stream()
                .filter(look -> look.isAfter(NOON.plusSeconds(90)) && look.isBefore(NOON.plusSeconds(390)))
                .count();
    }

    @Test
    void whileItBakesATargetIsLookedAtEveryTenSeconds() throws Exception {
        released(ReleaseSettings.of("canary"));

        assertThat(looksWhileItBakes()).isEqualTo(29);
    }

    @Test
    void whereLooksCostATargetIsLookedAtLessOftenWhileItIsWell() throws Exception {
        betweenLooks = Duration.ofSeconds(30);

        released(ReleaseSettings.of("canary"));

        assertThat(looksWhileItBakes()).isEqualTo(9);
    }

    @Test
    void whereLooksCostATargetIsLookedAtOftenAllTheSameOnceItIsIll() throws Exception {
        betweenLooks = Duration.ofSeconds(30);
        whenProgressed = summary -> {
            if (summary.contains("bake")) {
                shelf.become(new Condition.Ill("One book fell down."));
            }
        };

        ExecutionState end = released(ReleaseSettings.of("canary"));

        assertThat(failure(end).code()).isEqualTo("PEN-RELEASE-002");
        // The bake begins after a minute and a half; seen ill at the latest after 30 s, and twice more after 10 s each.
        assertThat(end.updatedAt()).isBeforeOrEqualTo(NOON.plusSeconds(90 + 30 + 20 + 5));
    }

    @Test
    void aVersionThatIsThereAlreadyIsNotReleasedAgain() throws Exception {
        released(ReleaseSettings.of("blueGreen"));
        int before = shelf.effects().size();

        ExecutionState end = released(ReleaseSettings.of("blueGreen"));

        assertThat(end.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(shelf.effects()).hasSize(before);
    }

    @Test
    void theFirstVersionIsPutInPlaceAtOnce() throws Exception {
        shelf.clear();

        assertThat(released(ReleaseSettings.of("canary")).outcome()).contains(Outcome.SUCCEEDED);
        assertThat(shelf.effects()).containsExactly("prepare", "replace all at once", "finish");
    }

    @Test
    void whatTheTargetCannotDoIsRefusedWithTheNearestThatItCan() throws Exception {
        shelf.refuse(plan -> plan.shares().size() > 1
                ? Optional.of(new Refusal("A shelf has no weights.", "Hang up a scale."))
                : Optional.empty());

        ExecutionState end = released(ReleaseSettings.of("canary"));

        assertThat(failure(end).details().toString() + failure(end).message())
                .contains(
                        "A shelf has no weights. Hang up a scale. The strategy 'blueGreen' is the nearest that it can do.");
        assertThat(shelf.effects()).isEmpty();
    }

    @Test
    void aStepThatFailsTakesTheReleaseBack() throws Exception {
        shelf.failAt(new ReleaseStep.Shift(Share.ALL), Aftermath.CHANGED);

        ExecutionState end = released(ReleaseSettings.of("canary"));

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(shelf.effects()).endsWith("10 % of requests", "roll back");
        assertThat(shelf.live()).contains("old");
    }

    @Test
    void whatFailsBeforeAnythingWasChangedIsAPlainFailure() throws Exception {
        shelf.failAt(new ReleaseStep.Prepare(), Aftermath.UNTOUCHED);

        ExecutionState end = released(ReleaseSettings.of("canary"));

        assertThat(end.outcome()).contains(Outcome.FAILED);
        assertThat(shelf.effects()).isEmpty();
    }

    @Test
    void whatThePlatformBroughtBackIsNotBroughtBackAgain() throws Exception {
        shelf.failAt(new ReleaseStep.ScaleUp(Share.ALL), Aftermath.RESTORED);

        ExecutionState end = released(ReleaseSettings.of("canary"));

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(shelf.effects()).containsExactly("prepare");
    }

    @Test
    void settingsMayLeaveWhatFailedAsItIs() throws Exception {
        shelf.failAt(new ReleaseStep.Shift(Share.ALL), Aftermath.CHANGED);

        ExecutionState end = released(ReleaseSettingsBuilder.of("canary")
                .whenItFails(WhenItFails.LEAVE)
                .build());

        assertThat(end.outcome()).contains(Outcome.FAILED);
        assertThat(shelf.share()).isEqualTo(Share.percent(10));
        assertThat(shelf.effects()).endsWith("let go");
    }

    @Test
    void aWayBackThatFailsIsToldWithBothCauses() throws Exception {
        shelf.failAt(new ReleaseStep.Shift(Share.ALL), Aftermath.CHANGED);
        shelf.stick();

        ActionFailure failure = failure(released(ReleaseSettings.of("canary")));

        assertThat(failure.code()).isEqualTo("PEN-RELEASE-009");
        assertThat(failure.message()).contains("The step '100 % of requests' failed.", "It is stuck.", "SHELF-2");
    }

    @Test
    void badHealthWhileItBakesTakesItBack() throws Exception {
        whenProgressed = summary -> {
            if (summary.contains("bake")) {
                shelf.become(new Condition.Ill("One book fell down."));
            }
        };

        ExecutionState end = released(ReleaseSettings.of("canary"));

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).code()).isEqualTo("PEN-RELEASE-002");
        assertThat(failure(end).message()).contains("In 3 looks one after the other: One book fell down.");
        assertThat(shelf.share()).isEqualTo(Share.NONE);
    }

    @Test
    void whatDoesNotPassTakesItBackAtOnce() throws Exception {
        whenProgressed = summary -> {
            if (summary.contains("bake")) {
                shelf.become(new Condition.Broken(ActionFailure.failed("SHELF-3", "The shelf fell down.")));
            }
        };

        ExecutionState end = released(ReleaseSettings.of("canary"));

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).code()).isEqualTo("SHELF-3");
    }

    @Test
    void aLookThatIsDeniedDoesNotLeaveRequestsDivided() throws Exception {
        whenProgressed = summary -> {
            if (summary.contains("bake")) {
                shelf.deny();
            }
        };

        ExecutionState end = released(ReleaseSettings.of("canary"));

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).code()).isEqualTo("AccessDenied");
        assertThat(shelf.effects()).endsWith("10 % of requests", "roll back");
    }

    @Test
    void aMachineThatFailsDoesNotLeaveRequestsDivided() throws Exception {
        verdict = gone -> {
            throw new UncheckedIOException(new IOException("No space left on device"));
        };

        ExecutionState end =
                released(ReleaseSettingsBuilder.of("canary").judged().build());

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).code()).isEqualTo("PEN-RELEASE-011");
        assertThat(failure(end).message()).contains("No space left on device");
        assertThat(shelf.effects()).endsWith("10 % of requests", "roll back");
    }

    @Test
    void whatSomebodyElseTookOverIsLeftAlone() throws Exception {
        whenProgressed = summary -> {
            if (summary.contains("bake")) {
                shelf.become(new Condition.Overtaken(
                        new ActionFailure(ActionFailure.Kind.SUPERSEDED, "SHELF-4", "Somebody tidied up.", List.of())));
            }
        };

        ExecutionState end = released(ReleaseSettings.of("canary"));

        assertThat(end.outcome()).contains(Outcome.SUPERSEDED);
        assertThat(shelf.effects()).endsWith("10 % of requests", "let go");
    }

    @Test
    void sharesThatSomebodyElseSetsEndItWithoutTouchingThem() throws Exception {
        whenProgressed = summary -> {
            if (summary.contains("bake")) {
                shelf.divideByAnother(Share.percent(70));
            }
        };

        ExecutionState end = released(ReleaseSettings.of("canary"));

        assertThat(end.outcome()).contains(Outcome.INCONCLUSIVE);
        assertThat(failure(end).message()).contains("was given 10 % of requests", "it has 70 %");
        assertThat(shelf.share()).isEqualTo(Share.percent(70));
    }

    @Test
    void requestsDoNotComeBeforeEnoughTargetsAreHealthy() throws Exception {
        shelf.becomeHealthy(1);

        ExecutionState end = released(ReleaseSettings.of("canary"));

        // One of four is enough for a tenth, and not for all.
        assertThat(shelf.effects()).contains("10 % of requests").doesNotContain("100 % of requests");
        assertThat(failure(end).code()).isEqualTo("PEN-RELEASE-006");
        assertThat(failure(end).message()).contains("1 of the 4 targets", "100 % of requests need 4");
        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
    }

    @Test
    void aVerdictThatItIsWorseTakesItBack() throws Exception {
        verdict = gone -> gone.compareTo(Duration.ofSeconds(40)) < 0
                ? new Decision.Continue(Instant.MAX)
                : new Decision.RollBack(new Decision.Cause.Evidence("errors"));

        ExecutionState end =
                released(ReleaseSettingsBuilder.of("canary").judged().build());

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).code()).isEqualTo("PEN-RELEASE-003");
        assertThat(shelf.effects()).endsWith("10 % of requests", "roll back");
    }

    @Test
    void aVersionThatIsProvenIsPromotedEarly() throws Exception {
        ExecutionState end =
                released(ReleaseSettingsBuilder.of("canary").judged().build());

        // No bake of five minutes: what was proven at once goes on at once.
        assertThat(((ActionPhase.Succeeded) phase(end)).result().variables())
                .containsEntry("TrafficMovedAt", "2026-03-02T12:02:00Z");
    }

    @Test
    void whatIsProvenMaySkipTheStepsThatAreLeft() throws Exception {
        released(ReleaseSettingsBuilder.of("linear")
                .weight(Share.percent(20))
                .judged()
                .whenProven(WhenProven.ALL_TRAFFIC)
                .build());

        assertThat(shelf.effects())
                .containsExactly("prepare", "scale up", "20 % of requests", "100 % of requests", "finish");
    }

    @Test
    void whatIsProvenMayBeWaitedFor() throws Exception {
        ExecutionState end = released(ReleaseSettingsBuilder.of("canary")
                .judged()
                .whenProven(WhenProven.WAIT)
                .build());

        assertThat(((ActionPhase.Succeeded) phase(end)).result().variables())
                .containsEntry("TrafficMovedAt", "2026-03-02T12:07:00Z");
    }

    @Test
    void whatCannotBeToldGoesBackIfSettingsSaySo() throws Exception {
        verdict = gone -> new Decision.Inconclusive(Decision.Reason.NO_DATA, InconclusivePolicy.Action.ROLL_BACK);

        ExecutionState end =
                released(ReleaseSettingsBuilder.of("canary").judged().build());

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).message()).contains("there were no data");
    }

    @Test
    void whatCannotBeToldIsAskedOfAPerson() throws Exception {
        verdict = gone -> new Decision.Inconclusive(Decision.Reason.TIME_OVER, InconclusivePolicy.Action.ASK);

        ExecutionState end =
                answered(ReleaseSettingsBuilder.of("canary").judged().build(), true);

        assertThat(end.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(log).contains("Promoted by bob.");
    }

    @Test
    void aPersonMayRefuseBeforeUsersHaveIt() throws Exception {
        ExecutionState end = answered(
                ReleaseSettingsBuilder.of("canary")
                        .approvals(ApprovalPoint.TRAFFIC)
                        .build(),
                false);

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).message()).contains("Rejected by bob: because");
        assertThat(shelf.effects()).containsExactly("prepare", "scale up", "roll back");
    }

    @Test
    void aPersonMayRefuseBeforeAnythingIsChanged() throws Exception {
        ExecutionState end = answered(
                ReleaseSettingsBuilder.of("canary")
                        .approvals(ApprovalPoint.START)
                        .build(),
                false);

        assertThat(end.outcome()).contains(Outcome.FAILED);
        assertThat(shelf.effects()).containsExactly("prepare");
    }

    private ExecutionState answered(ReleaseSettings settings, boolean approved) throws Exception {
        try (Engine engine = engine(new InMemoryJournal(), "one", settings)) {
            ExecutionId id = engine.start(pipeline(), StartRequest.by("ann"));
            clock.awaitIdle();
            engine.send(id, new Signal.Answer(Optional.empty(), new ApprovalAnswer(approved, "because", "bob")));
            return engine.whenEnded(id).get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void thePipelineMayGoOnOnceAllTrafficHasMoved() throws Exception {
        ReleaseSettings settings =
                ReleaseSettingsBuilder.of("canary").goOnAtTraffic().build();
        Optional<ActionResult> early;
        try (VirtualClock stepped = VirtualClock.steppedFrom(NOON)) {
            var target = new FakeReleaseTarget(stepped);
            try (Engine engine = Engine.builder(new InMemoryJournal())
                    .artifacts(artifacts)
                    .workFolder(folder.resolve("work-early"))
                    .providers(List.of(
                            new ReleaseAction<>(target, action -> Optional.of(settings), Strategies.builtIn(), judge)))
                    .clock(stepped)
                    .runner(new RunnerId("early"))
                    .build()) {
                ExecutionId id = engine.start(pipeline(), StartRequest.by("ann"));
                stepped.advance(Duration.ofMinutes(10));
                ExecutionState state = engine.state(id).orElseThrow();
                early = state.stage("Deploy")
                        .orElseThrow()
                        .action("deploy")
                        .orElseThrow()
                        .result();
                assertThat(state.outcome()).isEmpty();
                assertThat(target.live()).contains("old");
                stepped.advance(Duration.ofMinutes(10));
                assertThat(engine.state(id).orElseThrow().outcome()).contains(Outcome.SUCCEEDED);
            }
        }
        assertThat(early.orElseThrow().variables()).containsEntry("TrafficMovedAt", "2026-03-02T12:07:00Z");
    }

    @Test
    void aReleaseThatTakesTooLongGoesBackByItself() throws Exception {
        ExecutionState end = released(ReleaseSettingsBuilder.of("canary")
                .timeout(Duration.ofMinutes(3))
                .build());

        assertThat(failure(end).code()).isEqualTo("PEN-RELEASE-008");
        assertThat(failure(end).message()).contains("it stood at: step 4 of 7, bake for 5 min");
        assertThat(shelf.effects()).endsWith("10 % of requests", "roll back");
    }

    static Stream<Arguments> deaths() {
        return Stream.of("healthy", "ill")
                .flatMap(course -> RunnerDeath.between(1, 24).map(death -> Arguments.of(course, death)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedWithoutDoublingAnEffect(String course, RunnerDeath death) throws Exception {
        if (course.equals("ill")) {
            shelf.failAt(new ReleaseStep.Shift(Share.ALL), Aftermath.CHANGED);
        }

        Optional<ExecutionState> end = death.survived(
                pipeline(),
                (journal, runner) -> engine(journal, runner, ReleaseSettings.of("canary")),
                () -> clock.advance(Duration.ofMinutes(1)));

        if (end.isEmpty()) {
            assertThat(shelf.effects()).isEmpty();
        } else if (course.equals("ill")) {
            assertThat(end.get().outcome()).contains(Outcome.ROLLED_BACK);
            assertThat(shelf.effects()).containsExactly("prepare", "scale up", "10 % of requests", "roll back");
        } else {
            assertThat(end.get().outcome()).contains(Outcome.SUCCEEDED);
            assertThat(shelf.effects())
                    .containsExactly("prepare", "scale up", "10 % of requests", "100 % of requests", "finish");
        }
    }
}
