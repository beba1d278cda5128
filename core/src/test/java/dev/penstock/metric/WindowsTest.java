package dev.penstock.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aMinuteIsTakenWhenItHasEndedAndSettled() {
        Instant since = NOON.plusSeconds(7);
        assertThat(Windows.settled(since, since, NOON.plusSeconds(179), MINUTE, MINUTE, 10))
                .isEmpty();
        assertThat(Windows.settled(since, since, NOON.plusSeconds(180), MINUTE, MINUTE, 10))
                .containsExactly(new Window(NOON.plusSeconds(60), NOON.plusSeconds(120)));
    }

    @Test
    void whatWasNotTakenForAWhileIsTakenUpToAMostOldestFirst() {
        assertThat(Windows.settled(NOON, NOON, NOON.plus(Duration.ofHours(5)), MINUTE, MINUTE, 3))
                .extracting(Window::start)
                .containsExactly(NOON, NOON.plusSeconds(60), NOON.plusSeconds(120));
    }

    @Test
    void aWindowInWhichTheShareChangedIsLeftOut() {
        Instant changed = NOON.plusSeconds(90);
        assertThat(Windows.settled(NOON, changed, NOON.plusSeconds(240), MINUTE, Duration.ZERO, 10))
                .extracting(Window::start)
                .containsExactly(NOON, NOON.plusSeconds(120), NOON.plusSeconds(180));
    }

    @Test
    void theLatestWindowReachesNeitherIntoTheLastOneNorBeforeTheChange() {
        Instant now = NOON.plusSeconds(60);
        assertThat(Windows.latest(NOON, NOON, now, MINUTE)).containsExactly(new Window(NOON, now));
        assertThat(Windows.latest(NOON.plusSeconds(1), NOON, now, MINUTE)).isEmpty();
        assertThat(Windows.latest(NOON, NOON.plusSeconds(1), now, MINUTE)).isEmpty();
    }

    /** However it is looked, with pauses, clocks that jump back and shares that change. */
    @Test
    void windowsAreCompleteSettledNeverTwiceAndNoneIsLeftOutForLong() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Duration length = Duration.ofSeconds(List.of(10L, 30L, 60L, 300L).get(random.nextInt(4)));
            Duration lag = Duration.ofSeconds(random.nextInt(120));
            Instant since = NOON.plusMillis(random.nextInt(1_000_000));
            Instant share = since;
            Instant now = since;
            Progress progress = Progress.none();
            List<Window> taken = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                now = random.nextInt(10) == 0
                        ? now.minusSeconds(random.nextInt(90))
                        : now.plusMillis(random.nextInt(90_000));
                if (random.nextInt(15) == 0 && now.isAfter(share)) {
                    share = now;
                }
                List<Window> due = Windows.settled(progress.end("m", "").orElse(since), share, now, length, lag, 20);
                for (Window window : due) {
                    String hint = "seed " + seed + ", " + window;
                    assertThat(Duration.between(window.start(), window.end()))
                            .as(hint)
                            .isEqualTo(length);
                    assertThat(window.end().plus(lag)).as(hint).isBeforeOrEqualTo(now);
                    assertThat(window.start()).as(hint).isAfterOrEqualTo(since);
                    assertThat(window.start().isBefore(share) && window.end().isAfter(share))
                            .as(hint)
                            .isFalse();
                    if (!taken.isEmpty()) {
                        assertThat(window.start())
                                .as(hint)
                                .isAfterOrEqualTo(taken.getLast().end());
                    }
                    taken.add(window);
                }
                progress = progress.after(look(now, due));
            }
        }
    }

    private static Look look(Instant now, List<Window> windows) {
        return Look.at(
                now,
                windows.stream()
                        .map(window ->
                                (MetricBatch) new MetricBatch.Counted("m", "", window, ArmCounts.NONE, ArmCounts.NONE))
                        .toList());
    }

    @Test
    void theNextWindowIsThereWhenItIsSaidToBeAndNotBefore() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            Instant from = NOON.plusMillis(random.nextInt(300_000));
            Instant share = NOON.plusMillis(random.nextInt(300_000));
            Duration length = Duration.ofSeconds(List.of(1, 10, 60, 300).get(random.nextInt(4)));
            Duration lag = Duration.ofSeconds(random.nextInt(120));

            Instant settled = Windows.nextSettled(from, share, length, lag);
            assertThat(Windows.settled(from, share, settled, length, lag, 2)).hasSize(1);
            assertThat(Windows.settled(from, share, settled.minusMillis(1), length, lag, 2))
                    .isEmpty();

            Instant latest = Windows.nextLatest(from, share, length);
            assertThat(Windows.latest(from, share, latest, length)).hasSize(1);
            assertThat(Windows.latest(from, share, latest.minusMillis(1), length))
                    .isEmpty();
        }
    }
}
