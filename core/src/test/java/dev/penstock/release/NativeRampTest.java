package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.release.NativeRamp.Strategy;
import dev.penstock.release.NativeRamp.Translation;
import dev.penstock.release.NativeRamp.Translation.Impossible;
import dev.penstock.release.NativeRamp.Translation.Possible;
import dev.penstock.release.TrafficRamp.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NativeRampTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Test
    void oneStepIsBlueGreenTwoAreACanaryAndEqualStepsAreLinear() {
        assertThat(possible(1000)).returns(Strategy.BLUE_GREEN, NativeRamp::strategy);
        assertThat(possible(25, 1000))
                .returns(Strategy.CANARY, NativeRamp::strategy)
                .returns(25, NativeRamp::step);
        assertThat(possible(100, 500, 1000))
                .returns(Strategy.LINEAR, NativeRamp::strategy)
                .returns(100, NativeRamp::step)
                .returns(List.of(100, 200, 300, 400, 500, 600, 700, 800, 900, 1000), NativeRamp::walked);
        assertThat(possible(333, 666, 1000).walked()).containsExactly(333, 666, 999, 1000);
    }

    @Test
    void stepsThatAreTooSmallAreRefusedWithTheNearest() {
        Translation refused = NativeRamp.of(ramp(10, 100, 1000));

        assertThat(refused).isInstanceOfSatisfying(Impossible.class, impossible -> {
            assertThat(impossible.why()).contains("1 %, 10 %, 100 %");
            assertThat(impossible.nearest()).containsExactly(33, 99, 1000);
        });
    }

    @Test
    void aPauseLongerThanEcsWaitsIsRefused() {
        var ramp = new TrafficRamp(
                List.of(new Stop(100, Duration.ofDays(14)), new Stop(1000, Duration.ZERO)), Duration.ZERO);

        assertThat(NativeRamp.of(ramp))
                .isInstanceOfSatisfying(
                        Impossible.class,
                        impossible -> assertThat(impossible.why()).contains("14 days", "10 %"));
    }

    @Test
    void whatIsWalkedHoldsEveryStepAndWhatIsRefusedHasANeighbourThatIsNot() {
        long seed = 20260714;
        Random random = new Random(seed);
        for (int run = 0; run < 5_000; run++) {
            TreeSet<Integer> shares = new TreeSet<>();
            int unit = List.of(1, 5, 10, 50, 100, 125).get(random.nextInt(6));
            for (int i = random.nextInt(5); i > 0; i--) {
                shares.add(Math.min(999, unit * (1 + random.nextInt(1000 / unit))));
            }
            shares.add(1000);
            int[] wanted = shares.stream().mapToInt(Integer::intValue).toArray();
            String where = "seed " + seed + ", run " + run + ": " + shares;
            switch (NativeRamp.of(ramp(wanted))) {
                case Possible(NativeRamp ramp) -> {
                    assertThat(ramp.walked()).describedAs(where).isSorted().containsAll(shares);
                    assertThat(ramp.walked().getLast()).describedAs(where).isEqualTo(1000);
                    assertThat(ramp.strategy() != Strategy.LINEAR || ramp.step() >= 30)
                            .describedAs(where)
                            .isTrue();
                }
                case Impossible impossible -> {
                    List<Integer> nearest = impossible.nearest();
                    if (!nearest.isEmpty()) {
                        assertThat(nearest).describedAs(where).hasSameSizeAs(shares);
                        assertThat(NativeRamp.of(ramp(nearest.stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray())))
                                .describedAs(where)
                                .isInstanceOf(Possible.class);
                    }
                }
            }
        }
    }

    @Test
    void everyPauseGoesBackByItselfAfterItsTimeAndTheReserve() {
        var ramp = new TrafficRamp(
                List.of(
                        new Stop(100, TEN_MINUTES),
                        new Stop(500, Duration.ofMinutes(25)),
                        new Stop(1000, Duration.ofSeconds(90))),
                TEN_MINUTES);

        JsonNode settings = JsonMapper.shared()
                .readTree(((Possible) NativeRamp.of(ramp)).ramp().over(DeploymentSettings.NONE));

        List<String> hooks = new ArrayList<>();
        settings.path("lifecycleHooks")
                .forEach(hook -> hooks.add(hook.at("/lifecycleStages/0").asString() + " "
                        + hook.at("/timeoutConfiguration/timeoutInMinutes").asInt() + " "
                        + hook.at("/timeoutConfiguration/action").asString()));
        assertThat(hooks)
                .containsExactly(
                        "POST_TEST_TRAFFIC_SHIFT 40 ROLLBACK",
                        "PRE_PRODUCTION_TRAFFIC_SHIFT 55 ROLLBACK",
                        "POST_PRODUCTION_TRAFFIC_SHIFT 32 ROLLBACK");
        assertThat(settings.at("/linearConfiguration/stepBakeTimeInMinutes").asInt(-1))
                .isZero();
        assertThat(settings.path("bakeTimeInMinutes").asInt(-1)).isZero();
    }

    @Test
    void whatTheServiceHadStaysWhereItDoesNotDisturb() {
        DeploymentSettings before = DeploymentSettings.read("""
                {"strategy":"ROLLING","maximumPercent":150,"deploymentCircuitBreaker":{"enable":true},
                "alarms":{"alarmNames":["five-hundreds"],"enable":true,"rollback":true},"lifecycleHooks":[
                {"hookTargetArn":"arn:aws:lambda:us-east-1:1:function:check","lifecycleStages":["POST_SCALE_UP"]}]}""");

        JsonNode settings = JsonMapper.shared().readTree(possible(50, 1000).over(before));

        assertThat(settings.path("maximumPercent").asInt()).isEqualTo(150);
        assertThat(settings.at("/alarms/alarmNames/0").asString()).isEqualTo("five-hundreds");
        assertThat(settings.path("lifecycleHooks").size()).isEqualTo(3);
        assertThat(settings.at("/canaryConfiguration/canaryPercent").asDouble()).isEqualTo(5.0);
        assertThat(settings.has("deploymentCircuitBreaker"))
                .describedAs("rolling deployments alone have one")
                .isFalse();
        assertThat(JsonMapper.shared().readTree(before.toPutBack()))
                .isEqualTo(JsonMapper.shared().readTree(before.json()));
    }

    @Test
    void aRampThatDoesNotRiseToAllIsNone() {
        assertThatThrownBy(() -> ramp(500, 100, 1000)).hasMessageContaining("50 %, 10 %, 100 %");
        assertThatThrownBy(() -> ramp(100, 500)).hasMessageContaining("100 %");
        assertThatThrownBy(() -> ramp()).hasMessageContaining("100 %");
    }

    private static NativeRamp possible(int... shares) {
        return ((Possible) NativeRamp.of(ramp(shares))).ramp();
    }

    private static TrafficRamp ramp(int... shares) {
        List<Stop> stops = new ArrayList<>();
        for (int share : shares) {
            stops.add(new Stop(share, Duration.ZERO));
        }
        return new TrafficRamp(stops, Duration.ZERO);
    }
}
