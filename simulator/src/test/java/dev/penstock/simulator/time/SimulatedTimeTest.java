package dev.penstock.simulator.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimulatedTimeTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<String> ran = new CopyOnWriteArrayList<>();

    @Test
    void eventsRunInOrderOfTimeThenOfInsertion() {
        try (SimulatedTime time = SimulatedTime.stepped(START)) {
            time.life(START.plusSeconds(2), () -> ran.add("c"));
            time.life(START.plusSeconds(1), () -> {
                ran.add("a@" + time.now());
                time.life(START.plusSeconds(1), () -> ran.add("b"));
            });
            time.life(START.plusSeconds(2), () -> ran.add("d"));
            time.life(START.plusSeconds(9), () -> ran.add("later"));

            time.advance(Duration.ofSeconds(5));

            assertThat(ran).containsExactly("a@2026-01-01T00:00:01Z", "b", "c", "d");
            assertThat(time.now()).isEqualTo(START.plusSeconds(5));
        }
    }

    @Test
    void timeGoesOnAfterAnEventThatFails() {
        try (SimulatedTime time = SimulatedTime.stepped(START)) {
            time.life(START.plusSeconds(1), () -> {
                throw new UnsatisfiedLinkError("a native library");
            });
            time.life(START.plusSeconds(2), () -> {
                throw new IllegalStateException("a state");
            });
            time.life(START.plusSeconds(3), () -> ran.add("after"));

            time.advance(Duration.ofSeconds(5));

            assertThat(ran).containsExactly("after");
        }
    }

    @Test
    void timeStandsStillWhileSomebodyIsBusyAndThenJumps() {
        try (SimulatedTime time = SimulatedTime.virtual(START)) {
            SimulatedTime.Busy first = time.busy();
            SimulatedTime.Busy second = time.busy();
            time.at(START.plus(Duration.ofDays(30)), () -> ran.add("due"));
            first.close();
            first.close();
            assertThat(time.awaitStill(Duration.ofMillis(50))).isFalse();
            assertThat(time.now()).isEqualTo(START);

            second.close();

            assertThat(time.awaitStill(LIMIT)).isTrue();
            assertThat(ran).containsExactly("due");
            assertThat(time.now()).isEqualTo(START.plus(Duration.ofDays(30)));
        }
    }

    @Test
    void workHandedToAnotherThreadHoldsTimeUntilItsTokenIsClosed() throws Exception {
        try (SimulatedTime time = SimulatedTime.virtual(START)) {
            CountDownLatch working = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            try (SimulatedTime.Busy setUp = time.busy()) {
                assertThat(setUp).isNotNull();
                time.at(START.plusSeconds(1), () -> {
                    SimulatedTime.Busy work = time.busy();
                    Thread.ofVirtual().start(() -> {
                        working.countDown();
                        await(goOn);
                        ran.add("worked at " + time.now());
                        work.close();
                    });
                });
                time.at(START.plusSeconds(2), () -> ran.add("next"));
            }
            assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(time.now()).isEqualTo(START.plusSeconds(1));

            goOn.countDown();

            assertThat(time.awaitStill(LIMIT)).isTrue();
            assertThat(ran).containsExactly("worked at 2026-01-01T00:00:01Z", "next");
        }
    }

    @Test
    void aCancelledEventDoesNotRun() {
        try (SimulatedTime time = SimulatedTime.stepped(START)) {
            SimulatedTime.Scheduled scheduled = time.life(START.plusSeconds(1), () -> ran.add("never"));

            assertThat(scheduled.cancel()).isTrue();
            assertThat(scheduled.cancel()).isFalse();
            time.advance(Duration.ofSeconds(2));

            assertThat(ran).isEmpty();
        }
    }

    @Test
    void livesAloneDoNotMakeTimeRunAway() {
        try (SimulatedTime time = SimulatedTime.virtual(START)) {
            restart(time);

            assertThat(time.awaitStill(LIMIT)).isTrue();

            assertThat(time.now()).isEqualTo(START.plus(SimulatedTime.HORIZON));
        }
    }

    @Test
    void whatHappensInPassingDoesNotMoveTime() {
        try (SimulatedTime time = SimulatedTime.virtual(START)) {
            try (SimulatedTime.Busy setUp = time.busy()) {
                assertThat(setUp).isNotNull();
                time.passing(START.plusSeconds(10), () -> ran.add("forgotten"));
                time.life(START.plusSeconds(5), () -> ran.add("life"));
            }
            assertThat(time.awaitStill(LIMIT)).isTrue();
            assertThat(time.now()).isEqualTo(START.plusSeconds(5));

            time.at(START.plusSeconds(20), () -> ran.add("timer"));

            assertThat(time.awaitStill(LIMIT)).isTrue();
            assertThat(ran).containsExactly("life", "forgotten", "timer");
        }
    }

    @Test
    void anEventThatFailsDoesNotStopTheClock() {
        try (SimulatedTime time = SimulatedTime.stepped(START)) {
            time.life(START.plusSeconds(1), () -> {
                throw new IllegalStateException("on purpose");
            });
            time.life(START.plusSeconds(2), () -> ran.add("after"));

            time.advance(Duration.ofSeconds(3));

            assertThat(ran).containsExactly("after");
        }
    }

    @Test
    void scaledTimeRunsByItself() throws Exception {
        try (SimulatedTime time = SimulatedTime.scaled(START, 10_000)) {
            CountDownLatch due = new CountDownLatch(1);
            time.at(START.plus(Duration.ofMinutes(10)), due::countDown);

            assertThat(due.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(time.now()).isAfterOrEqualTo(START.plus(Duration.ofMinutes(10)));
        }
        assertThatThrownBy(() -> SimulatedTime.scaled(START, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scaledTimeWaitsForWhatIsDueSoThatLivesKeepTheirDurations() throws Exception {
        try (SimulatedTime time = SimulatedTime.scaled(START, 1_000_000)) {
            CountDownLatch ended = new CountDownLatch(1);
            chain(time, 200, ended);

            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ran).hasSize(200).first().isEqualTo("2026-01-01T00:00:01Z");
        assertThat(ran).last().isEqualTo("2026-01-01T00:03:20Z");
    }

    private void chain(SimulatedTime time, int left, CountDownLatch ended) {
        Instant due = START.plusSeconds(ran.size() + 1L);
        time.life(due, () -> {
            ran.add(time.now().toString());
            if (left > 1) {
                chain(time, left - 1, ended);
            } else {
                ended.countDown();
            }
        });
    }

    @Test
    void aPausedClockStandsStillAndIsMovedOnStepByStep() {
        try (SimulatedTime time = SimulatedTime.scaled(START, 60)) {
            time.pause();
            Instant stopped = time.now();
            time.life(stopped.plusSeconds(1), () -> {
                ran.add("first at " + Duration.between(stopped, time.now()));
                time.life(time.now().plusSeconds(2), () -> ran.add("second"));
            });
            time.life(stopped.plusSeconds(10), () -> ran.add("later"));
            assertThat(ran).isEmpty();

            time.advance(Duration.ofSeconds(5));

            assertThat(ran).containsExactly("first at PT1S", "second");
            assertThat(time.now()).isEqualTo(stopped.plusSeconds(5));
            assertThat(time.isPaused()).isTrue();
        }
    }

    @Test
    void aClockGoesOnWhereItWasWhenItsPaceChanges() throws Exception {
        try (SimulatedTime time = SimulatedTime.scaled(START, 0.001)) {
            CountDownLatch due = new CountDownLatch(1);
            time.life(START.plus(Duration.ofHours(1)), due::countDown);
            time.pause();
            Instant stopped = time.now();
            time.scale(100_000);
            assertThat(time.now()).isEqualTo(stopped);

            time.resume();

            assertThat(due.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> time.scale(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        }
        try (SimulatedTime virtual = SimulatedTime.virtual(START)) {
            assertThatThrownBy(virtual::pause).isInstanceOf(IllegalStateException.class);
        }
    }

    private void restart(SimulatedTime time) {
        time.life(time.now().plus(Duration.ofMinutes(10)), () -> restart(time));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
