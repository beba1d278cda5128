package dev.penstock.simulator.scheduler;

import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.schedule.ScheduleExpression;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindow;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.RetryPolicy;
import software.amazon.awssdk.services.scheduler.model.Target;

/** What a schedule has to be like. Source: EventBridge Scheduler API Reference, CreateSchedule. */
final class ScheduleRules {

    private static final int MOST_ATTEMPTS = 185;
    private static final int LONGEST_AGE = 86_400;
    private static final int LONGEST_WINDOW = 1440;

    private final Roles roles;

    ScheduleRules(Roles roles) {
        this.roles = roles;
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when a schedule is not right */
    void check(GetScheduleResponse asked) {
        if (asked.name() == null || !asked.name().matches("[0-9a-zA-Z-_.]{1,64}")) {
            throw SchedulerErrors.invalid("1 validation error detected: Value '" + asked.name()
                    + "' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern:"
                    + " ^[0-9a-zA-Z-_.]+$");
        }
        String expression = asked.scheduleExpression() == null ? "" : asked.scheduleExpression();
        if (ScheduleExpression.parse(expression).isEmpty()) {
            throw SchedulerErrors.invalid("Invalid Schedule Expression " + expression + ".");
        }
        if (zone(asked.scheduleExpressionTimezone()).isEmpty()) {
            throw SchedulerErrors.invalid("Provided time zone is not supported: " + asked.scheduleExpressionTimezone());
        }
        checkWindow(asked.flexibleTimeWindow());
        checkTarget(asked.target());
        if (asked.startDate() != null
                && asked.endDate() != null
                && !asked.startDate().isBefore(asked.endDate())) {
            throw SchedulerErrors.invalid("The StartDate has to be before the EndDate.");
        }
    }

    /** A time zone by its name, UTC when none is named; empty for an unknown one. */
    static Optional<ZoneId> zone(@Nullable String name) {
        try {
            return Optional.of(name == null || name.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static void checkWindow(@Nullable FlexibleTimeWindow window) {
        if (window == null || window.mode() == null || window.mode() == FlexibleTimeWindowMode.UNKNOWN_TO_SDK_VERSION) {
            throw SchedulerErrors.invalid("1 validation error detected: Value null at 'flexibleTimeWindow' failed to"
                    + " satisfy constraint: Member must not be null");
        }
        Integer minutes = window.maximumWindowInMinutes();
        if (window.mode() == FlexibleTimeWindowMode.OFF && minutes != null) {
            throw SchedulerErrors.invalid("A flexible time window cannot be set for FlexibleTimeWindow.Mode OFF.");
        }
        if (window.mode() == FlexibleTimeWindowMode.FLEXIBLE
                && (minutes == null || minutes < 1 || minutes > LONGEST_WINDOW)) {
            throw SchedulerErrors.invalid("MaximumWindowInMinutes has to be from 1 to 1440 for a FLEXIBLE window.");
        }
    }

    private void checkTarget(@Nullable Target target) {
        if (target == null || target.arn() == null || target.roleArn() == null) {
            throw SchedulerErrors.invalid("1 validation error detected: Value null at 'target' failed to satisfy"
                    + " constraint: Member must not be null");
        }
        if (!target.arn().startsWith("arn:")) {
            throw SchedulerErrors.invalid("Provided Arn is not in correct format.");
        }
        if (roles.byArn(target.roleArn()).isEmpty()) {
            throw SchedulerErrors.invalid(
                    "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.");
        }
        RetryPolicy retry = target.retryPolicy();
        if (retry != null
                && (outside(retry.maximumRetryAttempts(), 0, MOST_ATTEMPTS)
                        || outside(retry.maximumEventAgeInSeconds(), 60, LONGEST_AGE))) {
            throw SchedulerErrors.invalid(
                    "MaximumRetryAttempts has to be from 0 to 185 and MaximumEventAgeInSeconds from" + " 60 to 86400.");
        }
    }

    private static boolean outside(@Nullable Integer value, int least, int most) {
        return value != null && (value < least || value > most);
    }

    /** A target with the retry policy that it has when it names none. */
    static Target whole(Target target) {
        RetryPolicy given = target.retryPolicy();
        return target.toBuilder()
                .retryPolicy(RetryPolicy.builder()
                        .maximumRetryAttempts(
                                given == null || given.maximumRetryAttempts() == null
                                        ? MOST_ATTEMPTS
                                        : given.maximumRetryAttempts())
                        .maximumEventAgeInSeconds(
                                given == null || given.maximumEventAgeInSeconds() == null
                                        ? LONGEST_AGE
                                        : given.maximumEventAgeInSeconds())
                        .build())
                .build();
    }
}
