package dev.penstock.simulator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExpressionTest {

    private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:30Z");

    /** What AWS has been recorded to refuse. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cron(0 1 * * * *)",
                "cron(7 20 * * NOT *)",
                "cron(INVALID)",
                "cron(0 dummy ? * MON-FRI *)",
                "cron(71 8 1 * ? *)",
                "cron()",
                "rate(10 seconds)",
                "rate(10 years)",
                "rate()",
                "rate(10)",
                "rate(10 minutess)",
                "rate(foo minutes)",
                "rate(-10 minutes)",
                "rate( 10 minutes )",
                " rate(10 minutes)",
                "at(2021-12-31T23:59:59Z)",
                "at(2021-12-31)"
            })
    void refusesWhatAwsRefuses(String text) {
        assertThat(ScheduleExpression.parse(text)).isEmpty();
    }

    /** The examples of the EventBridge User Guide, and what AWS has been recorded to take. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(0 10 * * ? *)            | 2026-03-02T10:00:00Z",
                "cron(15 12 * * ? *)           | 2026-03-01T12:15:00Z",
                "cron(0 18 ? * MON-FRI *)      | 2026-03-02T18:00:00Z",
                "cron(0 8 1 * ? *)             | 2026-04-01T08:00:00Z",
                "cron(0/15 * * * ? *)          | 2026-03-01T12:15:00Z",
                "cron(0/10 * ? * MON-FRI *)    | 2026-03-02T00:00:00Z",
                "cron(0/5 8-17 ? * MON-FRI *)  | 2026-03-02T08:00:00Z",
                "cron(5,35 14 * * ? *)         | 2026-03-01T14:05:00Z",
                "cron(0 2 ? * SAT *)           | 2026-03-07T02:00:00Z",
                "cron(0 2 ? * SAT#3 *)         | 2026-03-21T02:00:00Z",
                "cron(15 10 ? * 6L *)          | 2026-03-27T10:15:00Z",
                "cron(0 9 L * ? *)             | 2026-03-31T09:00:00Z",
                "cron(0 9 15W * ? *)           | 2026-03-16T09:00:00Z",
                "cron(1-31/30 1-1 ? * 1,7 *)   | 2026-03-07T01:01:00Z",
                "cron(0-15/1 8-8 ? * 2,3,4,5,6,7 *) | 2026-03-02T08:00:00Z",
                "cron(0 0 29 2 ? *)            | 2028-02-29T00:00:00Z",
                "rate(1 minute)                | 2026-03-01T12:01:30Z",
                "rate(2 hours)                 | 2026-03-01T14:00:30Z",
                "at(2026-03-01T12:00:31)       | 2026-03-01T12:00:31Z"
            })
    void comesDueWhenTheGuideSays(String text, Instant due) {
        assertThat(ScheduleExpression.parse(text).orElseThrow().next(BEGUN, BEGUN, ZoneOffset.UTC))
                .contains(due);
    }

    @Test
    void aYearThatIsOverIsNeverDue() {
        assertThat(ScheduleExpression.parse("cron(15 10 ? * 6L 2002-2005)")
                        .orElseThrow()
                        .next(BEGUN, BEGUN, ZoneOffset.UTC))
                .isEmpty();
    }

    @Test
    void aMomentThatAClockPutForwardSkipsIsLeftOutAndOneThatComesTwiceIsDueOnce() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        ScheduleExpression daily =
                ScheduleExpression.parse("cron(30 2 * * ? *)").orElseThrow();
        Instant before = Instant.parse("2026-03-28T12:00:00Z");
        assertThat(daily.next(before, before, zone)).contains(Instant.parse("2026-03-30T00:30:00Z"));
        Instant autumn = Instant.parse("2026-10-24T12:00:00Z");
        Instant first = daily.next(autumn, autumn, zone).orElseThrow();
        assertThat(first).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(daily.next(autumn, first, zone)).contains(Instant.parse("2026-10-26T01:30:00Z"));
    }
}
