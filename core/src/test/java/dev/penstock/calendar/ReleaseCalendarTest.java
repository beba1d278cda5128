package dev.penstock.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseCalendarTest {

    private static final ZoneId DUBLIN = ZoneId.of("Europe/Dublin");
    private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(DUBLIN).toInstant();
    }

    private static Window window(Set<DayOfWeek> days, String from, String to) {
        return new Window(days, LocalTime.parse(from), LocalTime.parse(to), DUBLIN);
    }

    private static ReleaseCalendar of(Window... windows) {
        return new ReleaseCalendar(List.of(windows), List.of(), Duration.ZERO, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T12:00, 2026-11-20T12:00, on a Friday at noon it is open",
        "2026-11-20T16:00, 2026-11-23T09:00, after it has shut on Friday it opens on Monday",
        "2026-11-23T08:59:59, 2026-11-23T09:00, a second before it opens",
        "2026-11-21T10:00, 2026-11-23T09:00, not on a Saturday"
    })
    void opensOnItsDaysAtItsTimes(String from, String expected, String why) {
        assertThat(of(window(WEEKDAYS, "09:00", "16:00")).nextAllowed(at(from)))
                .as(why)
                .isEqualTo(at(expected));
    }

    @Test
    void aWindowAcrossMidnightBelongsToTheDayOnWhichItOpens() {
        ReleaseCalendar nights = of(window(EnumSet.of(DayOfWeek.FRIDAY), "22:00", "04:00"));

        assertThat(nights.allows(at("2026-11-20T23:30"))).isTrue();
        assertThat(nights.allows(at("2026-11-21T03:59"))).isTrue();
        assertThat(nights.allows(at("2026-11-21T04:00"))).isFalse();
        assertThat(nights.allows(at("2026-11-20T03:00")))
                .as("the night that began on Thursday")
                .isFalse();
    }

    @Test
    void whereClocksArePutForwardOverItsBeginningItOpensWithThem() {
        // At 01:00 of 29 March 2026 clocks in Dublin are put to 02:00.
        ReleaseCalendar early = of(window(EnumSet.allOf(DayOfWeek.class), "01:30", "03:00"));

        assertThat(early.nextAllowed(Instant.parse("2026-03-29T00:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-29T01:00:00Z"));
        ReleaseCalendar lost = of(window(EnumSet.of(DayOfWeek.SUNDAY), "01:10", "01:50"));
        assertThat(lost.nextAllowed(Instant.parse("2026-03-29T00:00:00Z")))
                .as("clocks pass over all of it, so it opens a week later")
                .isEqualTo(at("2026-04-05T01:10"));
    }

    @Test
    void whereClocksArePutBackWhatTheyShowTwiceCountsTwice() {
        // At 02:00 of 25 October 2026 clocks in Dublin are put to 01:00.
        ReleaseCalendar early = of(window(EnumSet.allOf(DayOfWeek.class), "01:10", "01:20"));

        assertThat(early.nextAllowed(Instant.parse("2026-10-25T00:05:00Z")))
                .isEqualTo(Instant.parse("2026-10-25T00:10:00Z"));
        assertThat(early.nextAllowed(Instant.parse("2026-10-25T00:20:00Z")))
                .isEqualTo(Instant.parse("2026-10-25T01:10:00Z"));
    }

    @Test
    void freezesThatOverlapHoldUntilTheLastIsOverAndAreSaidWithTheirReason() {
        ReleaseCalendar calendar = new ReleaseCalendar(
                List.of(window(WEEKDAYS, "09:00", "16:00")),
                List.of(
                        new Freeze(at("2026-12-20T00:00"), at("2027-01-03T00:00"), "Christmas"),
                        new Freeze(at("2026-12-28T00:00"), at("2027-01-05T12:00"), "stocktaking")),
                Duration.ZERO,
                Optional.empty());

        assertThat(calendar.nextAllowed(at("2026-12-21T10:00"))).isEqualTo(at("2027-01-05T12:00"));
        assertThat(calendar.obstacle(at("2026-12-21T10:00"))).contains("frozen until 2027-01-03T00:00:00Z: Christmas");
        assertThat(calendar.obstacle(at("2026-12-19T10:00")))
                .contains("outside its windows (mon, tue, wed, thu, fri 09:00–16:00 Europe/Dublin)");
        assertThat(calendar.obstacle(at("2027-01-05T12:00"))).isEmpty();
    }

    @Test
    void aFreezeThatIsOverriddenDoesNotCountAndWindowsDo() {
        ReleaseCalendar calendar = new ReleaseCalendar(
                        List.of(window(WEEKDAYS, "09:00", "16:00")),
                        List.of(new Freeze(at("2026-12-20T00:00"), at("2027-01-03T00:00"), "Christmas")),
                        Duration.ZERO,
                        Optional.empty())
                .overriding("the shop is down");

        assertThat(calendar.allows(at("2026-12-21T10:00"))).isTrue();
        assertThat(calendar.overridden(at("2026-12-21T10:00")))
                .map(Freeze::reason)
                .contains("Christmas");
        assertThat(calendar.nextAllowed(at("2026-12-21T17:00"))).isEqualTo(at("2026-12-22T09:00"));
    }

    @Test
    void releasesThatWaitForOneOpeningAreSpreadAndStayWithinIt() {
        ReleaseCalendar calendar = new ReleaseCalendar(
                List.of(window(WEEKDAYS, "09:00", "09:20")), List.of(), Duration.ofHours(1), Optional.empty());
        Instant opening = at("2026-11-23T09:00");

        Set<Instant> chosen = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            Instant next = calendar.nextAllowed(at("2026-11-22T10:00"), seed);
            assertThat(next).isBetween(opening, opening.plus(Duration.ofMinutes(20)));
            assertThat(calendar.allows(next)).isTrue();
            assertThat(calendar.nextAllowed(at("2026-11-22T10:00"), seed))
                    .as("the same seed chooses the same moment")
                    .isEqualTo(next);
            chosen.add(next);
        }
        assertThat(chosen).hasSizeGreaterThan(190);
        assertThat(calendar.nextAllowed(opening.plusSeconds(5), 7))
                .as("what comes while it is open does not wait")
                .isEqualTo(opening.plusSeconds(5));
    }

    @Test
    void aCalendarWithoutWindowsIsOpenOutsideItsFreezes() {
        assertThat(ReleaseCalendar.ALWAYS.nextAllowed(Instant.EPOCH)).isEqualTo(Instant.EPOCH);
        assertThatThrownBy(() -> window(Set.of(), "09:00", "10:00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Freeze(Instant.EPOCH, Instant.EPOCH, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The definition, minute by minute: what clocks show, and nothing cleverer. */
    @Test
    void theNextOpeningIsTheFirstMinuteThatIsAllowed() {
        List<ZoneId> zones =
                List.of(DUBLIN, ZoneId.of("America/New_York"), ZoneId.of("Australia/Lord_Howe"), ZoneId.of("UTC"));
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            ReleaseCalendar calendar = calendar(random, zones);
            // Around the times at which clocks change.
            List<String> days =
                    List.of("2026-03-27", "2026-10-23", "2026-11-01", "2026-03-08", "2026-04-05", "2026-06-01");
            Instant start = Instant.parse(days.get(random.nextInt(days.size())) + "T00:00:00Z")
                    .plus(Duration.ofMinutes(random.nextInt(2880)));
            Instant expected = start;
            while (!allowedByDefinition(calendar, expected)) {
                expected = expected.plusSeconds(60);
            }
            assertThat(calendar.nextAllowed(start))
                    .as("seed %s, %s from %s", seed, calendar, start)
                    .isEqualTo(expected);
            Instant spread = calendar.nextAllowed(start, seed);
            assertThat(allowedByDefinition(calendar, spread))
                    .as("seed %s", seed)
                    .isTrue();
            assertThat(spread).isBetween(expected, expected.plus(calendar.jitter()));
        }
    }

    private static boolean allowedByDefinition(ReleaseCalendar calendar, Instant at) {
        boolean frozen =
                calendar.freezes().stream().anyMatch(freeze -> !at.isBefore(freeze.from()) && at.isBefore(freeze.to()));
        return !frozen
                && (calendar.windows().isEmpty()
                        || calendar.windows().stream().anyMatch(window -> openByDefinition(window, at)));
    }

    private static boolean openByDefinition(Window window, Instant at) {
        LocalDateTime shown = LocalDateTime.ofInstant(at, window.zone());
        for (int before = 0; before <= 1; before++) {
            LocalDateTime opened = shown.toLocalDate().minusDays(before).atTime(window.from());
            LocalDateTime shuts = shown.toLocalDate().minusDays(before).atTime(window.to());
            LocalDateTime end = shuts.isAfter(opened) ? shuts : shuts.plusDays(1);
            if (window.days().contains(opened.getDayOfWeek()) && !shown.isBefore(opened) && shown.isBefore(end)) {
                return true;
            }
        }
        return false;
    }

    private static ReleaseCalendar calendar(Random random, List<ZoneId> zones) {
        List<Window> windows = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            days.add(DayOfWeek.of(1 + random.nextInt(7)));
            days.add(DayOfWeek.of(1 + random.nextInt(7)));
            LocalTime from = LocalTime.ofSecondOfDay(60L * random.nextInt(random.nextBoolean() ? 240 : 1440));
            LocalTime to = from.plusMinutes(1 + random.nextInt(random.nextBoolean() ? 60 : 1439));
            windows.add(new Window(days, from, to, zones.get(random.nextInt(zones.size()))));
        }
        List<Freeze> freezes = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Instant from = Instant.parse("2026-03-27T00:00:00Z").plus(Duration.ofMinutes(random.nextInt(400_000)));
            freezes.add(new Freeze(from, from.plus(Duration.ofMinutes(1 + random.nextInt(9000))), ""));
        }
        return new ReleaseCalendar(windows, freezes, Duration.ofMinutes(random.nextInt(200)), Optional.empty());
    }
}
