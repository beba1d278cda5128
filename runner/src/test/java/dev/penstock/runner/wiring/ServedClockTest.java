package dev.penstock.runner.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServedClockTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void alarmsRingByTheTimeThatRunsThereHoweverFastThatIs() throws Exception {
        try (SimulatedAws aws = SimulatedAws.builder()
                        .time(SimulatedTime.scaled(START, 10_000))
                        .start();
                ServedClock clock = new ServedClock(new SimulatorPage(aws.endpoint()), System::nanoTime)) {
            Instant due = clock.instant().plus(Duration.ofHours(3));
            var rung = new CompletableFuture<Instant>();
            EngineClock.Alarm unused = clock.at(due, () -> rung.complete(clock.instant()));

            assertThat(rung.get(60, TimeUnit.SECONDS)).isAfterOrEqualTo(due);
        }
    }

    @Test
    void aClockThatSomebodyMovesIsFollowedAndNeverGoesBack() throws Exception {
        try (SimulatedAws aws = SimulatedAws.builder()
                        .time(SimulatedTime.stepped(START))
                        .start();
                ServedClock clock = new ServedClock(new SimulatorPage(aws.endpoint()), System::nanoTime)) {
            assertThat(clock.instant()).isEqualTo(START);
            var rung = new CompletableFuture<Instant>();
            EngineClock.Alarm unused = clock.at(START.plus(Duration.ofDays(1)), () -> rung.complete(clock.instant()));
            EngineClock.Alarm takenBack =
                    clock.at(START.plus(Duration.ofHours(1)), () -> rung.completeExceptionally(new AssertionError()));
            takenBack.cancel();

            aws.time().advance(Duration.ofDays(2));

            assertThat(rung.get(60, TimeUnit.SECONDS)).isEqualTo(START.plus(Duration.ofDays(2)));
        }
    }
}
