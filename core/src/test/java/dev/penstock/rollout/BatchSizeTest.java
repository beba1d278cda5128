package dev.penstock.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CodeDeploy's arithmetic of batches (User Guide, "Instance health"). */
final class BatchSizeTest {

    @ParameterizedTest(name = "{1} % of {0} at a time are {2}")
    @CsvSource({
        "9, 50, 4",
        "10, 50, 5",
        "2, 50, 1",
        "1, 50, 1",
        "10, 25, 2",
        "3, 25, 1",
        "200, 1, 2",
        "7, 100, 7",
        "10, 5, 1"
    })
    void aShareIsRoundedDownAndNeverNothing(int all, int percent, int batch) {
        assertThat(new BatchSize(percent, true).of(all)).isEqualTo(batch);
    }

    @ParameterizedTest(name = "{1} of {0} at a time are {2}")
    @CsvSource({"9, 1, 1", "9, 4, 4", "3, 5, 3", "0, 2, 1"})
    void aNumberIsAtMostAll(int all, int size, int batch) {
        assertThat(new BatchSize(size, false).of(all)).isEqualTo(batch);
    }

    @Test
    void aBatchLeavesTheMinimumHealthyThatCodeDeployRoundsUp() {
        for (int all = 1; all <= 300; all++) {
            for (int percent = 1; percent <= 100; percent++) {
                int minimum = Math.ceilDiv(all * (100 - percent), 100);
                assertThat(new BatchSize(percent, true).of(all)).isEqualTo(Math.max(1, all - minimum));
            }
        }
    }

    @Test
    void noPartIsNoBatch() {
        assertThatThrownBy(() -> new BatchSize(0, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BatchSize(101, true)).isInstanceOf(IllegalArgumentException.class);
    }
}
