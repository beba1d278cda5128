package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.release.ServiceSetup.Controller;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.BakeJudge.Judgement;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.Baseline;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.ReleaseSettingsException;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.testing.FakeContainerServices;
import dev.penstock.testing.FakeContainerTasks;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.FakeLoadBalancers;
import dev.penstock.testing.FakeTaskSets;
import dev.penstock.testing.FakeWebProbe;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import dev.penstock.verdict.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A canary that is compared with a part of the old version that is as old as itself. */
@Timeout(60)
class EqualAgeBaselineTest {

    private static final ServiceId WEB = new ServiceId("shop", "web");
    private static final String BLUE = FakeListenerRules.group("blue");
    private static final String GREEN = FakeListenerRules.group("green");
    private static final String GREY = FakeListenerRules.group("grey");
    private static final ReleaseSettings CANARY = ReleaseSettingsBuilder.of("canary")
            .weight(Share.percent(10))
            .capacity(Share.percent(20))
            .bake(Duration.ofMinutes(5))
            .keep(Duration.ofMinutes(1))
            .baseline(Baseline.EQUAL_AGE)
            .judged()
            .build();

    @TempDir
    Path folder;

    private final FakeContainerServices services = new FakeContainerServices();
    private final FakeTaskSets sets = new FakeTaskSets();
    private final FakeListenerRules rules = new FakeListenerRules();
    private final ListenerRuleArn rule = rules.add("shop.example", TrafficShares.all(BLUE));
    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-02T12:00:00Z"));
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final List<Arms> compared = new CopyOnWriteArrayList<>();
    private final List<Share> shares = new CopyOnWriteArrayList<>();
    private TaskSetRoute route = new TaskSetRoute(rule, BLUE, GREEN, Optional.of(GREY));
    private Decision verdict = new Decision.Promote();

    @BeforeEach
    void addService() {
        services.addService(WEB, Map.of("web", "registry.example/web:one"), 10);
        sets.addService(WEB, services.control(WEB, Controller.EXTERNAL), BLUE, 10);
        rules.become(BLUE, 10, 10);
        rules.become(GREEN, 10, 10);
        rules.become(GREY, 10, 10);
    }

    @Test
    void asMuchOfTheOldVersionStartsTogetherWithTheCanaryAndGetsAsManyRequests() throws Exception {
        ActionPhase end = release();

        assertThat(end).isInstanceOf(ActionPhase.Succeeded.class);
        assertThat(sets.effects())
                .containsExactly(
                        "create 2 20 %",
                        "create 3 20 %", "scale 3 100 %", "delete 2", "primary 3", "scale 1 0 %", "delete 1");
        assertThat(rules.divided())
                .containsExactly(
                        new TrafficShares(Map.of(BLUE, 100, GREEN, 0, GREY, 0)),
                        new TrafficShares(Map.of(BLUE, 80, GREEN, 10, GREY, 10)),
                        new TrafficShares(Map.of(BLUE, 0, GREEN, 100, GREY, 0)));
        assertThat(compared).isNotEmpty().allSatisfy(arms -> {
            assertThat(arms.canary().label(Arm.TARGET_GROUP)).contains(GREEN);
            assertThat(arms.baseline().label(Arm.TARGET_GROUP)).contains(GREY);
            assertThat(arms.baseline().label(Arm.TASK_DEFINITION))
                    .isNotEqualTo(arms.canary().label(Arm.TASK_DEFINITION));
        });
        assertThat(shares).as("of the requests that are compared").containsOnly(Share.percent(50));
    }

    @Test
    void bothAreGoneWhenTheCanaryIsTakenBack() throws Exception {
        verdict = new Decision.RollBack(new Decision.Cause.ClosedGate("crashLoop", "It crashes."));

        assertThat(failure(release()).kind()).isEqualTo(ActionFailure.Kind.ROLLED_BACK);
        assertThat(sets.effects())
                .containsExactly(
                        "create 2 20 %", "create 3 20 %", "scale 2 0 %", "scale 3 0 %", "delete 2", "delete 3");
        assertThat(rules.shares(rule)).isEqualTo(TrafficShares.all(BLUE));
    }

    @Test
    void aBaselineThatCannotAnswerItsShareGetsNone() throws Exception {
        rules.become(GREY, 0, 2);

        ActionFailure failure = failure(release());

        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.ROLLED_BACK);
        assertThat(failure.message()).contains("0 of the 2 targets of the baseline are healthy");
        assertThat(rules.divided())
                .allSatisfy(shares -> assertThat(shares.receiving()).doesNotContain(GREY, GREEN));
        assertThat(rules.shares(rule)).isEqualTo(TrafficShares.all(BLUE));
    }

    @Test
    void aSetOfSomebodyElseInItsTargetGroupIsNotTouched() throws Exception {
        sets.addElsewhere(WEB, "web:9", GREY);

        assertThat(failure(release()).code()).isEqualTo("PEN-ECS-023");
        assertThat(sets.effects()).isEmpty();
    }

    @Test
    void whereThereIsNoThirdTargetGroupItIsRefusedWithWhatIsMissing() throws Exception {
        route = new TaskSetRoute(rule, BLUE, GREEN);

        ActionFailure failure = failure(release());

        assertThat(failure.message()).contains("'taskSets' names no target group for it");
        assertThat(sets.effects()).isEmpty();
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThat(refused(settings("blueGreen").judged().build())).contains("this release has no such step");
        assertThat(refused(settings("canary").build())).contains("nothing judges this release");
        assertThat(refused(settings("canary").weight(Share.percent(60)).judged().build()))
                .contains("With 60 % of requests");
    }

    private static ReleaseSettingsBuilder settings(String strategy) {
        return ReleaseSettingsBuilder.of(strategy).baseline(Baseline.EQUAL_AGE);
    }

    private static String refused(ReleaseSettings settings) {
        try {
            return Strategies.builtIn().plan(TargetFacts.UNKNOWN, settings).toString();
        } catch (ReleaseSettingsException e) {
            return e.field() + ": " + e.getMessage() + " " + e.hint();
        }
    }

    static IntStream deaths() {
        return IntStream.rangeClosed(1, 40);
    }

    /** Around each append, before and after it: no task set is made twice, and none is left. */
    @ParameterizedTest
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinished(int death) throws Exception {
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        if (death % 2 == 0) {
            journal.dieBefore(death / 2);
        } else {
            journal.dieAfter(death / 2 + 1);
        }
        try (ReleaseFixture fixture = fixture(journal, "one")) {
            fixture.run(pipeline());
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        Optional<ExecutionId> id = durable.list(ExecutionQuery.newest(1)).stream()
                .map(each -> each.id())
                .findFirst();
        if (id.isPresent()) {
            try (ReleaseFixture next = fixture(durable, "two")) {
                next.engine.resumeAll();
                assertThat(ReleaseFixture.deployed(next.await(id.get()))).isInstanceOf(ActionPhase.Succeeded.class);
            }
            assertThat(sets.effects())
                    .filteredOn(effect -> effect.startsWith("create"))
                    .hasSize(2);
            assertThat(sets.effects()).contains("delete 1", "delete 2").doesNotContain("delete 3");
            assertThat(rules.divided()).hasSize(3);
        }
    }

    private ActionPhase release() throws Exception {
        try (ReleaseFixture fixture = fixture(new InMemoryJournal(), "one")) {
            return ReleaseFixture.deployed(fixture.run(pipeline()));
        }
    }

    private static Pipeline pipeline() {
        return ReleaseFixture.pipeline(WEB, "[{\"name\":\"web\",\"imageUri\":\"registry.example/web:two\"}]");
    }

    private ReleaseFixture fixture(Journal journal, String runner) {
        var registry = new FakeImageRegistry();
        var balancers = new FakeLoadBalancers();
        var target = new EcsReleaseTarget(
                services,
                registry,
                rules,
                balancers,
                new FakeWebProbe(),
                new TaskSetReleases(
                        services,
                        sets,
                        new FakeContainerTasks(),
                        registry,
                        rules,
                        balancers,
                        action -> Optional.of(route)));
        BakeJudge judge = (release, bake, arms, share) -> {
            compared.add(arms);
            shares.add(share);
            return new Judgement(bake.memory(), verdict, clock.instant().plusSeconds(10), "So it is.");
        };
        var action = new ReleaseAction<>(target, name -> Optional.of(CANARY), Strategies.builtIn(), judge);
        return new ReleaseFixture(journal, clock, folder, artifacts, runner, action, List.of(new TaskSetReader(sets)));
    }

    private static ActionFailure failure(ActionPhase end) {
        assertThat(end).isInstanceOf(ActionPhase.Failed.class);
        return ((ActionPhase.Failed) end).failure();
    }
}
