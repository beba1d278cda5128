package dev.penstock.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.verdict.Gate;
import dev.penstock.verdict.GateReading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorstReadingTest {

    private static final GateReading MISSING = new GateReading.Missing("g", "It was not read.");

    @Test
    void theWorstPlaceCounts() {
        assertThat(WorstReading.of(
                        new Gate.Health("g", 0.5, 1),
                        List.of(new GateReading.Targets("g", 9, 10), new GateReading.Targets("g", 2, 3))))
                .isEqualTo(new GateReading.Targets("g", 2, 3));
        assertThat(WorstReading.of(
                        new Gate.CrashLoop("g", 3, Duration.ofMinutes(5), 1),
                        List.of(new GateReading.Restarts("g", 1), new GateReading.Restarts("g", 0))))
                .isEqualTo(new GateReading.Restarts("g", 1));
        assertThat(WorstReading.of(
                        new Gate.Saturation("g", 0.9, 1),
                        List.of(new GateReading.Used("g", 0.2), new GateReading.Used("g", 0.4))))
                .isEqualTo(new GateReading.Used("g", 0.4));
    }

    @Test
    void alarmsOfAllPlacesCount() {
        assertThat(WorstReading.of(
                        new Gate.Alarms("g", List.of("a", "b"), 1),
                        List.of(
                                new GateReading.AlarmStates("g", List.of(), List.of("b")),
                                new GateReading.AlarmStates("g", List.of("a"), List.of("b")))))
                .isEqualTo(new GateReading.AlarmStates("g", List.of("a"), List.of("b")));
    }

    @Test
    void aPlaceThatIsNotKnownKeepsAGateFromBeingOpenAndNotFromBeingClosed() {
        Gate gate = new Gate.CrashLoop("g", 3, Duration.ofMinutes(5), 1);
        assertThat(WorstReading.of(gate, List.of(new GateReading.Restarts("g", 1), MISSING)))
                .isEqualTo(MISSING);
        assertThat(WorstReading.of(gate, List.of(MISSING, new GateReading.Restarts("g", 4))))
                .isEqualTo(new GateReading.Restarts("g", 4));
        assertThat(WorstReading.of(gate, List.of(MISSING, MISSING))).isEqualTo(MISSING);
    }
}
