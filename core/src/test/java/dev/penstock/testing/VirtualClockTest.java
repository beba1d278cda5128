package dev.penstock.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.time.EngineClock.Busy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualClockTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> rung = Collections.synchronizedList(new ArrayList<>());

    @Test
    void ringsInOrderOfTimeAndThenOfSetting() throws InterruptedException {
        VirtualClock clock = VirtualClock.steppedFrom(START);
        clock.at(START.plusSeconds(2), () -> rung.add("b" + clock.instant()));
        clock.at(START.plusSeconds(2), () -> rung.add("c" + clock.instant()));
        clock.at(START.plusSeconds(1), () -> rung.add("a" + clock.instant()));

        clock.advance(Duration.ofSeconds(10));

        assertThat(rung).containsExactly("a2026-01-01T00:00:01Z", "b2026-01-01T00:00:02Z", "c2026-01-01T00:00:02Z");
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void standsStillWhileAnybodyIsBusy() throws InterruptedException {
        VirtualClock clock = new VirtualClock(START);
        Busy first = clock.busy();
        Busy second = clock.busy();
        clock.at(START.plusSeconds(1), () -> rung.add("rung"));

        first.close();
        first.close();
        assertThat(clock.instant()).isEqualTo(START);
        assertThat(rung).isEmpty();

        second.close();
        clock.awaitIdle();
        assertThat(rung).containsExactly("rung");
    }

    @Test
    void anAlarmThatHandsWorkOnHoldsTimeUntilTheWorkIsDone() throws InterruptedException {
        VirtualClock clock = new VirtualClock(START);
        clock.at(START.plusSeconds(1), () -> {
            Busy busy = clock.busy();
            Thread.ofVirtual().start(() -> {
                rung.add("work at " + clock.instant());
                clock.at(START.plusSeconds(3), () -> rung.add("set late, rings first"));
                busy.close();
            });
        });
        clock.at(START.plusSeconds(5), () -> rung.add("last"));

        clock.awaitIdle();

        assertThat(rung).containsExactly("work at 2026-01-01T00:00:01Z", "set late, rings first", "last");
    }

    @Test
    void doesNotRingWhatWasCancelledOrLiesBeyondTheStep() throws InterruptedException {
        VirtualClock clock = VirtualClock.steppedFrom(START);
        clock.at(START.plusSeconds(1), () -> rung.add("cancelled")).cancel();
        clock.at(START.plusSeconds(9), () -> rung.add("later"));

        clock.advance(Duration.ofSeconds(5));
        assertThat(rung).isEmpty();
        assertThat(clock.alarms()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(5));
        assertThat(rung).containsExactly("later");
    }

    @Test
    void doesNotJumpForWhatIsDueAtTheLatest() throws InterruptedException {
        VirtualClock clock = new VirtualClock(START);
        clock.atTheLatest(START.plusSeconds(5), () -> rung.add("timed out at " + clock.instant()));
        clock.awaitIdle();
        assertThat(rung).isEmpty();

        clock.at(START.plusSeconds(9), () -> rung.add("on"));
        clock.awaitIdle();
        assertThat(rung).containsExactly("timed out at 2026-01-01T00:00:05Z", "on");
    }

    @Test
    void tellsOfAnAlarmThatFailed() {
        VirtualClock clock = new VirtualClock(START);
        clock.at(START, () -> {
            throw new IllegalArgumentException("broken");
        });

        assertThatThrownBy(clock::awaitIdle).hasRootCauseMessage("broken");
    }
}
