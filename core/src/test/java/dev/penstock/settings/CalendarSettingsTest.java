package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.calendar.Freeze;
import dev.penstock.calendar.ReleaseCalendar;
import dev.penstock.document.SourceText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CalendarSettingsTest {

    private static SettingsReading read(String content) {
        return SettingsReader.read(
                SourceText.of("penstock.yml", content), Path.of("/work").toAbsolutePath());
    }

    private static RunSettings accepted(String content) {
        SettingsReading reading = read(content);
        assertThat(reading).as("%s", reading.problems()).isInstanceOf(SettingsReading.Accepted.class);
        return ((SettingsReading.Accepted) reading).settings();
    }

    private static final String BOTH = """
            deployments:
              web:
                release:
                  strategy: canary
                  windows:
                    - {days: [sat], from: "22:00", to: "04:00"}
                  freezes:
                    - {from: "2026-11-27T00:00:00Z", to: "2026-11-28T00:00:00+01:00"}
            release:
              zone: Europe/Dublin
              jitter: 10m
              windows:
                - days: [mon-thu, Friday]
                  from: "09:00"
                  to: "16:30"
              freezes:
                - {from: 2026-12-20, to: 2027-01-02, reason: Christmas}
                - {from: "2026-06-01T18:00", to: "2026-06-02T06:00"}
            """;

    @Test
    void whatHoldsForAllHoldsWhereADeploymentSaysNothingElse() {
        ReleaseCalendar calendar = accepted(BOTH).calendarOf("api");

        assertThat(calendar.windows()).hasToString("[mon, tue, wed, thu, fri 09:00–16:30 Europe/Dublin]");
        assertThat(calendar.jitter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(calendar.freezes())
                .as("dates count whole, times are those of the zone")
                .containsExactly(
                        new Freeze(
                                Instant.parse("2026-12-20T00:00:00Z"),
                                Instant.parse("2027-01-03T00:00:00Z"),
                                "Christmas"),
                        new Freeze(Instant.parse("2026-06-01T17:00:00Z"), Instant.parse("2026-06-02T05:00:00Z"), ""));
    }

    @Test
    void windowsOfADeploymentStandInPlaceOfTheOthersAndFreezesOfBothHold() {
        ReleaseCalendar calendar = accepted(BOTH).calendarOf("web");

        assertThat(calendar.windows()).hasToString("[sat 22:00–04:00 Europe/Dublin]");
        assertThat(calendar.freezes()).hasSize(3);
        assertThat(calendar.freezes().getFirst().to()).isEqualTo(Instant.parse("2026-11-27T23:00:00Z"));
    }

    @Test
    void freezesCanBeOverriddenForARun() {
        RunSettings settings = accepted(BOTH).overridingFreezes("the shop is down");

        assertThat(settings.calendarOf("web").override()).contains("the shop is down");
        assertThat(settings.calendarOf("web").allows(Instant.parse("2026-12-26T23:00:00Z")))
                .isTrue();
    }

    @Test
    void withoutAnyAllTimesWillDo() {
        assertThat(accepted("region: eu-west-1\n").calendarOf("web").isAlways()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "windows: []| There is no window in this list: a release would wait for ever.",
                "windows: [{days: [], from: '09:00', to: '10:00'}]| There is no day in this list: the window would never open.",
                "windows: [{days: [mo], from: '09:00', to: '10:00'}]| 'mo' is no day of the week.",
                "windows: [{from: '9', to: '10:00'}]| '9' is no time of day.",
                "windows: [{from: '09:00', to: '09:00'}]| The window begins and ends at 09:00.",
                "zone: Europe/Dubln| There is no time zone 'Europe/Dubln'.",
                "freezes: [{from: 2026-12-24, to: 2026-12-22}]| The freeze is over before it begins.",
                "freezes: [{from: christmas, to: 2026-12-22}]| 'christmas' is no date and no time.",
                "jitter: 2d| '2d' is no time of at most a day."
            })
    void whatWouldNeverOpenOrMeansNothingIsToldWithItsPlace(String said, String message) {
        SettingsReading reading = read("release:\n  " + said.strip() + "\n");

        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo(message.strip());
            assertThat(problem.span().line()).isEqualTo(2);
            assertThat(problem.hint()).isPresent();
        });
        SettingsReading ofOne =
                read("deployments:\n  web:\n    release:\n      strategy: canary\n      " + said.strip() + "\n");
        assertThat(ofOne.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).isEqualTo(message.strip()));
    }

    @Test
    void aWholeDayIsWrittenUntilMidnight() {
        ReleaseCalendar calendar = accepted("release: {windows: [{days: [sun], from: '00:00', to: '24:00'}]}\n")
                .calendarOf("web");

        assertThat(List.of(
                        calendar.allows(Instant.parse("2026-11-22T00:00:00Z")),
                        calendar.allows(Instant.parse("2026-11-22T23:59:59Z")),
                        calendar.allows(Instant.parse("2026-11-23T00:00:00Z"))))
                .containsExactly(true, true, false);
    }
}
