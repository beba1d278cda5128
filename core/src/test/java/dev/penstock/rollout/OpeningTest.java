package dev.penstock.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.calendar.Freeze;
import dev.penstock.calendar.ReleaseCalendar;
import dev.penstock.calendar.Window;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.RunnerDeath;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
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
import dev.penstock.testing.FakeReleaseTarget;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.verdict.Decision;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A release keeps to its calendar: it begins, and users get the new version, only when that lets it. */
@Timeout(60)
final class OpeningTest {

    /** A Friday, an hour before the window shuts. */
    private static final Instant FRIDAY = Instant.parse("2026-03-06T15:00:00Z");

    private static final Window OFFICE_HOURS =
            new Window(EnumSet.allOf(DayOfWeek.class), LocalTime.of(9, 0), LocalTime.of(16, 0), ZoneId.of("UTC"));
    private static final Instant SATURDAY = Instant.parse("2026-03-07T09:00:00Z");

    @TempDir
    private Path folder;

    private VirtualClock clock = new VirtualClock(FRIDAY);
    private FakeReleaseTarget shelf = new FakeReleaseTarget(clock);
    private final List<String> log = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> whenProgressed = summary -> {};

    private static ReleaseCalendar calendar(Duration jitter, Freeze... freezes) {
        return new ReleaseCalendar(List.of(OFFICE_HOURS), List.of(freezes), jitter, Optional.empty());
    }

    private Engine engine(Journal journal, String runner, ReleaseSettings settings, ReleaseCalendar calendar) {
        BakeJudge judge = (release, bake, arms, share) -> new Judgement(
                bake.memory(), new Decision.Promote(), clock.instant().plusSeconds(10), "");
        return Engine.builder(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work-" + runner))
                .providers(List.of(new ReleaseAction<>(
                        shelf, action -> Optional.of(settings), Strategies.builtIn(), judge, action -> calendar)))
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
        ActionDeclaration deploy = ActionDeclaration.of("deploy", FakeReleaseTarget.TYPE, Map.of("Version", "new"));
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

    private ExecutionState released(ReleaseSettings settings, ReleaseCalendar calendar) throws Exception {
        try (Engine engine = engine(new InMemoryJournal(), "one", settings, calendar)) {
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

    private static Instant trafficMoved(ExecutionState state) {
        return Instant.parse(
                ((ActionPhase.Succeeded) phase(state)).result().variables().getOrDefault("TrafficMovedAt", ""));
    }

    /** A bake of two hours ends after the window has shut. */
    private static ReleaseSettings longBake() {
        return ReleaseSettingsBuilder.of("canary").bake(Duration.ofHours(2)).build();
    }

    @Test
    void usersGetNoMoreOfItOnceTheWindowHasShut() throws Exception {
        ExecutionState ended = released(longBake(), calendar(Duration.ZERO));

        assertThat(ended.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(trafficMoved(ended))
                .as("the last step was begun when it opened again, and took half a minute")
                .isEqualTo(SATURDAY.plusSeconds(30));
        assertThat(log)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(
                                "Waits until 2026-03-07T09:00:00Z before step 5 of 7, 100 % of requests: outside its"
                                        + " windows (every day 09:00–16:00 UTC)"));
    }

    @Test
    void aReleaseBeginsInItsMomentAfterAnOpening() throws Exception {
        clock = new VirtualClock(FRIDAY.plus(Duration.ofHours(2)));
        shelf = new FakeReleaseTarget(clock);

        ExecutionState ended = released(ReleaseSettings.of("blueGreen"), calendar(Duration.ofMinutes(30)));

        assertThat(trafficMoved(ended)).isBetween(SATURDAY, SATURDAY.plus(Duration.ofMinutes(33)));
    }

    @Test
    void waitingForAnOpeningIsNoTimeOfTheRelease() throws Exception {
        ExecutionState ended = released(
                ReleaseSettingsBuilder.of("canary")
                        .bake(Duration.ofHours(2))
                        .timeout(Duration.ofHours(3))
                        .build(),
                calendar(Duration.ZERO));

        assertThat(ended.outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void whatBreaksWhileItWaitsForAnOpeningIsTakenBackThoughItIsShut() throws Exception {
        whenProgressed = summary -> {
            if (summary.contains("waits until")) {
                shelf.become(new Condition.Broken(ActionFailure.failed("SHELF-3", "The shelf fell down.")));
            }
        };

        ExecutionState ended = released(longBake(), calendar(Duration.ZERO));

        assertThat(ended.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(ended.updatedAt()).isBefore(FRIDAY.plus(Duration.ofHours(4)));
    }

    @Test
    void aFreezeThatIsOverriddenIsToldAndDoesNotHold() throws Exception {
        Freeze freeze = new Freeze(FRIDAY.minusSeconds(60), FRIDAY.plus(Duration.ofDays(3)), "inventory");

        assertThat(trafficMoved(released(ReleaseSettings.of("blueGreen"), calendar(Duration.ZERO, freeze))))
                .isAfter(FRIDAY.plus(Duration.ofDays(3)));
        clock = new VirtualClock(FRIDAY);
        shelf = new FakeReleaseTarget(clock);
        assertThat(trafficMoved(released(
                        ReleaseSettings.of("blueGreen"),
                        calendar(Duration.ZERO, freeze).overriding("the shop is down"))))
                .isBefore(FRIDAY.plus(Duration.ofHours(1)));
        assertThat(log)
                .contains(
                        "Goes on though it is frozen until 2026-03-09T15:00:00Z: inventory. It was overridden: the shop"
                                + " is down");
    }

    static Stream<RunnerDeath> deaths() {
        return RunnerDeath.between(2, 20);
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void itIsReleasedOnceWhereverARunnerDiesWhileItWaits(RunnerDeath death) throws Exception {
        clock = new VirtualClock(FRIDAY.plus(Duration.ofHours(2)));
        shelf = new FakeReleaseTarget(clock);
        ReleaseCalendar calendar = calendar(Duration.ofMinutes(30));

        ExecutionState ended = death.survived(
                        pipeline(),
                        (journal, runner) -> engine(journal, runner, ReleaseSettings.of("blueGreen"), calendar),
                        () -> {})
                .orElseThrow();

        assertThat(ended.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(shelf.effects()).doesNotHaveDuplicates().contains("100 % of requests");
        assertThat(trafficMoved(ended)).isBetween(SATURDAY, SATURDAY.plus(Duration.ofMinutes(33)));
    }
}
