package dev.penstock.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A time of the week: it is open whenever clocks in its zone show a time in it. Where clocks are put forward over its beginning it
 * opens as late as they are; where they are put back, what they show twice counts twice.
 *
 * @param days on which it opens; at least one
 * @param from when it opens
 * @param to when it shuts; not later than {@code from} if that is on the next day. Both the same: it is open for a day
 * @param zone whose clocks count
 */
public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    /** It opens again within a week, unless clocks pass over it; then within two. */
    private static final Duration HORIZON = Duration.ofDays(16);

    public Window {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a window opens on at least one day");
        }
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    }

    /** Whether it is open at a time. */
    public boolean isOpen(Instant at) {
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        LocalTime time = local.toLocalTime();
        DayOfWeek day = local.getDayOfWeek();
        if (from.isBefore(to)) {
            return days.contains(day) && !time.isBefore(from) && time.isBefore(to);
        }
        return (days.contains(day) && !time.isBefore(from)) || (days.contains(day.minus(1)) && time.isBefore(to));
    }

    /** When it opens next after a time at which it is shut; absent if it does not within two weeks. */
    Optional<Instant> opensAfter(Instant at) {
        return turns(at).stream()
                .filter(turn -> turn.isAfter(at) && isOpen(turn))
                .min(Instant::compareTo);
    }

    /** When it shuts next after a time at which it is open; absent if it does not within two weeks. */
    Optional<Instant> shutsAfter(Instant at) {
        return turns(at).stream()
                .filter(turn -> turn.isAfter(at) && !isOpen(turn))
                .min(Instant::compareTo);
    }

    /** All times soon after another at which it may open or shut. */
    private List<Instant> turns(Instant at) {
        ZoneRules rules = zone.getRules();
        Instant end = at.plus(HORIZON);
        List<Instant> turns = new ArrayList<>();
        LocalDate last = LocalDate.ofInstant(end, zone);
        for (LocalDate day = LocalDate.ofInstant(at, zone).minusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
            for (LocalTime time : List.of(from, to)) {
                LocalDateTime local = day.atTime(time);
                for (ZoneOffset offset : rules.getValidOffsets(local)) {
                    turns.add(local.toInstant(offset));
                }
            }
        }
        ZoneOffsetTransition change = rules.nextTransition(at);
        while (change != null && !change.getInstant().isAfter(end)) {
            turns.add(change.getInstant());
            change = rules.nextTransition(change.getInstant());
        }
        return turns;
    }

    /** In words: {@code mon, tue 09:00–16:00 Europe/Dublin}. */
    @Override
    public String toString() {
        List<String> names = days.stream()
                .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ROOT).toLowerCase(Locale.ROOT))
                .toList();
        String end = to.equals(LocalTime.MIDNIGHT) ? "24:00" : to.toString();
        return (days.size() == DayOfWeek.values().length ? "every day" : String.join(", ", names)) + " " + from + "–"
                + end + " " + zone;
    }
}
