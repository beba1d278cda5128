package dev.penstock.verdict.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.verdict.Decision;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.Guards;
import dev.penstock.verdict.InconclusivePolicy;
import dev.penstock.verdict.KayentaSettings;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.Timing;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.simulate.SimulatedCanary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutPowerTest {

    private static final int RUNS = Integer.getInteger("penstock.verdict.runs", 600);
    private static final Duration HOUR = Duration.ofHours(1);

    private static RolloutStep step(double weight, int minutes) {
        return new RolloutStep(weight, Duration.ofMinutes(minutes));
    }

    @Test
    void saysInWordsWhatACanaryFinds() {
        RolloutPower power = RolloutPower.of(
                List.of(step(0.1, 60)),
                RolloutTraffic.of(600, 0.005),
                VerdictSettings.of(HOUR, MetricSettings.of("errors")));
        assertThat(power.sentences())
                .containsExactly(
                        "At 600 requests a minute a 10 % canary finds three times as many errors in about 37 min with 90 %; below"
                                + " × 2.5 it cannot within 1 h.",
                        "A version that is as good as the old one is not proven within 1 h.");
    }

    @Test
    void saysWhatARampFindsStepByStepAndInAll() {
        VerdictSettings settings = VerdictSettings.of(
                HOUR, MetricSettings.of("errors"), MetricSettings.of("slow").withAcceptableRate(0.05));
        RolloutPower power = RolloutPower.of(
                List.of(step(0.01, 10), step(0.25, 20), step(1, 10)),
                new RolloutTraffic(3000, Map.of("slow", 0.02), 0.005, Duration.ofMinutes(1)),
                settings);
        assertThat(power.sentences())
                .containsExactly(
                        "At 3000 requests a minute a 1 % canary finds ten times as many bad requests ('errors') in about 9 min with"
                                + " 90 %; below × 9 it cannot within 10 min.",
                        "At 3000 requests a minute a 1 % canary finds five times as many bad requests ('slow') in about 8 min with"
                                + " 90 %; below × 4.2 it cannot within 10 min.",
                        "A version that is as good as the old one is not proven within 10 min by 'errors'.",
                        "At 3000 requests a minute a 25 % canary finds twice as many bad requests ('errors') in about 15 min with"
                                + " 90 %; below × 1.8 it cannot within 20 min.",
                        "At 3000 requests a minute a 25 % canary finds 1.5 times as many bad requests ('slow') in about 13 min with"
                                + " 90 %; below × 1.4 it cannot within 20 min.",
                        "A version that is as good as the old one is proven in about 13 min with 90 %, 'errors' last.",
                        "With all requests there is nothing to compare bad requests ('errors') with; only an 'acceptableRate' could"
                                + " prove anything.",
                        "With all requests there is nothing to compare bad requests ('slow') with; only an 'acceptableRate' could"
                                + " prove anything.",
                        "Over all 3 steps, twice as many bad requests ('errors') are found with 98.4 %.",
                        "Over all 3 steps, twice as many bad requests ('slow') are found with more than 99.9 %.");
    }

    @Test
    void whatCannotBeComputedIsNotClaimed() {
        VerdictSettings settings = VerdictSettings.of(HOUR, MetricSettings.of("errors"));
        assertThat(RolloutPower.of(
                                List.of(step(0.1, 60)),
                                RolloutTraffic.of(600, 0.005),
                                settings.by(KayentaSettings.STANDARD))
                        .sentences())
                .containsExactly(
                        "What Kayenta's judge finds cannot be computed beforehand, and its false alarms have no bound.");
        assertThat(RolloutPower.of(List.of(step(0.01, 5)), RolloutTraffic.of(10, 0.001), settings)
                        .sentences())
                .first()
                .asString()
                .contains("cannot find a rise of errors up to fifty times as many within 5 min");
        // A bake time that is all warm-up shows nothing.
        VerdictSettings warm = settings.with(Guards.STANDARD.withWarmUp(Duration.ofMinutes(10), 0));
        assertThat(RolloutPower.of(List.of(step(0.5, 10)), RolloutTraffic.of(60_000, 0.01), warm)
                        .found("errors"))
                .isZero();
        assertThatThrownBy(() -> step(0.1, 0)).isInstanceOf(PlanException.class).hasMessageContaining("no bake time");
        assertThatThrownBy(() -> step(1.2, 5)).hasMessageContaining("at most 100 %");
        assertThatThrownBy(() -> RolloutTraffic.of(0, 0.1)).hasMessageContaining("requestsPerMinute");
    }

    /** A service with hardly a bad request is proven by its rate alone. */
    @ParameterizedTest
    @CsvSource({
        "600, 0.1, 0.00001, 0.001",
        "6000, 0.05, 0.0002, 0.002",
        "600, 0.5, 0.001, 0.005",
        "200, 0.1, 0.0005, 0.01"
    })
    void foretellsWhenARateIsProvenToBeNoHarmWithinFifteenPercent(
            double perMinute, double weight, double rate, double acceptable) {
        VerdictSettings settings = VerdictSettings.of(
                Duration.ofHours(8), MetricSettings.of("errors").withAcceptableRate(acceptable));
        RolloutPower power = RolloutPower.of(List.of(step(weight, 480)), RolloutTraffic.of(perMinute, rate), settings);
        double planned = power.steps().getFirst().proven().orElseThrow().toMinutes();
        double simulated = minutes(settings, SimulatedCanary.of(perMinute, weight, rate, 1, Duration.ofMinutes(1)));
        assertThat(planned).isCloseTo(simulated, within(Math.max(1, 0.15 * simulated)));
    }

    /** Three metrics of different weight, the third of three judged steps: a ninth and a half of the budget. */
    @Test
    void foretellsWithSeveralMetricsAndStepsWithinFifteenPercent() {
        VerdictSettings settings = VerdictSettings.of(
                Duration.ofHours(8),
                MetricSettings.of("errors").withWeight(0.5),
                MetricSettings.of("slow"),
                MetricSettings.of("refused").withWeight(1.5));
        RolloutPower power = RolloutPower.of(
                List.of(step(0.01, 1), step(0.02, 1), step(0.1, 480)), RolloutTraffic.of(2000, 0.005), settings);
        double planned = power.steps()
                .getLast()
                .metrics()
                .getFirst()
                .after()
                .orElseThrow()
                .toMinutes();
        Timing late =
                new Timing(Duration.ofHours(8), Duration.ofHours(8), OptionalDouble.empty(), InconclusivePolicy.ASK);
        VerdictSettings third = settings.with(ErrorBudget.of(0.01 / 3, 0.05)).with(late);
        double simulated = minutes(third, SimulatedCanary.of(2000, 0.1, 0.005, 2, Duration.ofMinutes(1)));
        assertThat(planned).isCloseTo(simulated, within(0.15 * simulated));
    }

    private static double minutes(VerdictSettings settings, SimulatedCanary canary) {
        double[] minutes = IntStream.range(0, RUNS)
                .parallel()
                .mapToObj(run -> canary.judge(
                        settings, RandomGeneratorFactory.of("L64X128MixRandom").create(run)))
                .filter(ending -> ending.decision().isFinal())
                .filter(ending -> canary.ratio() > 1 || ending.decision() instanceof Decision.Promote)
                .mapToDouble(ending -> ending.after().toMinutes())
                .sorted()
                .toArray();
        return minutes[(int) Math.ceil(0.9 * minutes.length) - 1];
    }
}
