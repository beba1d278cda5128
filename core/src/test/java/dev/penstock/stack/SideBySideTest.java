package dev.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many places are read at a time, but not all of them. */
@Timeout(30)
class SideBySideTest {

    private static final List<Integer> PLACES = IntStream.range(0, 50).boxed().toList();

    @Test
    void asManyAsThereMayBeAreReadAtATimeAndToldInOrder() throws Exception {
        CyclicBarrier together = new CyclicBarrier(SideBySide.AT_ONCE);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        List<Integer> read = SideBySide.of(PLACES, place -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                // None goes on before the others of its ten are there.
                together.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            } finally {
                now.decrementAndGet();
            }
            return 2 * place;
        });

        assertThat(read).isEqualTo(PLACES.stream().map(place -> 2 * place).toList());
        assertThat(most).hasValue(SideBySide.AT_ONCE);
    }

    @Test
    void aReadThatFailsIsTheFailureOfAll() {
        assertThatThrownBy(() -> SideBySide.of(PLACES, place -> {
                    if (place == 17) {
                        throw new IllegalArgumentException("no such place");
                    }
                    return place;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such place");
    }

    @Test
    void whoeverIsInterruptedIsNotKeptByReadsThatDoNotEnd() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> SideBySide.of(PLACES, place -> {
                    try {
                        new CyclicBarrier(2).await();
                    } catch (InterruptedException | BrokenBarrierException e) {
                        throw new IllegalStateException(e);
                    }
                    return place;
                }))
                .isInstanceOf(InterruptedException.class);
    }
}
