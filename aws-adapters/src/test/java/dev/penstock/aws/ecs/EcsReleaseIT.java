package dev.penstock.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.action.Instruction;
import dev.penstock.aws.simulated.BalancedShop;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.RunnerDeath;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.release.ReleaseFixture;
import dev.penstock.rollout.BatchSize;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.Step;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.Share;
import dev.penstock.traffic.WarmCheck;
import dev.penstock.traffic.WebProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Task;

/** What releases to ECS services do that no other target's do. */
@Timeout(120)
class EcsReleaseIT {

    private static final Duration BAKE = Duration.ofMinutes(5);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private static final ReleaseSettings ROLLING = ReleaseSettingsBuilder.of("rolling")
            .batch(new BatchSize(1, false))
            .bake(BAKE)
            .build();
    private static final ReleaseSettings CANARY = ReleaseSettingsBuilder.of("canary")
            .weight(Share.percent(10))
            .bake(BAKE)
            .keep(BAKE)
            .build();
    private static final ReleaseSettings RAMP = ReleaseSettingsBuilder.of("ramp")
            .steps(List.of(new Step(Share.percent(10), BAKE, false), new Step(Share.percent(50), BAKE, false)))
            .keep(BAKE)
            .build();

    @Test
    void aRampIsWalkedAndTheServiceKeepsItsOwnSettings() throws Exception {
        try (var lab = new ReleaseLab(folder)) {
            String before = settings(lab);
            ExecutionState end = lab.release("two", RAMP);

            assertThat(end.outcome()).describedAs(lab.log.toString()).contains(Outcome.SUCCEEDED);
            assertThat(images(lab)).containsOnly(ReleaseLab.IMAGE + "two");
            assertThat(settings(lab)).isEqualTo(before);
            assertThat(lab.log)
                    .containsSubsequence(
                            "New tasks are healthy and have no users.",
                            "10 % of requests go to the new version.",
                            "50 % of requests go to the new version.",
                            "100 % of requests go to the new version.");
            assertThat(lab.shop.weights()).isEqualTo(Map.of(lab.shop.blue, 0, lab.shop.green, 100));
            assertThat(lab.account.aws.effects().of("ecs", "RegisterTaskDefinition"))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"exits, exited with code 3", "no-image, CannotPullContainerError"})
    void aVersionThatCannotRunIsTakenBackInSeconds(String version, String cause) throws Exception {
        try (var lab = new ReleaseLab(folder)) {
            AtomicReference<Instant> seen = new AtomicReference<>(Instant.MAX);
            ExecutionState end = lab.release(version, CANARY, (fixture, line) -> {
                if (line.startsWith("The deployment of ")) {
                    seen.set(lab.account.aws.time().now());
                }
            });

            ActionFailure failure = wentBack(lab, end);
            assertThat(failure.code()).isEqualTo("PEN-ECS-005");
            assertThat(failure.message()).contains(cause);
            assertThat(Duration.between(firstStop(lab), seen.get()))
                    .describedAs("from the first task that stopped")
                    .isLessThanOrEqualTo(Duration.ofSeconds(30));
        }
    }

    @Test
    void whoTakesItBackHasAllRequestsBackInTenSeconds() throws Exception {
        try (var lab = new ReleaseLab(folder)) {
            AtomicReference<Map<String, Integer>> before = new AtomicReference<>(Map.of());
            AtomicReference<Map<String, Integer>> after = new AtomicReference<>(Map.of());
            ExecutionState end = lab.release("two", CANARY, (fixture, line) -> {
                if (line.startsWith("10 % of requests") && before.get().isEmpty()) {
                    before.set(lab.shop.weights());
                    ExecutionState now = fixture.engine
                            .state(fixture.engine
                                    .executions(ExecutionQuery.newest(1))
                                    .getFirst()
                                    .id())
                            .orElseThrow();
                    fixture.engine.send(
                            now.id(),
                            new Signal.Instruct(
                                    ExecutionReader.taking(now, Optional.empty(), Instruction.Kind.ROLL_BACK),
                                    new Instruction(Instruction.Kind.ROLL_BACK, "ann", "")));
                    lab.account
                            .aws
                            .time()
                            .at(lab.account.aws.time().now().plus(TEN_SECONDS), () -> after.set(lab.shop.weights()));
                }
            });

            assertThat(wentBack(lab, end).message()).contains("ann");
            assertThat(before.get()).isEqualTo(Map.of(lab.shop.blue, 90, lab.shop.green, 10));
            assertThat(after.get()).isEqualTo(Map.of(lab.shop.blue, 100, lab.shop.green, 0));
        }
    }

    @Test
    void weightsThatSomebodyElseChangesEndItAndTheServiceHasItsOwnSettingsAgain() throws Exception {
        try (var lab = new ReleaseLab(folder)) {
            String before = settings(lab);
            AtomicBoolean done = new AtomicBoolean();
            ExecutionState end = lab.release("two", CANARY, (fixture, line) -> {
                if (line.startsWith("10 % of requests") && done.compareAndSet(false, true)) {
                    lab.account
                            .aws
                            .time()
                            .at(
                                    lab.account.aws.time().now().plusSeconds(60),
                                    () -> lab.shop.weigh(Map.of(lab.shop.blue, 50, lab.shop.green, 50)));
                }
            });

            assertThat(end.outcome()).contains(Outcome.INCONCLUSIVE);
            assertThat(ReleaseLab.failure(end).code()).isEqualTo("PEN-RELEASE-005");
            assertThat(settings(lab)).isEqualTo(before);
        }
    }

    static Stream<Arguments> stops() {
        return Stream.of(Arguments.of(ROLLING, "Service deployment "), Arguments.of(RAMP, "10 % of requests"));
    }

    @ParameterizedTest
    @MethodSource("stops")
    void whoStopsItGetsBackWhatRan(ReleaseSettings strategy, String at) throws Exception {
        try (var lab = new ReleaseLab(folder)) {
            String before = settings(lab);
            AtomicBoolean done = new AtomicBoolean();
            ExecutionState end = lab.release("two", strategy, (fixture, line) -> {
                if (line.startsWith(at) && done.compareAndSet(false, true)) {
                    fixture.engine.send(
                            fixture.engine
                                    .executions(ExecutionQuery.newest(1))
                                    .getFirst()
                                    .id(),
                            new Signal.Stop(true, "no more", "ann"));
                }
            });

            assertThat(end.outcome()).contains(Outcome.STOPPED);
            lab.still();
            assertThat(images(lab)).containsOnly(ReleaseLab.IMAGE + "one");
            assertThat(settings(lab)).isEqualTo(before);
        }
    }

    @Test
    void theNewVersionIsTriedByTheRuleForTestsBeforeUsersHaveIt() throws Exception {
        try (var lab = new ReleaseLab(folder)) {
            lab.probe.answer(new WebProbe.Answer.Status(503));
            ExecutionState end = lab.release(
                    "two",
                    ReleaseSettingsBuilder.of("blueGreen")
                            .test(new WarmCheck("/test/ready", 200, 3))
                            .build());

            assertThat(end.outcome()).describedAs(lab.log.toString()).contains(Outcome.SUCCEEDED);
            assertThat(lab.probe.asked())
                    .hasSize(2)
                    .allSatisfy(page -> assertThat(page.getPath()).isEqualTo("/test/ready"));
        }
    }

    @Test
    void aVersionThatFailsItsTestNeverHasUsers() throws Exception {
        try (var lab = new ReleaseLab(folder)) {
            lab.probe.answerAlways(new WebProbe.Answer.Status(503));
            ExecutionState end = lab.release(
                    "two",
                    ReleaseSettingsBuilder.of("blueGreen")
                            .test(new WarmCheck("/test/ready", 200, 3))
                            .build());

            assertThat(wentBack(lab, end).code()).isEqualTo("PEN-ECS-020");
            assertThat(lab.log).noneMatch(line -> line.contains("% of requests go"));
        }
    }

    @Test
    void aRuleThatNamesSomebodyElsesGroupIsRefused() throws Exception {
        try (var lab = new ReleaseLab(folder)) {
            String other = lab.shop.group("other", "ip");
            Map<String, Integer> weights = new LinkedHashMap<>(Map.of(lab.shop.blue, 90, lab.shop.green, 0));
            weights.put(other, 10);
            lab.shop.weigh(weights);

            ActionFailure failure = ReleaseLab.failure(lab.release("two", CANARY));

            assertThat(failure.code()).isEqualTo("PEN-ECS-014");
            assertThat(failure.message()).contains(other, "Nothing was changed");
        }
    }

    @Test
    void weightsThatAreNotWhatTheServiceRunsInAreRefused() throws Exception {
        try (var lab = new ReleaseLab(folder)) {
            lab.shop.weigh(Map.of(lab.shop.blue, 50, lab.shop.green, 50));

            ActionFailure failure = ReleaseLab.failure(lab.release("two", CANARY));

            assertThat(failure.code()).isEqualTo("PEN-ECS-015");
        }
    }

    @Test
    void aServiceWithoutASecondGroupIsRefusedWhereTrafficMovesAndRollsOtherwise() throws Exception {
        try (var lab = new ReleaseLab(folder, ReleaseLab::withOneGroup)) {
            assertThat(ReleaseLab.failure(lab.release("two", CANARY)).code()).isEqualTo("PEN-ECS-012");
            assertThat(lab.release("two", ROLLING).outcome()).contains(Outcome.SUCCEEDED);
        }
    }

    @Test
    void imagesThatTheServiceHasAlreadyAreNoRelease() throws Exception {
        try (var lab = new ReleaseLab(folder)) {
            ExecutionState end = lab.release("one", CANARY);

            assertThat(ReleaseFixture.deployed(end)).isInstanceOf(ActionPhase.Succeeded.class);
            assertThat(lab.account.aws.effects().of("ecs", "UpdateService")).isEmpty();
        }
    }

    /** At every third append, before it or after it. */
    static Stream<Arguments> deaths() {
        return Stream.of(
                        RunnerDeath.between(1, 16).map(death -> Arguments.of(ROLLING, death)),
                        RunnerDeath.between(1, 30).map(death -> Arguments.of(RAMP, death)))
                .flatMap(all -> all)
                .filter(EcsReleaseIT::isChosen);
    }

    private static boolean isChosen(Arguments arguments) {
        RunnerDeath death = (RunnerDeath) arguments.get()[1];
        return death.append() % 3 == (death.before() ? 0 : 1);
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void whereverTheRunnerDiesTheNextOneGoesOn(ReleaseSettings strategy, RunnerDeath death) throws Exception {
        try (var lab = new ReleaseLab(folder)) {
            String before = settings(lab);
            var end = lab.survived(death, "two", strategy);
            if (end.isPresent()) {
                assertThat(end.get().outcome()).describedAs(lab.log.toString()).contains(Outcome.SUCCEEDED);
                assertThat(images(lab)).containsOnly(ReleaseLab.IMAGE + "two");
                assertThat(settings(lab)).isEqualTo(before);
                assertThat(lab.account.aws.effects().of("ecs", "UpdateService"))
                        .describedAs("the deployment, and the settings put back")
                        .hasSize(2);
            }
        }
    }

    private static ActionFailure wentBack(ReleaseLab lab, ExecutionState end) {
        assertThat(end.outcome()).describedAs(lab.log.toString()).contains(Outcome.ROLLED_BACK);
        lab.still();
        assertThat(images(lab)).containsOnly(ReleaseLab.IMAGE + "one");
        return ReleaseLab.failure(end);
    }

    private static Instant firstStop(ReleaseLab lab) {
        var stopped = lab.shop
                .ecs()
                .listTasks(
                        request -> request.cluster(BalancedShop.WEB.cluster()).desiredStatus(DesiredStatus.STOPPED))
                .taskArns();
        return lab
                .shop
                .ecs()
                .describeTasks(
                        request -> request.cluster(BalancedShop.WEB.cluster()).tasks(stopped))
                .tasks()
                .stream()
                .map(Task::stoppedAt)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static String settings(ReleaseLab lab) {
        return new EcsContainerServices(lab.account.clients)
                .setup(AwsScope.OWN, BalancedShop.WEB)
                .settings()
                .toPutBack();
    }

    private static List<String> images(ReleaseLab lab) {
        var tasks = lab.shop
                .ecs()
                .listTasks(request -> request.cluster(BalancedShop.WEB.cluster()))
                .taskArns();
        return lab
                .shop
                .ecs()
                .describeTasks(
                        request -> request.cluster(BalancedShop.WEB.cluster()).tasks(tasks))
                .tasks()
                .stream()
                .flatMap(task -> task.containers().stream())
                .filter(container -> container.name().equals("web"))
                .map(container -> container.image())
                .toList();
    }
}
