package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.release.ServiceSetup.Controller;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.Step;
import dev.penstock.rollout.ReleaseSettingsBuilder;
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
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSetReleaseTest {

    private static final ServiceId WEB = new ServiceId("shop", "web");
    private static final String BLUE = FakeListenerRules.group("blue");
    private static final String GREEN = FakeListenerRules.group("green");
    private static final String NEW = "registry.example/web:two";

    @TempDir
    Path folder;

    private final FakeContainerServices services = new FakeContainerServices();
    private final FakeTaskSets sets = new FakeTaskSets();
    private final FakeContainerTasks tasks = new FakeContainerTasks();
    private final FakeListenerRules rules = new FakeListenerRules();
    private final FakeLoadBalancers balancers = new FakeLoadBalancers();
    private final ListenerRuleArn rule = rules.add("shop.example", TrafficShares.all(BLUE));
    private TaskSetRoute route = new TaskSetRoute(rule, BLUE, GREEN);
    private List<String> log = List.of();

    @BeforeEach
    void addService() {
        services.addService(WEB, Map.of("web", "registry.example/web:one"), 10);
        sets.addService(WEB, services.control(WEB, Controller.EXTERNAL), BLUE, 10);
    }

    @Test
    void aCanaryRunsWithAPartOfTheTasksUntilAllRequestsMove() throws Exception {
        rules.become(BLUE, 10, 10);
        rules.become(GREEN, 10, 10);
        ActionPhase end = release(ReleaseSettingsBuilder.of("canary")
                .weight(Share.percent(10))
                .capacity(Share.percent(25))
                .bake(Duration.ofMinutes(5))
                .keep(Duration.ofMinutes(1))
                .build());

        assertThat(end).as(String.join("\n", log)).isInstanceOf(ActionPhase.Succeeded.class);
        assertThat(sets.effects())
                .containsExactly("create 2 25 %", "scale 2 100 %", "primary 2", "scale 1 0 %", "delete 1");
        assertThat(rules.divided())
                .containsExactly(
                        TrafficShares.split(GREEN, 0, BLUE),
                        TrafficShares.split(GREEN, 10, BLUE),
                        TrafficShares.split(GREEN, 100, BLUE));
        assertThat(log)
                .contains("This release runs with 3 tasks more, and with 10 more from when all requests go to the new"
                        + " version until the old one is gone.");
    }

    @Test
    void goingBackLeavesRuleAndSetsAsTheyWere() throws Exception {
        tasks.stop(List.of(crashed(), crashed()));
        sets.stall(true);

        ActionFailure failure = failure(release(ReleaseSettings.of("blueGreen")));

        assertThat(failure.code()).isEqualTo("PEN-ECS-024");
        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.ROLLED_BACK);
        assertThat(sets.effects()).containsExactly("create 2 100 %", "scale 2 0 %", "delete 2");
        assertThat(rules.shares(rule)).isEqualTo(TrafficShares.all(BLUE));
    }

    @Test
    void aSetOfSomebodyElseIsNotTouched() throws Exception {
        String theirs = sets.addElsewhere(WEB, "web:9", GREEN);

        ActionFailure failure = failure(release(ReleaseSettings.of("blueGreen")));

        assertThat(failure.code()).isEqualTo("PEN-ECS-023");
        assertThat(failure.message()).contains(theirs, "Nothing was changed.");
        assertThat(sets.effects()).isEmpty();
        assertThat(rules.divided()).isEmpty();
    }

    @Test
    void allThatStandsInTheWayIsToldAtOnce() throws Exception {
        balancers.remove(GREEN);
        rules.become(BLUE, 0, 10);
        rules.divideByAnother(rule, TrafficShares.split(BLUE, 50, GREEN));

        ActionFailure failure = failure(release(ReleaseSettings.of("blueGreen")));

        assertThat(failure.code()).isEqualTo("PEN-ECS-013");
        assertThat(failure.details())
                .anyMatch(line -> line.startsWith("PEN-ECS-015"))
                .anyMatch(line -> line.startsWith("PEN-ECS-016"));
    }

    @Test
    void aServiceWhoseDeploymentsEcsMakesIsNotReleasedToByTaskSets() throws Exception {
        services.control(WEB, Controller.ECS);

        assertThat(failure(release(ReleaseSettings.of("blueGreen"))).code()).isEqualTo("PEN-ECS-021");
    }

    @Test
    void aPrimarySetInAnotherGroupIsTold() throws Exception {
        route = new TaskSetRoute(rule, FakeListenerRules.group("red"), GREEN);

        ActionFailure failure = failure(release(ReleaseSettings.of("blueGreen")));

        assertThat(failure.code()).isEqualTo("PEN-ECS-013");
        assertThat(failure.message()).contains(BLUE);
    }

    @Test
    void nothingIsChangedWhereTheImagesAreThere() throws Exception {
        ActionPhase end = release(ReleaseSettings.of("blueGreen"), "registry.example/web:one");

        assertThat(end).isInstanceOf(ActionPhase.Succeeded.class);
        assertThat(sets.effects()).isEmpty();
        assertThat(rules.divided()).isEmpty();
    }

    @Test
    void refusesWhatTaskSetsCannotDo() throws Exception {
        for (String strategy : List.of("rolling", "inPlace")) {
            var plan = Strategies.builtIn().plan(TargetFacts.UNKNOWN, ReleaseSettings.of(strategy));
            assertThat(EcsReleaseTarget.cannotDoBySets(plan)).as(strategy).isPresent();
        }
        ReleaseSettings free = ReleaseSettingsBuilder.of("ramp")
                .steps(List.of(
                        new Step(new Share(7), Duration.ofMinutes(1), false),
                        new Step(Share.percent(33), Duration.ofMinutes(1), false)))
                .capacity(Share.percent(40))
                .build();
        assertThat(EcsReleaseTarget.cannotDoBySets(Strategies.builtIn().plan(TargetFacts.UNKNOWN, free)))
                .isEmpty();
    }

    private ActionPhase release(ReleaseSettings settings) throws Exception {
        return release(settings, NEW);
    }

    private ActionPhase release(ReleaseSettings settings, String image) throws Exception {
        var registry = new FakeImageRegistry();
        var target = new EcsReleaseTarget(
                services,
                registry,
                rules,
                balancers,
                new FakeWebProbe(),
                new TaskSetReleases(services, sets, tasks, registry, rules, balancers, action -> Optional.of(route)));
        var action = new ReleaseAction<>(target, name -> Optional.of(settings), Strategies.builtIn(), BakeJudge.NONE);
        try (ReleaseFixture fixture = new ReleaseFixture(
                new InMemoryJournal(),
                new VirtualClock(Instant.parse("2026-01-02T12:00:00Z")),
                folder,
                new InMemoryArtifactStore(),
                "one",
                action,
                List.of(new TaskSetReader(sets)))) {
            ActionPhase end = ReleaseFixture.deployed(
                    fixture.run(ReleaseFixture.pipeline(WEB, "[{\"name\":\"web\",\"imageUri\":\"" + image + "\"}]")));
            log = fixture.log;
            return end;
        }
    }

    private static ActionFailure failure(ActionPhase end) {
        assertThat(end).isInstanceOf(ActionPhase.Failed.class);
        return ((ActionPhase.Failed) end).failure();
    }

    private static StoppedTask crashed() {
        return new StoppedTask(
                "task",
                "EssentialContainerExited",
                "Essential container in task exited",
                List.of(new StoppedTask.Container("web", OptionalInt.of(3), "", List.of("no such file"))));
    }
}
