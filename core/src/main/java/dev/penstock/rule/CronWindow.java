package dev.penstock.rule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The minutes that a cron expression stands for, as CodePipeline has it: seconds, which are always {@code *}, minutes, hours, day of the
 * month, month, day of the week from 1 for Sunday, and perhaps a year (user guide, DeploymentWindow).
 */
final class CronWindow {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final List<Predicate<ZonedDateTime>> fields;
    private final ZoneId zone;

    private CronWindow(List<Predicate<ZonedDateTime>> fields, ZoneId zone) {
        this.fields = fields;
        this.zone = zone;
    }

    /** Whether clocks in its zone show one of its minutes. */
    boolean isOpen(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        return fields.stream().allMatch(field -> field.test(local));
    }

    /**
     * Reads an expression.
     *
     * @throws Malformed if it is none
     */
    static CronWindow of(String expression, ZoneId zone) throws Malformed {
        List<String> parts = Stream.of(expression.strip().split("\\s+")).toList();
        if (parts.size() < 6 || parts.size() > 7) {
            throw new Malformed("it has " + parts.size() + " fields, and six or seven are needed");
        }
        if (!parts.getFirst().equals("*")) {
            throw new Malformed("its first field, the seconds, can only be '*'");
        }
        String days = parts.get(3);
        String weekdays = parts.get(5);
        if (days.equals("?") && weekdays.equals("?")) {
            throw new Malformed("both its days of the month and its days of the week are '?'");
        }
        IntPredicate minutes = numbers(parts.get(1), "minutes", 0, 59, List.of());
        IntPredicate hours = numbers(parts.get(2), "hours", 0, 23, List.of());
        IntPredicate months = numbers(parts.get(4), "months", 1, 12, MONTHS);
        IntPredicate years = parts.size() == 7 ? numbers(parts.get(6), "years", 1970, 2199, List.of()) : year -> true;
        Predicate<LocalDate> monthDays = monthDays(days);
        Predicate<LocalDate> weekDays = weekDays(weekdays);
        return new CronWindow(
                List.of(
                        time -> minutes.test(time.getMinute()),
                        time -> hours.test(time.getHour()),
                        time -> months.test(time.getMonthValue()),
                        time -> years.test(time.getYear()),
                        time -> monthDays.test(time.toLocalDate()) && weekDays.test(time.toLocalDate())),
                zone);
    }

    /**
     * The zone of a name: {@code Europe/Berlin}, {@code UTC+02:00}, or an abbreviation that Java knows, such as {@code CET}.
     *
     * @throws Malformed if there is none
     */
    static ZoneId zone(String name) throws Malformed {
        try {
            return ZoneId.of(name, ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            throw new Malformed("there is no time zone '" + name + "'");
        }
    }

    private static Predicate<LocalDate> monthDays(String field) throws Malformed {
        if (field.equals("?")) {
            return day -> true;
        }
        if (field.equals("L")) {
            return day -> day.getDayOfMonth() == day.lengthOfMonth();
        }
        if (field.startsWith("L-")) {
            int before = number(field.substring(2), "days of the month", 0, 30, List.of());
            return day -> day.getDayOfMonth() == day.lengthOfMonth() - before;
        }
        if (field.equals("LW")) {
            return day -> day.equals(workdayNear(day, day.lengthOfMonth()));
        }
        if (field.endsWith("W")) {
            int near = number(field.substring(0, field.length() - 1), "days of the month", 1, 31, List.of());
            return day -> near <= day.lengthOfMonth() && day.equals(workdayNear(day, near));
        }
        IntPredicate numbers = numbers(field, "days of the month", 1, 31, List.of());
        return day -> numbers.test(day.getDayOfMonth());
    }

    /** The day from Monday to Friday next to a day of the month, in the same month. */
    private static LocalDate workdayNear(LocalDate month, int dayOfMonth) {
        LocalDate day = month.withDayOfMonth(dayOfMonth);
        return switch (day.getDayOfWeek()) {
            case SATURDAY -> dayOfMonth == 1 ? day.plusDays(2) : day.minusDays(1);
            case SUNDAY -> dayOfMonth == month.lengthOfMonth() ? day.minusDays(2) : day.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
        };
    }

    private static Predicate<LocalDate> weekDays(String field) throws Malformed {
        if (field.equals("?")) {
            return day -> true;
        }
        int hash = field.indexOf('#');
        if (hash > 0) {
            DayOfWeek weekDay = weekDay(field.substring(0, hash));
            int nth = number(field.substring(hash + 1), "weeks", 1, 5, List.of());
            return day -> day.getDayOfWeek() == weekDay && (day.getDayOfMonth() - 1) / 7 + 1 == nth;
        }
        if (field.length() > 1 && field.endsWith("L")) {
            DayOfWeek weekDay = weekDay(field.substring(0, field.length() - 1));
            return day -> day.equals(day.with(TemporalAdjusters.lastInMonth(weekDay)));
        }
        // Alone, the last day is that of the week.
        IntPredicate numbers = numbers(field.equals("L") ? "7" : field, "days of the week", 1, 7, DAYS);
        return day -> numbers.test(day.getDayOfWeek().getValue() % 7 + 1);
    }

    private static DayOfWeek weekDay(String text) throws Malformed {
        int fromSunday = number(text, "days of the week", 1, 7, DAYS);
        return DayOfWeek.SUNDAY.plus(fromSunday - 1L);
    }

    private static IntPredicate numbers(String field, String what, int least, int most, List<String> names)
            throws Malformed {
        IntPredicate any = number -> false;
        for (String part : field.split(",", -1)) {
            any = any.or(range(part, what, least, most, names));
        }
        return any;
    }

    /** {@code *}, {@code 5}, {@code 1-5}, {@code 10/15}, {@code 1-30/10}; a range may go round: {@code FRI-MON}. */
    private static IntPredicate range(String part, String what, int least, int most, List<String> names)
            throws Malformed {
        int slash = part.indexOf('/');
        String base = slash < 0 ? part : part.substring(0, slash);
        int step = slash < 0 ? 1 : number(part.substring(slash + 1), what, 1, most, List.of());
        int from = least;
        int to = most;
        int dash = base.indexOf('-');
        if (dash > 0) {
            from = number(base.substring(0, dash), what, least, most, names);
            to = number(base.substring(dash + 1), what, least, most, names);
        } else if (!base.equals("*") && !(base.isEmpty() && slash == 0)) {
            from = number(base, what, least, most, names);
            to = slash < 0 ? from : most;
        }
        int first = from;
        int count = to >= from ? to - from : to - from + (most - least + 1);
        return number -> {
            int distance = number >= first ? number - first : number - first + (most - least + 1);
            return distance <= count && distance % step == 0;
        };
    }

    private static int number(String text, String what, int least, int most, List<String> names) throws Malformed {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return named + least;
        }
        if (!text.matches("[0-9]{1,4}")) {
            throw new Malformed("'" + text + "' is none of its " + what);
        }
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new Malformed("its " + what + " go from " + least + " to " + most + ", and " + number + " is beyond");
        }
        return number;
    }

    /** An expression that is none. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }
}
