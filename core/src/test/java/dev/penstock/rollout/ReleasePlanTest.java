package dev.penstock.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.rollout.ReleaseSettings.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReleasePlanTest {

    private static final Strategies STRATEGIES = Strategies.builtIn();

    private static String planned(ReleaseSettings settings) throws ReleaseSettingsException {
        return String.join(
                ", ",
                STRATEGIES.plan(TargetFacts.UNKNOWN, settings).steps().stream()
                        .map(Object::toString)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    allAtOnce | prepare, replace all at once, finish
                    inPlace   | prepare, replace in place, finish
                    rolling   | prepare, replace by 25 %, finish
                    immutable | prepare, replace by a new set, finish
                    blueGreen | prepare, scale up, 100 % of requests, bake for 10 min, finish
                    canary    | prepare, scale up, 10 % of requests, bake for 5 min, 100 % of requests, bake for 10 min, finish
                    """)
    void whatNobodySaysAnythingOfIsUsual(String strategy, String plan) throws Exception {
        assertThat(planned(ReleaseSettings.of(strategy))).isEqualTo(plan);
    }

    @Test
    void aLinearReleaseHasEqualStepsAndTheRest() throws Exception {
        ReleaseSettings settings = ReleaseSettingsBuilder.of("linear")
                .weight(Share.percent(30))
                .bake(Duration.ofMinutes(2))
                .build();

        assertThat(STRATEGIES.plan(TargetFacts.UNKNOWN, settings).shares())
                .extracting(Share::permille)
                .containsExactly(300, 600, 900, 1000);
    }

    @Test
    void whereNothingRunsNothingIsDivided() throws Exception {
        ReleasePlan plan = STRATEGIES.plan(TargetFacts.EMPTY, ReleaseSettings.of("canary"));

        assertThat(plan.shares()).isEmpty();
        assertThat(plan.replacement()).contains(new Replacement.AllAtOnce());
    }

    @Test
    void aStrategyRefusesWhatItWouldPassOver() {
        assertThatThrownBy(() -> planned(ReleaseSettingsBuilder.of("rolling")
                        .weight(Share.percent(10))
                        .build()))
                .isInstanceOf(ReleaseSettingsException.class)
                .hasMessage("The strategy 'rolling' takes no 'weight'.");
    }

    @Test
    void anUnknownStrategyIsToldWithTheNearestName() {
        assertThatThrownBy(() -> planned(ReleaseSettings.of("blueGren")))
                .isInstanceOfSatisfying(
                        ReleaseSettingsException.class,
                        e -> assertThat(e.hint()).contains("blueGreen"));
    }

    @Test
    void stepsOutOfOrderAreRefused() {
        assertThatThrownBy(() -> planned(ReleaseSettingsBuilder.of("ramp")
                        .steps(List.of(
                                new Step(Share.percent(50), Duration.ZERO, false),
                                new Step(Share.percent(20), Duration.ZERO, false)))
                        .build()))
                .hasMessage("The step to 20 % does not rise above 50 %.");
    }

    @Test
    void aCanaryOfEverythingIsRefused() {
        assertThatThrownBy(() -> planned(
                        ReleaseSettingsBuilder.of("canary").weight(Share.ALL).build()))
                .hasMessage("With 100 % of requests there is nothing to compare.");
    }

    @Test
    void partialCapacityBecomesWholeBeforeAllTraffic() throws Exception {
        assertThat(planned(ReleaseSettingsBuilder.of("canary")
                        .capacity(Share.percent(20))
                        .build()))
                .isEqualTo("prepare, scale up to 20 %, 10 % of requests, bake for 5 min, scale up, 100 % of requests,"
                        + " bake for 10 min, finish");
    }

    /** Whatever rises is a plan that begins and ends as it must, and gives every share that was asked for. */
    @Test
    void anyRampThatRisesIsAPlan() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            List<Step> steps = random.ints(1 + random.nextInt(6), 1, 1001)
                    .distinct()
                    .sorted()
                    .mapToObj(share ->
                            new Step(new Share(share), Duration.ofSeconds(random.nextInt(600)), random.nextBoolean()))
                    .toList();

            ReleasePlan plan = STRATEGIES.plan(
                    TargetFacts.UNKNOWN,
                    ReleaseSettingsBuilder.of("ramp").steps(steps).build());

            assertThat(plan.shares())
                    .containsSubsequence(steps.stream().map(Step::weight).toList())
                    .endsWith(Share.ALL)
                    .isSorted();
            assertThat(plan.shareAfter(plan.steps().size() - 1)).isEqualTo(Share.ALL);
        }
    }

    @Test
    void aPlanThatNeverReplacesAnythingIsNone() {
        assertThatThrownBy(() -> new ReleasePlan("mine", List.of(new ReleaseStep.Prepare(), new ReleaseStep.Finish())))
                .hasMessageContaining("the old version is replaced once");
    }

    @ParameterizedTest
    @CsvSource({"10, 100", "10%, 100", "12.5 %, 125", "0.1, 1", "100, 1000"})
    void sharesAreReadAsPerCent(String text, int permille) {
        assertThat(Share.parse(text)).contains(new Share(permille));
    }

    @ParameterizedTest
    @CsvSource({"-1", "100.1", "0.05", "ten", "''", "1e400"})
    void whatIsNoShareIsNotRead(String text) {
        assertThat(Share.parse(text)).isEqualTo(Optional.empty());
    }

    @Test
    void theNearestStrategyIsOneThatTheTargetCanDo() {
        Optional<String> nearest = STRATEGIES.nearest(
                TargetFacts.UNKNOWN,
                ReleaseSettings.of("canary"),
                plan -> plan.shares().size() > 1 ? Optional.of(new Refusal("No.", "")) : Optional.empty());

        assertThat(nearest).contains("blueGreen");
    }
}
