package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.release.ServiceSetup.Balancer;
import dev.penstock.release.ServiceSetup.Controller;
import dev.penstock.release.ServiceSetup.Gradual;
import dev.penstock.release.ServiceTiming.Group;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.rollout.duration.CostlySetting;
import dev.penstock.rollout.duration.Phase;
import dev.penstock.rollout.duration.RolloutTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class ServiceForecastTest {

    private static final Gradual NETWORK =
            new Gradual("arn:green", "arn:aws:elasticloadbalancing:eu-west-1:1:listener/net/front/1/2", "", "arn:role");

    private static ServiceSetup setup(int desired, String configuration, boolean network) {
        return new ServiceSetup(
                "arn:service",
                Controller.ECS,
                false,
                desired,
                "arn:definition",
                true,
                DeploymentSettings.read(configuration),
                List.of(new Balancer("arn:blue", "web", 80, network ? Optional.of(NETWORK) : Optional.empty())),
                List.of("arn:blue"),
                Optional.empty());
    }

    private static ServiceTiming timing(boolean network, int check, int drain) {
        return new ServiceTiming(
                Optional.of(Duration.ofSeconds(30)),
                Optional.of(Duration.ofSeconds(10)),
                Optional.empty(),
                Duration.ZERO,
                List.of(new Group(
                        "blue", network, Duration.ofSeconds(check), Duration.ofSeconds(drain), Duration.ZERO)));
    }

    private static RolloutTime of(int desired, String configuration, ServiceTiming timing) throws ReleaseFailure {
        boolean network = timing.groups().stream().anyMatch(Group::network);
        return new ServiceForecast(desired, setup(desired, configuration, network), Optional.empty())
                .byDeployment(timing);
    }

    @Test
    void theSettingsThatCostMostAreNamedWithWhatTheySave() throws Exception {
        RolloutTime time = of(2, "{\"minimumHealthyPercent\":50,\"maximumPercent\":100}", timing(false, 30, 300));

        assertThat(time.how()).isEqualTo("ROLLING, 2 tasks in 2 waves of at most 1");
        assertThat(time.costly())
                .extracting(CostlySetting::sentence)
                .containsExactly(
                        "deregistration_delay.timeout_seconds of the target group is 300 s: with 30 s it takes 4 min"
                                + " 17 s less.",
                        "HealthCheckIntervalSeconds of the target group is 30 s: with 10 s it takes 10 s less.");
    }

    @Test
    void eachMoveBehindANetworkLoadBalancerTakesTenMinutesMore() throws Exception {
        String linear =
                "{\"strategy\":\"LINEAR\",\"linearConfiguration\":{\"stepPercent\":25,\"stepBakeTimeInMinutes\":1}}";

        assertThat(of(2, linear, timing(true, 10, 0)).phases())
                .contains(new Phase("Network Load Balancer", 4, Duration.ofMinutes(10)));
        assertThat(of(2, linear, timing(false, 10, 0)).phases())
                .noneMatch(phase -> phase.words().contains("Network"));
    }

    @Test
    void percentagesThatLeaveNoRoomAreToldToNeverEnd() throws Exception {
        RolloutTime time = of(2, "{\"minimumHealthyPercent\":100,\"maximumPercent\":100}", timing(false, 10, 0));

        assertThat(time.phases()).isEmpty();
        assertThat(time.sentences())
                .anySatisfy(sentence -> assertThat(sentence)
                        .startsWith("It never ends: minimumHealthyPercent 100 and maximumPercent 100 leave no room"));
    }

    @Test
    void whatIsAssumedIsSaid() throws Exception {
        ServiceTiming unknown = new ServiceTiming(
                Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofMinutes(5), List.of());

        assertThat(of(1, "{}", unknown).remarks())
                .containsExactly(
                        "No task runs whose start could be measured: 45 s are assumed.",
                        "A version that fails the load balancer's checks is noticed after 5 min only"
                                + " (healthCheckGracePeriodSeconds).");
    }

    @Test
    void theBakesOfAReleaseAreItsOwnAndEcsHasNone() throws Exception {
        ReleasePlan plan = Strategies.builtIn().plan(TargetFacts.UNKNOWN, ReleaseSettings.of("canary"));
        RolloutTime time = new ServiceForecast(
                        2, setup(2, "{\"strategy\":\"BLUE_GREEN\",\"bakeTimeInMinutes\":60}", false), Optional.of(plan))
                .byDeployment(timing(false, 10, 0));

        assertThat(time.phases())
                .extracting(Phase::words)
                .containsExactly("start", "health", "bake", "keep", "drain and stop");
        assertThat(time.expected()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(17));
    }

    /** Quicker tasks never make it longer; whatever ends replaces every task. */
    @Test
    void quickerTasksNeverMakeItLonger() {
        long seed = RandomGenerator.getDefault().nextLong();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 2000; i++) {
            int desired = random.nextInt(1, 30);
            int minimum = random.nextInt(0, 101);
            int maximum = random.nextInt(100, 201);
            Duration up = Duration.ofSeconds(random.nextInt(1, 300));
            Duration down = Duration.ofSeconds(random.nextInt(0, 300));
            Optional<RollingWaves> walked = RollingWaves.of(desired, minimum, maximum, up, down);
            String told = "seed " + seed + ": " + desired + " tasks, " + minimum + " to " + maximum + " %, " + walked;
            boolean hasRoom = desired * maximum / 100 > Math.ceilDiv(desired * minimum, 100);
            assertThat(walked.isPresent()).as(told).isEqualTo(hasRoom);
            walked.ifPresent(known -> {
                assertThat(known.waves()).as(told).isBetween(Math.ceilDiv(desired, known.largest()), desired);
                assertThat(known.whole()).as(told).isGreaterThanOrEqualTo(up.multipliedBy(known.waves()));
                assertThat(RollingWaves.of(desired, minimum, maximum, up.dividedBy(2), down)
                                .orElseThrow()
                                .whole())
                        .as(told)
                        .isLessThanOrEqualTo(known.whole());
            });
        }
    }
}
