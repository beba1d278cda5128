package dev.penstock.simulator.scheduler;

import dev.penstock.simulator.schedule.ScheduleExpression;
import dev.penstock.simulator.state.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SplittableRandom;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindow;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;

/**
 * When schedules come due. Within a flexible window a schedule is invoked at a second that its ARN and the occurrence determine, so that
 * the same schedule gives the same run. Source: EventBridge Scheduler User Guide, "Schedule types" and "Configuring flexible time
 * windows".
 */
final class Occurrences {

    private static final String DUE = "scheduler.due";

    private final ScheduleStore store;
    private final Calendar calendar;
    private final Invocations invocations;

    Occurrences(ScheduleStore store, Calendar calendar, Invocations invocations) {
        this.store = store;
        this.calendar = calendar;
        this.invocations = invocations;
        // In passing: what comes again and again would move virtual time for ever.
        calendar.inPassing(DUE, this::due);
    }

    /** Enters when a schedule comes due next, or that it does not. */
    void arrange(ScheduleStore.Row row, Instant after) {
        next(row.form(), after)
                .ifPresentOrElse(
                        at -> calendar.enter(DUE, row.key(), at.plus(delay(row.form(), at))),
                        () -> calendar.strike(DUE, row.key()));
    }

    /** Lets a schedule go. */
    void forget(ScheduleStore.Row row) {
        calendar.strike(DUE, row.key());
        store.remove(row);
    }

    private static Optional<Instant> next(GetScheduleResponse schedule, Instant after) {
        if (schedule.state() != ScheduleState.ENABLED) {
            return Optional.empty();
        }
        ZoneId zone = ScheduleRules.zone(schedule.scheduleExpressionTimezone()).orElse(ZoneOffset.UTC);
        Instant begun = schedule.startDate() == null ? schedule.creationDate() : schedule.startDate();
        // The start of a rate is an occurrence itself when it was named.
        Instant from = schedule.startDate() != null && schedule.startDate().isAfter(after)
                ? schedule.startDate().minusMillis(1)
                : after;
        Optional<ScheduleExpression> expression = ScheduleExpression.parse(schedule.scheduleExpression());
        boolean startsNow = schedule.startDate() != null
                && schedule.startDate().isAfter(after)
                && expression.filter(ScheduleExpression.Rate.class::isInstance).isPresent();
        Optional<Instant> found =
                startsNow ? Optional.of(schedule.startDate()) : expression.flatMap(e -> e.next(begun, from, zone));
        return found.filter(at -> schedule.endDate() == null || !at.isAfter(schedule.endDate()));
    }

    private static Duration delay(GetScheduleResponse schedule, Instant at) {
        FlexibleTimeWindow window = schedule.flexibleTimeWindow();
        if (window.mode() != FlexibleTimeWindowMode.FLEXIBLE) {
            return Duration.ZERO;
        }
        long seed = 31L * schedule.arn().hashCode() + at.getEpochSecond();
        return Duration.ofSeconds(new SplittableRandom(seed).nextInt(window.maximumWindowInMinutes() * 60));
    }

    private void due(String key) {
        store.schedule(key).ifPresent(row -> {
            Instant now = calendar.now();
            Instant scheduled = now.minus(past(row.form(), now));
            invocations.begin(row, scheduled);
            Optional<Instant> next = next(row.form(), now);
            if (next.isEmpty() && row.form().actionAfterCompletion() == ActionAfterCompletion.DELETE) {
                forget(row);
            } else {
                arrange(row, now);
            }
        });
    }

    /** How far an occurrence was put off within its window; zero where that cannot be told any more. */
    private static Duration past(GetScheduleResponse schedule, Instant now) {
        if (schedule.flexibleTimeWindow().mode() != FlexibleTimeWindowMode.FLEXIBLE) {
            return Duration.ZERO;
        }
        Instant from =
                now.minus(Duration.ofMinutes(schedule.flexibleTimeWindow().maximumWindowInMinutes()));
        Optional<Instant> at = next(schedule, from);
        while (at.isPresent() && !at.get().isAfter(now)) {
            if (at.get().plus(delay(schedule, at.get())).equals(now)) {
                return Duration.between(at.get(), now);
            }
            at = next(schedule, at.get());
        }
        return Duration.ZERO;
    }
}
