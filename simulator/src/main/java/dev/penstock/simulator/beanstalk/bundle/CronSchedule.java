package dev.penstock.simulator.beanstalk.bundle;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The five fields of cron: minute, hour, day of the month, month, day of the week, in UTC. A day counts when either field of days does,
 * if both are restricted. Source: POSIX, "crontab"; Developer Guide, "Periodic tasks".
 */
final class CronSchedule {

    /** How far ahead is looked: what does not happen within leap years' distance does not happen. */
    private static final int DAYS_AHEAD = 366 * 8;

    private record Field(BitSet values, boolean any) {}

    private final Field minutes;
    private final Field hours;
    private final Field days;
    private final Field months;
    private final Field weekdays;

    private CronSchedule(List<Field> fields) {
        minutes = fields.get(0);
        hours = fields.get(1);
        days = fields.get(2);
        months = fields.get(3);
        weekdays = fields.get(4);
    }

    /** A schedule; empty when it is none. */
    static Optional<CronSchedule> parse(String text) {
        String[] parts = text.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
        int[][] ranges = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}};
        if (parts.length != ranges.length) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        try {
            for (int i = 0; i < ranges.length; i++) {
                fields.add(field(named(parts[i], i), ranges[i][0], ranges[i][1]));
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(new CronSchedule(fields));
    }

    private static String named(String part, int field) {
        String text = part;
        if (field == 3) {
            for (Month month : Month.values()) {
                text = text.replace(month.name().substring(0, 3), Integer.toString(month.getValue()));
            }
        } else if (field == 4) {
            for (DayOfWeek day : DayOfWeek.values()) {
                text = text.replace(day.name().substring(0, 3), Integer.toString(day.getValue() % 7));
            }
        }
        return text;
    }

    private static Field field(String text, int least, int most) {
        BitSet values = new BitSet();
        for (String item : text.split(",", -1)) {
            String[] step = item.split("/", -1);
            int by = step.length > 1 ? Integer.parseInt(step[1]) : 1;
            String[] range = step[0].equals("*")
                    ? new String[] {Integer.toString(least), Integer.toString(most)}
                    : step[0].split("-", -1);
            int from = Integer.parseInt(range[0]);
            int to = range.length > 1 ? Integer.parseInt(range[1]) : step.length > 1 ? most : from;
            if (step.length > 2 || range.length > 2 || by < 1 || from < least || to > most || from > to) {
                throw new IllegalArgumentException(item);
            }
            for (int value = from; value <= to; value += by) {
                values.set(value);
            }
        }
        return new Field(values, text.startsWith("*"));
    }

    /** The first time after an instant; empty when there is none. */
    Optional<Instant> after(Instant now) {
        ZonedDateTime at =
                now.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        ZonedDateTime last = at.plusDays(DAYS_AHEAD);
        while (at.isBefore(last)) {
            if (!months.values().get(at.getMonthValue()) || !isDay(at)) {
                at = at.plusDays(1).truncatedTo(ChronoUnit.DAYS);
            } else if (!hours.values().get(at.getHour())) {
                at = at.plusHours(1).truncatedTo(ChronoUnit.HOURS);
            } else if (!minutes.values().get(at.getMinute())) {
                at = at.plusMinutes(1);
            } else {
                return Optional.of(at.toInstant());
            }
        }
        return Optional.empty();
    }

    private boolean isDay(ZonedDateTime at) {
        int weekday = at.getDayOfWeek().getValue() % 7;
        boolean ofWeek = weekdays.values().get(weekday)
                || (weekday == 0 && weekdays.values().get(7));
        boolean ofMonth = days.values().get(at.getDayOfMonth());
        boolean both = days.any() || weekdays.any();
        return both ? (ofWeek && ofMonth) : (ofWeek || ofMonth);
    }
}
