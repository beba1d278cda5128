package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

    private Instant now = Instant.parse("2026-01-02T12:00:00Z");
    private final TimeOrderedIds ids = new TimeOrderedIds(() -> now, new Random(7)::nextLong);

    @Test
    void idsRiseWhateverTheClockDoes() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.get().toString());
            if (i % 3_000 == 0) {
                now = now.plusMillis(i % 2 == 0 ? 5 : -20);
            }
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anIdIsAUuidOfVersionSevenThatHoldsItsTime() {
        UUID id = ids.get();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(now.toEpochMilli());
    }
}
