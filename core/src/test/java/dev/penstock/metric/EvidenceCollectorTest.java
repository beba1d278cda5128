package dev.penstock.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.testing.ScriptedTraffic.Course;
import dev.penstock.verdict.Gate;
import dev.penstock.verdict.GateReading;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EvidenceCollectorTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final MetricSource GROUPS =
            new MetricSource.TargetGroup(Set.of(BadAnswer.SERVER_ERRORS), OptionalDouble.empty(), MINUTE);

    private final FakeEvidenceTest.FakeWorld world = new FakeEvidenceTest.FakeWorld(GROUPS);
    private final EvidenceCollector collector = new EvidenceCollector(world.ports());
    private final Instant since = world.now();
    private Progress progress = Progress.none();

    private static VerdictSources sources(Map<String, MetricSource> metrics, Gate... gates) {
        VerdictSettings settings = VerdictSettings.of(
                        Duration.ofHours(1),
                        metrics.keySet().stream()
                                .sorted()
                                .map(MetricSettings::of)
                                .toArray(MetricSettings[]::new))
                .with(gates);
        Map<String, GateSource> read = new TreeMap<>();
        for (Gate gate : gates) {
            read.put(
                    gate.name(),
                    switch (gate) {
                        case Gate.CrashLoop ignored -> new GateSource.Restarts();
                        case Gate.Health ignored -> new GateSource.TargetHealth();
                        case Gate.Alarms ignored -> new GateSource.Alarms();
                        case Gate.Saturation ignored ->
                            new GateSource.Saturation(
                                    new MetricSource.MetricTemplate("Shop", "Requests", new TreeMap<>(), "Sum"),
                                    10_000,
                                    MINUTE,
                                    MINUTE);
                    });
        }
        return new VerdictSources(settings, metrics, read);
    }

    private Collected collect(VerdictSources sources, Arms arms) throws InterruptedException {
        Collected collected = collector.collect(AwsScope.OWN, sources, arms, 0.1, progress, since, world.now());
        progress = progress.after(collected.look());
        return collected;
    }

    @Test
    void aReadThatFailsBringsNothingAndItsWindowsComeWithTheNextLook() throws InterruptedException {
        VerdictSources sources = sources(Map.of("m", GROUPS));
        world.traffic(new Course(600, 0.1, 0, 0));
        world.pass(Duration.ofMinutes(4));
        world.evidence.fail(Kind.THROTTLED);
        Collected failed = collect(sources, world.arms());
        assertThat(failed.look().batches()).isEmpty();
        assertThat(failed.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.of()).isEqualTo("m");
            assertThat(trouble.mayPass()).isTrue();
        });
        world.evidence.heal();
        assertThat(collect(sources, world.arms()).look().batches()).hasSize(2);
    }

    @Test
    void aGateThatCannotBeReadIsUnknownAtOnce() throws InterruptedException {
        world.evidence.fail(Kind.DENIED);
        Collected collected =
                collect(sources(Map.of("m", GROUPS), new Gate.Alarms("pages", List.of("errors"), 1)), world.arms());
        assertThat(collected.look().gates()).singleElement().isInstanceOf(GateReading.Missing.class);
        assertThat(collected.troubles())
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.mayPass()).isFalse());
    }

    @Test
    void allThatCloudWatchCountsIsReadAtOnce() throws InterruptedException {
        world.traffic(new Course(600, 0.1, 0, 0));
        world.pass(Duration.ofMinutes(10));
        Arms arms = new Arms(
                world.arms().canary().with(Arm.LOAD_BALANCER, "arn:aws:elasticloadbalancing:x:1:loadbalancer/app/f/1"),
                world.arms()
                        .baseline()
                        .with(Arm.LOAD_BALANCER, "arn:aws:elasticloadbalancing:x:1:loadbalancer/app/f/1"));
        Collected collected = collect(
                sources(
                        Map.of("errors", GROUPS, "failures", new MetricSource.Lambda(MINUTE)),
                        new Gate.Saturation("use", 0.9, 1)),
                arms);
        assertThat(world.evidence.reads()).isEqualTo(1);
        assertThat(collected.look().batches()).hasSize(16);
        assertThat(collected.look().gates()).singleElement().isInstanceOf(GateReading.Used.class);
    }

    @Test
    void nothingCountedIsMissingAndNeverZero() throws InterruptedException {
        world.pass(Duration.ofMinutes(3));
        Collected collected = collect(sources(Map.of("m", GROUPS)), world.arms());
        assertThat(collected.look().batches())
                .isNotEmpty()
                .allSatisfy(batch -> assertThat(batch)
                        .isInstanceOfSatisfying(
                                MetricBatch.Missing.class,
                                missing -> assertThat(missing.reason()).contains("RequestCount")));
        assertThat(collected.look().traffic()).isEmpty();
    }

    @Test
    void aMetricWhoseBadOnesHaveNoDataIsMissingUnlessThatMeansZero() throws InterruptedException {
        world.traffic(new Course(600, 0.5, 0, 0));
        world.pass(Duration.ofMinutes(3));
        assertThat(collect(sources(Map.of("m", own(false))), world.arms())
                        .look()
                        .batches())
                .allSatisfy(batch -> assertThat(batch)
                        .isInstanceOfSatisfying(
                                MetricBatch.Missing.class,
                                missing -> assertThat(missing.reason()).contains("zeroWhenAbsent")));
        progress = Progress.none();
        assertThat(collect(sources(Map.of("m", own(true))), world.arms()).look().batches())
                .isNotEmpty()
                .allSatisfy(batch -> assertThat(batch).isInstanceOf(MetricBatch.Counted.class));
    }

    private static MetricSource own(boolean zeroWhenAbsent) {
        return new MetricSource.CloudWatch(named("Requests"), named("Bad"), zeroWhenAbsent, MINUTE, MINUTE);
    }

    private static MetricSource.MetricTemplate named(String name) {
        return new MetricSource.MetricTemplate(
                "Shop", name, new TreeMap<>(Map.of("Version", new Template("${versionLabel}"))), "Sum");
    }

    @Test
    void anArmWithoutTheLabelMakesItsWindowsMissingWithTheName() throws InterruptedException {
        world.pass(Duration.ofMinutes(3));
        Arms arms = new Arms(new Arm("web:8", Map.of()), world.arms().baseline());
        assertThat(collect(sources(Map.of("m", GROUPS)), arms).look().batches())
                .isNotEmpty()
                .allSatisfy(batch -> assertThat(batch)
                        .isInstanceOfSatisfying(
                                MetricBatch.Missing.class,
                                missing -> assertThat(missing.reason()).contains("targetGroup", "web:8")));
    }

    @Test
    void armsThatAreCountedAlikeAreMissing() throws InterruptedException {
        world.pass(Duration.ofMinutes(3));
        Arms same = new Arms(world.arms().canary(), world.arms().canary());
        assertThat(collect(sources(Map.of("m", GROUPS)), same).look().batches())
                .isNotEmpty()
                .allSatisfy(batch -> assertThat(batch)
                        .isInstanceOfSatisfying(
                                MetricBatch.Missing.class,
                                missing -> assertThat(missing.reason()).contains("told apart")));
    }

    @Test
    void gatesSayWhatIsThere() throws InterruptedException {
        world.evidence.alarm("errors", true);
        world.evidence.alarm("quiet", false);
        world.evidence.targets(1, 3);
        world.evidence.restart();
        Arms arms = new Arms(
                world.arms()
                        .canary()
                        .with(Arm.CLUSTER, "c")
                        .with(Arm.SERVICE, "s")
                        .with(Arm.TASK_DEFINITION, "t"),
                world.arms().baseline());
        VerdictSources sources = sources(
                Map.of("m", GROUPS),
                new Gate.Alarms("pages", List.of("errors", "quiet", "gone"), 1),
                new Gate.Health("health", 0.5, 1),
                new Gate.CrashLoop("loop", 3, Duration.ofMinutes(5), 1));
        assertThat(collect(sources, arms).look().gates())
                .containsExactly(
                        new GateReading.AlarmStates("pages", List.of("errors"), List.of("gone")),
                        new GateReading.Targets("health", 1, 3),
                        new GateReading.Restarts("loop", 1));
        world.pass(Duration.ofMinutes(6));
        assertThat(collect(sources, arms).look().gates()).contains(new GateReading.Restarts("loop", 0));
    }

    @Test
    void sidesInTwoAccountsAreReadInEach() throws InterruptedException {
        world.traffic(new Course(600, 0.1, 0, 0));
        world.pass(Duration.ofMinutes(3));
        AwsScope there = new AwsScope(Optional.of("eu-west-1"), List.of());
        List<AwsScope> asked = new ArrayList<>();
        EvidencePorts ports = world.ports();
        EvidenceCollector both = new EvidenceCollector(new EvidencePorts(
                (scope, queries, span) -> {
                    asked.add(scope);
                    return ports.metrics().read(scope, queries, span);
                },
                ports.facts(),
                ports.environments(),
                ports.prometheus(),
                ports.checks(),
                ports.commands()));
        Place place = new Place("Ireland", there, AwsScope.OWN);
        Collected collected =
                both.collect(place, sources(Map.of("m", GROUPS)), world.arms(), 0.1, progress, since, world.now());
        assertThat(asked).containsExactly(there, AwsScope.OWN);
        assertThat(collected.look().batches()).isNotEmpty().allSatisfy(batch -> {
            assertThat(batch.scope()).isEqualTo("Ireland");
            assertThat(batch)
                    .isInstanceOfSatisfying(
                            MetricBatch.Counted.class,
                            counted -> assertThat(counted.canary().requests())
                                    .isLessThan(counted.baseline().requests()));
        });
    }

    @Test
    void aTargetGroupWithoutTargetsIsUnknownAndNotHealthy() throws InterruptedException {
        world.evidence.targets(0, 0);
        assertThat(collect(sources(Map.of("m", GROUPS), new Gate.Health("health", 0.5, 1)), world.arms())
                        .look()
                        .gates())
                .singleElement()
                .isInstanceOf(GateReading.Missing.class);
    }

    @Test
    void theHealthOfAnEnvironmentThatIsNotRefreshedIsMissing() throws InterruptedException {
        Instant stale = since;
        EvidencePorts ports = world.ports();
        EvidenceCollector stuck = new EvidenceCollector(new EvidencePorts(
                ports.metrics(),
                ports.facts(),
                (scope, environment) -> new EnvironmentCounts.Refresh(stale, Duration.ofSeconds(10), Map.of()),
                ports.prometheus(),
                ports.checks(),
                ports.commands()));
        world.pass(Duration.ofMinutes(2));
        assertThat(stuck.collect(
                                AwsScope.OWN,
                                sources(Map.of("m", new MetricSource.Beanstalk(Set.of(BadAnswer.SERVER_ERRORS)))),
                                world.arms(),
                                0.1,
                                Progress.none(),
                                since,
                                world.now())
                        .look()
                        .batches())
                .singleElement()
                .isInstanceOf(MetricBatch.Missing.class);
    }
}
