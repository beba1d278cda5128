package dev.penstock.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Pace pace = new Pace();

    @Test
    void callsAreSparedUpWhileFewAreMade() {
        pace.calls(START);
        assertThat(pace.spare(START)).isZero();
        assertThat(pace.spare(START.plusSeconds(2))).isEqualTo(4);
        assertThat(pace.spare(START.plusSeconds(600))).as("not without end").isEqualTo(10);
        pace.tookMore(7);
        assertThat(pace.spare(START.plusSeconds(600))).isEqualTo(3);
    }

    @Test
    void nothingIsSparedWhileMoreCallsAreMadeThanAreEasy() {
        for (int quarter = 0; quarter < 400; quarter++) {
            Instant now = START.plusMillis(250L * quarter);
            pace.calls(now);
            assertThat(pace.spare(now)).isZero();
        }
        Instant end = START.plusSeconds(100);
        assertThat(pace.spare(end.plusSeconds(3)))
                .as("what was spent is made good first")
                .isZero();
        assertThat(pace.spare(end.plusSeconds(5))).isPositive();
    }

    @Test
    void aThrottleEndsWhatWasSpared() {
        pace.calls(START);
        Instant later = START.plusSeconds(60);
        assertThat(pace.spare(later)).isPositive();
        pace.throttled(later);
        assertThat(pace.spare(later)).isZero();
        assertThat(pace.spare(later.plusSeconds(2))).as("at half the rate").isEqualTo(2);
    }
}
