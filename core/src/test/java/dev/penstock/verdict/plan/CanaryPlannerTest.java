package dev.penstock.verdict.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.verdict.Decision;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.InconclusivePolicy;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.Timing;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.plan.CanaryPlan.Finding;
import dev.penstock.verdict.simulate.SimulatedCanary;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryPlannerTest {

    private static final int RUNS = Integer.getInteger("penstock.verdict.runs", 600);

    @ParameterizedTest
    @CsvSource({
        "60, 0.1, 0.005, 10",
        "60, 0.5, 0.005, 5",
        "600, 0.1, 0.005, 3",
        "600, 0.5, 0.005, 2",
        "6000, 0.1, 0.005, 2",
        "600, 0.1, 0.001, 10",
        "2000, 0.1, 0.005, 3",
        "20000, 0.05, 0.001, 2",
    })
    void foretellsWhatSimulationsFindWithinFifteenPercent(double perMinute, double weight, double base, double ratio) {
        CanaryTraffic traffic = new CanaryTraffic(perMinute, base, weight, 1);
        Finding finding = plan(traffic, Duration.ofHours(4), ratio);
        double[] minutes = simulated(traffic, ratio, Decision.RollBack.class);
        close(finding.time(), minutes[(int) Math.ceil(0.9 * RUNS) - 1]);
        close(finding.median(), minutes[RUNS / 2]);
    }

    @Test
    void foretellsWhenAHealthyCanaryIsProven() {
        CanaryTraffic traffic = new CanaryTraffic(2000, 0.005, 0.1, 1);
        Finding finding = new CanaryPlanner(request(traffic, Duration.ofHours(4), 2)).promotion(traffic);
        double[] minutes = simulated(traffic, 1, Decision.Promote.class);
        close(finding.time(), minutes[(int) Math.ceil(0.9 * RUNS) - 1]);
        close(finding.median(), minutes[RUNS / 2]);
    }

    @Test
    void proposesTheQuickestWeightWithinTheHarmBudget() {
        CanaryTraffic traffic = new CanaryTraffic(2000, 0.005, 0.1, 1);
        CanaryPlan generous = CanaryPlanner.plan(withBudget(traffic, 100));
        CanaryPlan strict = CanaryPlanner.plan(withBudget(traffic, 10));
        assertThat(generous.proposed().orElseThrow().weight()).isEqualTo(0.5);
        assertThat(strict.proposed().orElseThrow().weight()).isLessThan(0.5);
        assertThat(strict.proposed().orElseThrow().harm().orElseThrow()).isLessThanOrEqualTo(10);
        // A smaller weight is slower and hardly less harmful: time falls twelvefold from 1 % to 50 %, harm rises
        // fourfold.
        assertThat(strict.proposals().getFirst().found().median().orElseThrow())
                .isGreaterThan(generous.proposed()
                        .orElseThrow()
                        .found()
                        .median()
                        .orElseThrow()
                        .multipliedBy(8));
    }

    private static PlanRequest withBudget(CanaryTraffic traffic, double harm) {
        return new PlanRequest(
                traffic,
                ErrorBudget.STANDARD,
                1,
                2,
                3,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                0.9,
                OptionalDouble.of(harm));
    }

    @Test
    void saysWhatCannotBeFound() {
        CanaryPlan plan = CanaryPlanner.plan(PlanRequest.of(new CanaryTraffic(600, 0.005, 0.1, 1)));
        double smallest = plan.smallest().orElseThrow();
        assertThat(smallest).isBetween(2.2, 2.8);
        assertThat(new CanaryPlanner(plan.request())
                        .finding(plan.request().traffic(), smallest * 0.9)
                        .time())
                .isEmpty();
        assertThat(CanaryPlanner.plan(PlanRequest.of(new CanaryTraffic(1, 0.0001, 0.01, 1)))
                        .smallest())
                .isEmpty();
    }

    @Test
    void burstsMakeItSlower() {
        CanaryTraffic single = new CanaryTraffic(6000, 0.005, 0.1, 1);
        CanaryTraffic bursts = new CanaryTraffic(60_000, 0.005, 0.1, 10);
        Finding slow = plan(bursts, Duration.ofHours(1), 2);
        Finding plain = plan(single, Duration.ofHours(1), 2);
        assertThat(slow.median()).isEqualTo(plain.median());
        assertThat(slow.time()).isEqualTo(plain.time());
        assertThat(slow.withinBake()).isCloseTo(plain.withinBake(), within(1e-9));
    }

    @Test
    void questionsThatHaveNoAnswerAreRefused() {
        assertThatThrownBy(() -> new CanaryTraffic(600, 0, 0.1, 1))
                .isInstanceOf(PlanException.class)
                .hasMessage("'baseErrorRate' is 0.0. It is above 0 and below 1.");
        assertThatThrownBy(() -> request(new CanaryTraffic(600, 0.1, 0.1, 1), Duration.ofSeconds(30), 2))
                .hasMessageContaining("does not fit");
    }

    private static void close(Optional<Duration> planned, double simulatedMinutes) {
        // A look more or less is the least that can be told.
        assertThat(planned.orElseThrow().toMinutes() + 0.0)
                .isCloseTo(simulatedMinutes, within(Math.max(1, 0.15 * simulatedMinutes)));
    }

    private static double[] simulated(CanaryTraffic traffic, double ratio, Class<? extends Decision> wanted) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260301);
        Duration earliest = wanted == Decision.Promote.class ? Duration.ZERO : Duration.ofHours(8);
        VerdictSettings settings = VerdictSettings.of(Duration.ofHours(8), MetricSettings.of("errors"))
                .with(new Timing(Duration.ofHours(8), earliest, OptionalDouble.empty(), InconclusivePolicy.ASK));
        var canary = SimulatedCanary.of(
                traffic.requestsPerMinute(), traffic.weight(), traffic.baseErrorRate(), ratio, Duration.ofMinutes(1));
        double[] minutes = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            SimulatedCanary.Ending ending = canary.judge(settings, random);
            minutes[i] = wanted.isInstance(ending.decision()) ? ending.after().toMinutes() : Double.MAX_VALUE;
        }
        Arrays.sort(minutes);
        return minutes;
    }

    /** Requests per minute, then minutes at a weight of 10 % and of 50 %; 0 is beyond four hours. */
    @ParameterizedTest
    @CsvSource({
        "60, 0.005, 3, 0, 138",
        "60, 0.005, 5, 118, 46",
        "60, 0.005, 10, 39, 17",
        "60, 0.005, 50, 5, 2",
        "600, 0.005, 2, 110, 44",
        "600, 0.005, 3, 34, 13",
        "600, 0.005, 5, 12, 5",
        "600, 0.005, 10, 4, 2",
        "6000, 0.005, 2, 12, 5",
        "6000, 0.005, 3, 4, 2",
        "60000, 0.005, 2, 2, 1",
        "60, 0.001, 10, 187, 78",
        "60, 0.001, 50, 23, 10",
        "600, 0.001, 3, 168, 71",
        "600, 0.001, 10, 19, 8",
        "6000, 0.001, 3, 18, 7",
    })
    void agreesWithThePublishedTableOfTheMethod(double perMinute, double base, double ratio, int atTen, int atFifty) {
        published(new CanaryTraffic(perMinute, base, 0.1, 1), ratio, atTen);
        published(new CanaryTraffic(perMinute, base, 0.5, 1), ratio, atFifty);
    }

    private static void published(CanaryTraffic traffic, double ratio, int minutes) {
        // It was made for faults that are there from the start.
        PlanRequest request = new PlanRequest(
                traffic,
                ErrorBudget.STANDARD.with(ErrorBudget.Onset.START),
                1,
                2,
                ratio,
                Duration.ofMinutes(1),
                Duration.ofHours(4),
                0.9,
                OptionalDouble.empty());
        Optional<Duration> time =
                new CanaryPlanner(request).finding(traffic, ratio).time();
        if (minutes == 0) {
            assertThat(time).isEmpty();
        } else {
            close(time, minutes);
        }
    }

    private static Finding plan(CanaryTraffic traffic, Duration bake, double ratio) {
        return new CanaryPlanner(request(traffic, bake, ratio)).finding(traffic, ratio);
    }

    private static PlanRequest request(CanaryTraffic traffic, Duration bake, double target) {
        return new PlanRequest(
                traffic, ErrorBudget.STANDARD, 1, 2, target, Duration.ofMinutes(1), bake, 0.9, OptionalDouble.empty());
    }
}
