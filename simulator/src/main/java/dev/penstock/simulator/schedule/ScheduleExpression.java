package dev.penstock.simulator.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a rule or a schedule comes due. */
public sealed interface ScheduleExpression {

    /** At moments of the calendar. */
    record Cron(CronExpression moments) implements ScheduleExpression {}

    /**
     * Again and again.
     *
     * @param every a minute or more
     */
    record Rate(Duration every) implements ScheduleExpression {}

    /**
     * Once.
     *
     * @param moment in the schedule's time zone
     */
    record At(LocalDateTime moment) implements ScheduleExpression {}

    Pattern RATE = Pattern.compile("rate\\(([1-9][0-9]{0,8}) +(minutes?|hours?|days?)\\)");

    /**
     * Reads an expression: {@code rate(5 minutes)}, {@code cron(0 12 * * ? *)} or {@code at(2026-01-31T12:00:00)}.
     *
     * @return empty when it is none
     */
    static Optional<ScheduleExpression> parse(String text) {
        Matcher rate = RATE.matcher(text);
        if (rate.matches()) {
            long count = Long.parseLong(rate.group(1));
            String unit = rate.group(2);
            if ((count == 1) == unit.endsWith("s")) {
                return Optional.empty();
            }
            return Optional.of(new Rate(
                    switch (unit.charAt(0)) {
                        case 'm' -> Duration.ofMinutes(count);
                        case 'h' -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    }));
        } else if (text.startsWith("cron(") && text.endsWith(")")) {
            return CronExpression.parse(text.substring("cron(".length(), text.length() - 1))
                    .map(Cron::new);
        } else if (text.startsWith("at(") && text.endsWith(")")) {
            try {
                return Optional.of(new At(LocalDateTime.parse(text.substring("at(".length(), text.length() - 1))));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * When it comes due next.
     *
     * @param begun from when rates count
     * @param after not at or before this
     * @param zone of the calendar that is meant
     * @return empty when it never does again
     */
    default Optional<Instant> next(Instant begun, Instant after, ZoneId zone) {
        return switch (this) {
            case Cron(CronExpression moments) -> moments.next(after, zone);
            case Rate(Duration every) -> {
                long past = Math.max(0, Duration.between(begun, after).toMillis());
                yield Optional.of(begun.plus(every.multipliedBy(past / every.toMillis() + 1)));
            }
            case At(LocalDateTime moment) ->
                Optional.of(moment.atZone(zone).toInstant()).filter(instant -> instant.isAfter(after));
        };
    }
}
