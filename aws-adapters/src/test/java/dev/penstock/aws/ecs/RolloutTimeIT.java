package dev.penstock.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.aws.traffic.ElbLoadBalancers;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.release.EcsDeployAction;
import dev.penstock.release.EcsReleaseTarget;
import dev.penstock.release.ReleaseFixture;
import dev.penstock.release.ServiceTimes;
import dev.penstock.rollout.BatchSize;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.duration.CostlySetting;
import dev.penstock.rollout.duration.RolloutTime;
import dev.penstock.rollout.duration.TimeAction;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeWebProbe;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock.Busy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** What is said of a rollout's time is what it takes on the simulated ECS, and what a setting is said to save it saves. */
@Timeout(180)
final class RolloutTimeIT {

    /** What may be wrong with a forecast. */
    private static final double OFF = 0.15;

    /** When in its first interval a target is checked first is chance, in each wave: so much is no error of the forecast. */
    private static final Duration CHANCE = Duration.ofSeconds(15);

    /** The worst one only, or all that are named. */
    private static final boolean EVERY = Boolean.getBoolean("penstock.everyCell");

    @TempDir
    Path folder;

    /**
     * How a service is set up and rolled out to.
     *
     * @param tasks how many
     * @param balanced whether it is behind the load balancer
     * @param strategy of ECS; with {@code ROLLING} one of the target groups is enough
     * @param minimum {@code minimumHealthyPercent}
     * @param maximum {@code maximumPercent}
     * @param bake minutes after all requests have moved, by ECS itself
     * @param step minutes after each part of them, by ECS itself
     * @param drain seconds of deregistration delay
     * @param check seconds between health checks of the target group
     * @param release by which it is released; absent for the service's own way
     */
    private record Setup(
            String name,
            int tasks,
            boolean balanced,
            String strategy,
            int minimum,
            int maximum,
            int bake,
            int step,
            int drain,
            int check,
            Optional<ReleaseSettings> release) {

        static Setup rolling(String name, int tasks, int minimum, int maximum, int drain, int check) {
            return new Setup(name, tasks, true, "ROLLING", minimum, maximum, 0, 0, drain, check, Optional.empty());
        }

        static Setup moving(String name, String strategy, int bake, int step, int drain, int check) {
            return new Setup(name, 4, true, strategy, 100, 200, bake, step, drain, check, Optional.empty());
        }

        static Setup released(String name, ReleaseSettings release, int drain, int check) {
            return new Setup(name, 4, true, "ROLLING", 100, 200, 0, 0, drain, check, Optional.of(release));
        }

        Setup withMaximum(int percent) {
            return new Setup(name, tasks, balanced, strategy, minimum, percent, bake, step, drain, check, release);
        }

        Setup withBake(int minutes) {
            return new Setup(name, tasks, balanced, strategy, minimum, maximum, minutes, step, drain, check, release);
        }

        Setup withStep(int minutes) {
            return new Setup(name, tasks, balanced, strategy, minimum, maximum, bake, minutes, drain, check, release);
        }

        Setup withDrain(int seconds) {
            return new Setup(name, tasks, balanced, strategy, minimum, maximum, bake, step, seconds, check, release);
        }

        Setup withCheck(int seconds) {
            return new Setup(name, tasks, balanced, strategy, minimum, maximum, bake, step, drain, seconds, release);
        }

        Setup withRelease(ReleaseSettings other) {
            return new Setup(
                    name, tasks, balanced, strategy, minimum, maximum, bake, step, drain, check, Optional.of(other));
        }

        void apply(CreateServiceRequest.Builder service) {
            service.desiredCount(tasks)
                    .deploymentConfiguration(configuration())
                    .healthCheckGracePeriodSeconds(balanced ? 120 : null);
            if (!balanced) {
                service.loadBalancers(List.of());
            }
        }

        private DeploymentConfiguration configuration() {
            DeploymentConfiguration.Builder own = DeploymentConfiguration.builder()
                    .minimumHealthyPercent(minimum)
                    .maximumPercent(maximum);
            switch (strategy) {
                case "BLUE_GREEN" -> own.strategy(strategy).bakeTimeInMinutes(bake);
                case "CANARY" ->
                    own.strategy(strategy)
                            .bakeTimeInMinutes(bake)
                            .canaryConfiguration(c -> c.canaryPercent(10.0).canaryBakeTimeInMinutes(step));
                case "LINEAR" ->
                    own.strategy(strategy)
                            .bakeTimeInMinutes(bake)
                            .linearConfiguration(l -> l.stepPercent(20.0).stepBakeTimeInMinutes(step));
                default -> {}
            }
            return own.build();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Duration minutes(int count) {
        return Duration.ofMinutes(count);
    }

    private static ReleaseSettings canary(Duration bake, Duration keep) {
        return ReleaseSettingsBuilder.of("canary")
                .weight(Share.percent(10))
                .bake(bake)
                .keep(keep)
                .build();
    }

    private static ReleaseSettings linear(int percent, Duration bake, Duration keep) {
        return ReleaseSettingsBuilder.of("linear")
                .weight(Share.percent(percent))
                .bake(bake)
                .keep(keep)
                .build();
    }

    private static ReleaseSettings rolling(int batch, Duration bake) {
        return ReleaseSettingsBuilder.of("rolling")
                .batch(new BatchSize(batch, false))
                .bake(bake)
                .build();
    }

    static Stream<Setup> setups() {
        return Stream.of(
                Setup.rolling("as ECS has it unless told otherwise", 4, 100, 200, 300, 30),
                Setup.rolling("half and half, without room for more", 4, 50, 100, 60, 30),
                Setup.rolling("one of eight at a time", 8, 100, 125, 30, 15),
                Setup.rolling("stopped, then started", 4, 0, 100, 20, 10),
                Setup.rolling("slow checks", 6, 100, 150, 10, 60),
                new Setup("no load balancer", 3, false, "ROLLING", 100, 134, 0, 0, 0, 10, Optional.empty()),
                Setup.moving("blue/green by ECS", "BLUE_GREEN", 7, 0, 60, 10),
                Setup.moving("a canary by ECS", "CANARY", 5, 10, 300, 30),
                Setup.moving("linear by ECS", "LINEAR", 2, 4, 30, 20),
                Setup.released("a canary", canary(minutes(5), minutes(10)), 120, 30),
                Setup.released("linear steps", linear(20, minutes(3), minutes(1)), 30, 10),
                Setup.released(
                        "blue/green",
                        ReleaseSettingsBuilder.of("blueGreen").keep(minutes(4)).build(),
                        300,
                        10),
                Setup.released("rolling", rolling(1, minutes(1)), 20, 10));
    }

    @ParameterizedTest
    @MethodSource("setups")
    void theTimeIsForetoldAndTheSettingsThatAreNamedSaveWhatIsSaid(Setup setup) throws Exception {
        Measured measured = measure(setup);

        assertThat(off(measured.told().expected(), measured.took()))
                .as(measured.toString())
                .isLessThanOrEqualTo(OFF);
        // All of them are tried by the setups together; each is a rollout of its own.
        for (CostlySetting setting : tried(measured.told().costly())) {
            Measured quicker = measure(changed(setup, setting));
            Duration saved = measured.took().minus(quicker.took());
            assertThat(saved.minus(setting.saves()).abs())
                    .as(setting.sentence() + " It saved " + saved + ". " + measured + quicker)
                    .isLessThanOrEqualTo(max(
                            CHANCE, Duration.ofMillis((long) (setting.saves().toMillis() * OFF))));
        }
        assertThat(measured.told().costly()).as(measured.toString()).hasSizeLessThanOrEqualTo(3);
    }

    private static List<CostlySetting> tried(List<CostlySetting> named) {
        return EVERY ? named : named.subList(0, Math.min(1, named.size()));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static double off(Duration told, Duration took) {
        return Math.abs((double) told.toMillis() / took.toMillis() - 1);
    }

    /** As the sentence says it. */
    private static Setup changed(Setup setup, CostlySetting setting) {
        String name = setting.name();
        String first = name.substring(0, name.indexOf(' '));
        String number = setting.quicker().replaceAll("[^0-9].*", "");
        int value = Integer.parseInt(number);
        return switch (first) {
            case "deregistration_delay.timeout_seconds" -> setup.withDrain(value);
            case "HealthCheckIntervalSeconds" -> setup.withCheck(value);
            case "maximumPercent" -> setup.withMaximum(value);
            case "bakeTimeInMinutes" -> setup.withBake(value);
            case "canaryBakeTimeInMinutes", "stepBakeTimeInMinutes" -> setup.withStep(value);
            case "'bake'" -> setup.withRelease(withBake(setup.release().orElseThrow(), duration(setting.quicker())));
            case "'keep'" -> setup.withRelease(withKeep(setup.release().orElseThrow(), duration(setting.quicker())));
            case "'weight'" -> setup.withRelease(withWeight(setup.release().orElseThrow(), value));
            case "'batch'" ->
                setup.withRelease(
                        rolling(value, setup.release().orElseThrow().bake().orElseThrow()));
            default -> throw new AssertionError(name);
        };
    }

    private static Duration duration(String words) {
        return Duration.parse(
                "PT" + words.replace(" min", "M").replace(" s", "S").replace(" ", ""));
    }

    private static ReleaseSettings withBake(ReleaseSettings release, Duration bake) {
        return switch (release.strategy()) {
            case "canary" -> canary(bake, release.keep().orElseThrow());
            case "linear" ->
                linear(
                        release.weight().orElseThrow().permille() / 10,
                        bake,
                        release.keep().orElseThrow());
            default -> rolling(release.batch().orElseThrow().size(), bake);
        };
    }

    private static ReleaseSettings withWeight(ReleaseSettings release, int percent) {
        return linear(percent, release.bake().orElseThrow(), release.keep().orElseThrow());
    }

    private static ReleaseSettings withKeep(ReleaseSettings release, Duration keep) {
        return switch (release.strategy()) {
            case "canary" -> canary(release.bake().orElseThrow(), keep);
            case "linear" ->
                linear(
                        release.weight().orElseThrow().permille() / 10,
                        release.bake().orElseThrow(),
                        keep);
            default -> ReleaseSettingsBuilder.of(release.strategy()).keep(keep).build();
        };
    }

    /**
     * What was said and what was so.
     *
     * @param told before it began
     * @param took in the simulated AWS
     */
    private record Measured(RolloutTime told, Duration took) {}

    private Measured measure(Setup setup) throws Exception {
        try (var lab = new ReleaseLab(folder, setup::apply)) {
            try (Busy busy = lab.account.clock().busy()) {
                groups(lab, setup);
            }
            lab.still();
            RolloutTime told = told(lab, setup);
            ExecutionState end = setup.release().isPresent()
                    ? lab.release("two", setup.release().get())
                    : deployed(lab);
            assertThat(end.outcome()).as(lab.log.toString()).contains(Outcome.SUCCEEDED);
            return new Measured(told, Duration.between(end.startedAt(), end.updatedAt()));
        }
    }

    private static void groups(ReleaseLab lab, Setup setup) {
        var elb = lab.account.clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);
        for (String group : List.of(lab.shop.blue, lab.shop.green)) {
            elb.modifyTargetGroup(m -> m.targetGroupArn(group).healthCheckIntervalSeconds(setup.check()));
            elb.modifyTargetGroupAttributes(m -> m.targetGroupArn(group)
                    .attributes(TargetGroupAttribute.builder()
                            .key("deregistration_delay.timeout_seconds")
                            .value(Integer.toString(setup.drain()))
                            .build()));
        }
    }

    private RolloutTime told(ReleaseLab lab, Setup setup) throws Exception {
        var services = new EcsContainerServices(lab.account.clients);
        var target = new EcsReleaseTarget(
                services,
                new FakeImageRegistry(),
                new ElbListenerRules(lab.account.clients),
                new ElbLoadBalancers(lab.account.clients),
                new FakeWebProbe());
        var told = new AtomicReference<Optional<RolloutTime>>(Optional.empty());
        var action = new TimeAction<>(
                new ServiceTimes(target, services, new EcsServiceTimings(lab.account.clients)),
                name -> setup.release().flatMap(Strategies.builtIn()::expected),
                (name, time) -> told.set(Optional.of(time)));
        try (var fixture = new ReleaseFixture(
                new InMemoryJournal(),
                lab.account.clock(),
                folder,
                new InMemoryArtifactStore(),
                "planner",
                action,
                List.of())) {
            run(lab, fixture);
        }
        return told.get().orElseThrow();
    }

    private ExecutionState deployed(ReleaseLab lab) throws Exception {
        try (var fixture = new ReleaseFixture(
                new InMemoryJournal(),
                lab.account.clock(),
                folder,
                new InMemoryArtifactStore(),
                "runner",
                new EcsDeployAction(new EcsContainerServices(lab.account.clients), new FakeImageRegistry()),
                List.of(new ServiceDeploymentReader(lab.account.clients, lab.account.clock())))) {
            return run(lab, fixture);
        }
    }

    private static ExecutionState run(ReleaseLab lab, ReleaseFixture fixture) throws Exception {
        ExecutionId id;
        try (Busy busy = lab.account.clock().busy()) {
            id = fixture.engine.start(ReleaseLab.releasing("two"), StartRequest.by("ann"));
        }
        return fixture.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
    }
}
