package dev.penstock.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private static final LatencyHistogram BASELINE =
            LatencyHistogram.cumulative(List.of(0.1, 0.2, 0.5, 1.0), List.of(700L, 940L, 990L, 999L), 1000);

    @Test
    void theLimitIsTheBoundThatTheShareOfRequestsDidNotExceed() {
        assertThat(BASELINE.limit(0.7)).isEqualTo(0.1);
        assertThat(BASELINE.limit(0.95)).isEqualTo(0.5);
        assertThat(BASELINE.limit(0.9999)).isEqualTo(1.0);
    }

    @Test
    void requestsAboveTheLimitAreTheBadOnes() {
        assertThat(BASELINE.slowerThan(0.5)).isEqualTo(new ArmCounts(1000, 10));
        assertThat(BASELINE.slowerThan(1.0)).isEqualTo(new ArmCounts(1000, 1));
        assertThatThrownBy(() -> BASELINE.slowerThan(0.3)).hasMessage("0.3 s is no bound of this histogram");
    }
}
