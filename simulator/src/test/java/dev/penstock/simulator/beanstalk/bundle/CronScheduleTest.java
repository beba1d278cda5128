package dev.penstock.simulator.beanstalk.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *|2026-05-04T10:00:30Z|2026-05-04T10:01:00Z",
                "*/15 * * * *|2026-05-04T10:50:00Z|2026-05-04T11:00:00Z",
                "0 23 * * MON-FRI|2026-05-08T23:00:00Z|2026-05-11T23:00:00Z",
                "30 6 1 * *|2026-05-04T10:00:00Z|2026-06-01T06:30:00Z",
                "0 0 13 * FRI|2026-05-04T10:00:00Z|2026-05-08T00:00:00Z",
                "0 12 * * 7|2026-05-04T10:00:00Z|2026-05-10T12:00:00Z",
                "5,10 1-2 * JAN *|2026-05-04T10:00:00Z|2027-01-01T01:05:00Z",
                "0 0 29 2 *|2026-05-04T10:00:00Z|2028-02-29T00:00:00Z"
            })
    void theNextTimeIsTheFirstThatAllFieldsLetThrough(String schedule, Instant now, Instant next) {
        assertThat(CronSchedule.parse(schedule).orElseThrow().after(now)).contains(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * * *", "60 * * * *", "5-1 * * * *", "*/0 * * * *", "a * * * *", "* * * * * *"})
    void whatIsNoScheduleIsNone(String text) {
        assertThat(CronSchedule.parse(text)).isEmpty();
    }

    @Test
    void whatNeverHappensHasNoNextTime() {
        assertThat(CronSchedule.parse("0 0 31 2 *").orElseThrow().after(Instant.parse("2026-05-04T10:00:00Z")))
                .isEmpty();
    }
}
