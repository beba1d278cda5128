package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.ecs.EcsTaskSets;
import dev.penstock.aws.metric.AwsEvidence;
import dev.penstock.aws.simulated.BalancedShop;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.document.SourceText;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.metric.EvidenceCollector;
import dev.penstock.release.EcsReleaseTarget;
import dev.penstock.release.ReleaseFixture;
import dev.penstock.release.TaskSetReader;
import dev.penstock.rollout.MeasuredJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.Strategies;
import dev.penstock.settings.DeploymentSetting;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.ecs.ContainerScript;
import dev.penstock.simulator.ecs.TaskBehaviour;
import dev.penstock.simulator.elb.Traffic;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tasks that have just started fail more of their requests, whichever version they are of: caches are cold. A canary beside tasks that
 * have been running for days looks worse than it is; beside a part of the old version that was started together with it, it does not.
 */
@Timeout(120)
class EqualAgeBaselineIT {

    private static final String IMAGE = "registry.example/web:";
    private static final double PER_SECOND = 100;
    private static final double WARM = 0.005;
    private static final double COLD = 0.05;
    private static final Duration WARM_UP = Duration.ofMinutes(10);
    private static final Duration STEP = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    /** Cold tasks fail ten times as many requests as warm ones; that falls evenly. The old version's first tasks are warm. */
    private record WarmingUp(double timesAsManyOfNew) implements TaskBehaviour {

        @Override
        public ContainerScript scriptOf(Launch launch) {
            return ContainerScript.RUNS;
        }

        @Override
        public Optional<ResponseScript> answers(Launch launch, Duration running) {
            double cold = Math.max(0, 1 - running.toMillis() / (double) WARM_UP.toMillis());
            double failing = WARM + (COLD - WARM) * cold;
            double times = launch.image().equals(IMAGE + "new") ? timesAsManyOfNew : 1;
            return Optional.of(new ResponseScript(failing * times, 500, Duration.ZERO));
        }

        @Override
        public Optional<Duration> answersChange(Launch launch, Duration running) {
            return Optional.of(STEP.multipliedBy(running.dividedBy(STEP) + 1)).filter(at -> at.compareTo(WARM_UP) <= 0);
        }
    }

    @Test
    void aVersionThatIsAsGoodLooksWorseBesideTasksThatHaveBeenRunningForLong() throws Exception {
        assertThat(released("running", 1)).isEqualTo(Outcome.ROLLED_BACK);
    }

    @Test
    void besideTasksOfTheOldVersionOfItsOwnAgeItIsPromoted() throws Exception {
        assertThat(released("equalAge", 1)).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aVersionThatIsWorseIsFoundBesideThemAsWell() throws Exception {
        assertThat(released("equalAge", 3)).isEqualTo(Outcome.ROLLED_BACK);
    }

    private Outcome released(String baseline, double timesAsManyOfNew) throws Exception {
        SimulatedTime time = SimulatedTime.virtual(Instant.parse("2026-01-02T12:00:07Z"));
        try (var account = new SimulatedAccount(SimulatedAws.builder()
                .seed(11)
                .time(time)
                .tasks(new WarmingUp(timesAsManyOfNew))
                .start())) {
            BalancedShop shop = new BalancedShop(account);
            settle(time);
            shop.createExternalService(IMAGE + "old");
            String third = shop.group("grey", "ip");
            settle(time);
            account.aws.traffic().start(shop.listener, Traffic.Requests.ROOT, PER_SECOND, 42);
            time.advance(WARM_UP.multipliedBy(2));
            ExecutionState end = release(account, settings(shop, third, baseline));
            assertThat(new EcsTaskSets(account.clients).of(AwsScope.OWN, BalancedShop.WEB))
                    .as("neither the other version nor the baseline is left")
                    .hasSize(1);
            return end.outcome().orElseThrow();
        }
    }

    private static void settle(SimulatedTime time) {
        assertThat(time.awaitStill(Duration.ofSeconds(30))).isTrue();
    }

    private static DeploymentSetting settings(BalancedShop shop, String third, String baseline) {
        String text = """
                deployments:
                  deploy:
                    taskSets:
                      listenerRule: %s
                      targetGroups: ['%s', '%s']
                      baselineTargetGroup: %s
                    release: {strategy: canary, weight: 10 %%, bake: 30m, keep: 1m, baseline: %s}
                    verdict:
                      whenInconclusive: {action: rollBack}
                      metrics:
                        errors: {source: {targetGroup: {bad: [5xx]}}}
                """.formatted(shop.rule, shop.blue, shop.green, third, baseline);
        SettingsReading reading = SettingsReader.read(
                SourceText.of("penstock.yml", text.getBytes(StandardCharsets.UTF_8)), Path.of("/nowhere"));
        assertThat(reading).as(text).isInstanceOf(SettingsReading.Accepted.class);
        return ((SettingsReading.Accepted) reading).settings().deploymentOf("deploy");
    }

    private ExecutionState release(SimulatedAccount account, DeploymentSetting settings) throws Exception {
        var sets = new EcsTaskSets(account.clients);
        EcsReleaseTarget target = TaskSetWorld.target(account.clients, sets, settings.taskSets());
        var judge = new MeasuredJudge(
                new EvidenceCollector(AwsEvidence.ports(account.clients)), action -> settings.verdict());
        var action = new ReleaseAction<>(target, name -> settings.release(), Strategies.builtIn(), judge);
        try (ReleaseFixture fixture = new ReleaseFixture(
                new InMemoryJournal(),
                account.clock(),
                folder,
                new InMemoryArtifactStore(),
                "one",
                action,
                List.of(new TaskSetReader(sets)))) {
            ExecutionId id;
            try (EngineClock.Busy still = account.clock().busy()) {
                id = fixture.engine.start(
                        ReleaseFixture.pipeline(
                                BalancedShop.WEB, "[{\"name\":\"web\",\"imageUri\":\"" + IMAGE + "new\"}]"),
                        StartRequest.by("ann"));
            }
            return fixture.await(id);
        }
    }
}
