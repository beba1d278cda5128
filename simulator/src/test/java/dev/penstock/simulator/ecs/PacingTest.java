package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {

    @ParameterizedTest
    @CsvSource({"1,3", "6,3", "7,4", "25,13", "400,200", "800,200"})
    void theBreakerActsAtHalfOfTheDesiredCountWithinItsBounds(int desired, int threshold) {
        assertThat(DeploymentControls.STANDARD.threshold(desired)).isEqualTo(threshold);
    }

    @ParameterizedTest
    @CsvSource({
        "BOUNDED_PERCENT,10,10,3",
        "BOUNDED_PERCENT,100,500,200",
        "UNBOUNDED_PERCENT,10,10,1",
        "UNBOUNDED_PERCENT,50,900,450",
        "UNBOUNDED_PERCENT,50,0,1",
        "COUNT,5,900,5"
    })
    void otherThresholdsAreWorkedOutAsTheirTypeSays(
            DeploymentControls.ThresholdType type, int value, int desired, int threshold) {
        assertThat(new DeploymentControls(type, value, false, Optional.empty(), List.of()).threshold(desired))
                .isEqualTo(threshold);
    }

    @Test
    void noStepEverLeavesThePercentages() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            int desired = random.nextInt(0, 20);
            int minimum = random.nextInt(0, 101);
            int maximum = random.nextInt(100, 300);
            int targets = random.nextInt(0, desired + 1);
            int others = random.nextInt(0, desired + 1);
            Pacing.State state = new Pacing.State(
                    desired,
                    minimum,
                    maximum,
                    targets,
                    random.nextInt(0, targets + 1),
                    others,
                    random.nextInt(0, others + 1),
                    random.nextInt(0, 3),
                    random.nextInt(4) == 0);

            Pacing next = Pacing.of(state);

            int healthy = state.healthyTargets() + state.healthyOthers();
            assertThat(next.start()).isNotNegative();
            assertThat(next.stop()).isBetween(0, state.healthyOthers());
            assertThat(targets + next.start()).isLessThanOrEqualTo(desired);
            if (next.start() > 0) {
                assertThat(targets + others + state.givenUp() + next.start()).isLessThanOrEqualTo(state.maximum());
            }
            if (next.stop() > 0) {
                assertThat(healthy - next.stop()).isGreaterThanOrEqualTo(state.minimum());
            }
        }
    }
}
