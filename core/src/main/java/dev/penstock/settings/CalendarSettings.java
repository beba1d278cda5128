package dev.penstock.settings;

import dev.penstock.calendar.Freeze;
import dev.penstock.calendar.ReleaseCalendar;
import dev.penstock.calendar.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When releases may change what users have.
 *
 * @param windows in one of which it must be; empty if nothing is said
 * @param freezes in none of which it may be
 * @param jitter over which releases that wait for the same opening are spread
 * @param override why freezes do not count for this run
 */
public record CalendarSettings(
        List<Window> windows, List<Freeze> freezes, Optional<Duration> jitter, Optional<String> override) {

    public CalendarSettings {
        windows = List.copyOf(windows);
        freezes = List.copyOf(freezes);
    }

    /** Nothing is said. */
    public static CalendarSettings none() {
        return new CalendarSettings(List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    /** What is said here, and what another says where nothing is said here; freezes of both hold. */
    CalendarSettings over(CalendarSettings common) {
        List<Freeze> all = new ArrayList<>(freezes);
        all.addAll(common.freezes);
        return new CalendarSettings(
                windows.isEmpty() ? common.windows : windows,
                all,
                jitter.or(common::jitter),
                override.or(common::override));
    }

    CalendarSettings overriding(String reason) {
        return new CalendarSettings(windows, freezes, jitter, Optional.of(reason));
    }

    /** The calendar. */
    ReleaseCalendar calendar() {
        return new ReleaseCalendar(windows, freezes, jitter.orElse(Duration.ZERO), override);
    }
}
