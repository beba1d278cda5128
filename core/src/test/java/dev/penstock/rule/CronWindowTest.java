package dev.penstock.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronWindowTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 2 January 2026 is a Friday.
                "* * 8-16 ? * MON-FRI | UTC | 2026-01-02T08:00 | true",
                "* * 8-16 ? * MON-FRI | UTC | 2026-01-02T16:59 | true",
                "* * 8-16 ? * MON-FRI | UTC | 2026-01-02T17:00 | false",
                "* * 8-16 ? * MON-FRI | UTC | 2026-01-03T12:00 | false",
                "* * * ? * 2-6 | UTC | 2026-01-02T12:00 | true",
                "* * * ? * 1 | UTC | 2026-01-04T12:00 | true",
                "* * * ? * FRI-MON | UTC | 2026-01-04T12:00 | true",
                "* * * ? * FRI-MON | UTC | 2026-01-06T12:00 | false",
                "* 0/15 * ? * * | UTC | 2026-01-02T12:45 | true",
                "* 0/15 * ? * * | UTC | 2026-01-02T12:46 | false",
                "* 5/15 * ? * * | UTC | 2026-01-02T12:00 | false",
                "* */20 22-2 ? * * | UTC | 2026-01-02T01:40 | true",
                "* */20 22-2 ? * * | UTC | 2026-01-02T03:40 | false",
                "* 10,20,50-55 * * * ? | UTC | 2026-01-02T12:52 | true",
                "* * * L * ? | UTC | 2028-02-29T12:00 | true",
                "* * * L * ? | UTC | 2028-02-28T12:00 | false",
                "* * * L-3 * ? | UTC | 2026-01-28T12:00 | true",
                "* * * 3W * ? | UTC | 2026-01-02T12:00 | true",
                "* * * 1W 8 ? | UTC | 2026-08-03T12:00 | true",
                "* * * LW 5 ? | UTC | 2026-05-29T12:00 | true",
                "* * * 31W * ? | UTC | 2026-04-30T12:00 | false",
                "* * * ? * 6#1 | UTC | 2026-01-02T12:00 | true",
                "* * * ? * FRI#2 | UTC | 2026-01-02T12:00 | false",
                "* * * ? * 6L | UTC | 2026-01-30T12:00 | true",
                "* * * ? * 6L | UTC | 2026-01-23T12:00 | false",
                "* * * ? * L | UTC | 2026-01-03T12:00 | true",
                "* * * 1-15 JAN-MAR ? 2026 | UTC | 2026-02-15T12:00 | true",
                "* * * 1-15 JAN-MAR ? 2026 | UTC | 2027-02-15T12:00 | false",
                "* * 9 ? * * | Europe/Berlin | 2026-01-02T08:30 | true",
                "* * 9 ? * * | Europe/Berlin | 2026-07-02T07:30 | true",
                "* * 9 ? * * | UTC+02:00 | 2026-01-02T07:30 | true",
                "* * 9 ? * * | PST | 2026-01-02T17:30 | true",
            })
    void isOpenInTheMinutesThatItStandsFor(String cron, String zone, LocalDateTime at, boolean open) throws Exception {
        Instant instant = Instant.parse(at + ":30Z");
        assertThat(CronWindow.of(cron, CronWindow.zone(zone)).isOpen(instant)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * | it has 4 fields, and six or seven are needed",
                "0 * * ? * * | its first field, the seconds, can only be '*'",
                "* 60 * ? * * | its minutes go from 0 to 59, and 60 is beyond",
                "* * noon ? * * | 'noon' is none of its hours",
                "* * * ? * ? | both its days of the month and its days of the week are '?'",
                "* * * ? * MON- | '' is none of its days of the week",
                "* * */0 ? * * | its hours go from 1 to 23, and 0 is beyond",
                "* * * ? * * 1969 | its years go from 1970 to 2199, and 1969 is beyond",
                "* * * 32W * ? | its days of the month go from 1 to 31, and 32 is beyond",
            })
    void whatIsNoExpressionIsToldWithTheFieldThatIsWrong(String cron, String why) {
        assertThatThrownBy(() -> CronWindow.of(cron, CronWindow.zone("UTC")))
                .isInstanceOfSatisfying(
                        CronWindow.Malformed.class, e -> assertThat(e.why()).isEqualTo(why));
    }

    @Test
    void aZoneThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> CronWindow.zone("Mars/Olympus"))
                .isInstanceOfSatisfying(
                        CronWindow.Malformed.class,
                        e -> assertThat(e.why()).isEqualTo("there is no time zone 'Mars/Olympus'"));
    }
}
