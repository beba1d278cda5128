package dev.penstock.simulator.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;

/**
 * Moments of the calendar in six fields: minutes, hours, day of the month, month, day of the week, year. A day is named by the
 * month or by the week, and the other is {@code ?}. Days of the week are 1 (Sunday) to 7 or their names; {@code L}, {@code W} and
 * {@code #} mean the last day, the nearest weekday, and which one in the month.
 *
 * <p>Where a clock is put forward, moments that do not exist are left out; where it is put back, they come once. Source: EventBridge
 * Scheduler User Guide, "Daylight savings time".
 */
public final class CronExpression {

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;
    private static final int FIELDS = 6;
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final CronField minutes;
    private final CronField hours;
    private final String dayOfMonth;
    private final CronField months;
    private final String dayOfWeek;
    private final CronField years;

    private CronExpression(String[] fields) {
        minutes = CronField.parse(fields[0], 0, 59, List.of());
        hours = CronField.parse(fields[1], 0, 23, List.of());
        dayOfMonth = fields[2];
        months = CronField.parse(fields[3], 1, 12, MONTHS);
        dayOfWeek = fields[4];
        years = CronField.parse(fields[5], FIRST_YEAR, LAST_YEAR, List.of());
        boolean byMonth = dayOfWeek.equals("?");
        boolean byWeek = dayOfMonth.equals("?");
        if (byMonth == byWeek) {
            throw new IllegalArgumentException("one of day-of-month and day-of-week must be ?");
        }
        if (byMonth && !dayOfMonth.matches("L|LW|[0-9]{1,2}W")) {
            CronField.parse(dayOfMonth, 1, 31, List.of());
        }
        if (byWeek && !isSpecial(dayOfWeek)) {
            CronField.parse(dayOfWeek, 1, 7, DAYS);
        }
    }

    /**
     * Reads the six fields.
     *
     * @return empty when they are not right
     */
    public static Optional<CronExpression> parse(String text) {
        String[] fields = text.strip().split("\\s+", -1);
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CronExpression(fields));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The next moment.
     *
     * @param after not at or before this
     * @return empty when there is none
     */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        LocalDateTime from = after.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES);
        LocalDate day = from.toLocalDate();
        LocalDate last = day.plusYears(years.isAny() ? 9 : LAST_YEAR - FIRST_YEAR);
        while (!day.isAfter(last) && day.getYear() <= LAST_YEAR) {
            if (!years.has(day.getYear())) {
                day = LocalDate.of(day.getYear() + 1, 1, 1);
            } else if (!months.has(day.getMonthValue())) {
                day = day.plusMonths(1).withDayOfMonth(1);
            } else {
                Optional<Instant> found = hasDay(day) ? within(day, after, zone) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
                day = day.plusDays(1);
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> within(LocalDate day, Instant after, ZoneId zone) {
        for (int hour = 0; hour < 24; hour++) {
            for (int minute = 0; hours.has(hour) && minute < 60; minute++) {
                if (minutes.has(minute)) {
                    LocalDateTime local = LocalDateTime.of(day, LocalTime.of(hour, minute));
                    ZonedDateTime moment = local.atZone(zone);
                    boolean exists = moment.toLocalDateTime().equals(local);
                    if (exists && moment.toInstant().isAfter(after)) {
                        return Optional.of(moment.toInstant());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean hasDay(LocalDate day) {
        if (dayOfWeek.equals("?")) {
            return switch (dayOfMonth) {
                case "L" -> day.equals(day.with(TemporalAdjusters.lastDayOfMonth()));
                case "LW" -> day.equals(nearestWeekday(day.with(TemporalAdjusters.lastDayOfMonth())));
                default ->
                    dayOfMonth.endsWith("W")
                            ? isNearest(day, Integer.parseInt(dayOfMonth.substring(0, dayOfMonth.length() - 1)))
                            : CronField.parse(dayOfMonth, 1, 31, List.of()).has(day.getDayOfMonth());
            };
        }
        int number = day.getDayOfWeek().getValue() % 7 + 1;
        if (!isSpecial(dayOfWeek)) {
            return CronField.parse(dayOfWeek, 1, 7, DAYS).has(number);
        }
        int wanted = CronField.number(
                dayOfWeek.split("[L#]", -1)[0].isEmpty() ? "7" : dayOfWeek.split("[L#]", -1)[0], DAYS);
        if (wanted != number) {
            return false;
        }
        int hash = dayOfWeek.indexOf('#');
        return hash < 0
                ? dayOfWeek.equals("L") || day.plusWeeks(1).getMonthValue() != day.getMonthValue()
                : (day.getDayOfMonth() + 6) / 7 == Integer.parseInt(dayOfWeek.substring(hash + 1));
    }

    private static boolean isSpecial(String weekday) {
        return weekday.matches("L|([1-7]|[A-Z]{3})L|([1-7]|[A-Z]{3})#[1-5]");
    }

    private static boolean isNearest(LocalDate day, int wanted) {
        return wanted >= 1 && wanted <= day.lengthOfMonth() && day.equals(nearestWeekday(day.withDayOfMonth(wanted)));
    }

    /** The weekday that is nearest to a day, in the same month. */
    private static LocalDate nearestWeekday(LocalDate day) {
        if (day.getDayOfWeek() == DayOfWeek.SATURDAY) {
            return day.getDayOfMonth() == 1 ? day.plusDays(2) : day.minusDays(1);
        } else if (day.getDayOfWeek() == DayOfWeek.SUNDAY) {
            return day.getDayOfMonth() == day.lengthOfMonth() ? day.minusDays(2) : day.plusDays(1);
        }
        return day;
    }
}
