package dev.penstock.aws.scheduler;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.time.WakeUps;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;

/**
 * One schedule for each second in which something is due, whose name says the second, so that everything that is due then
 * shares it: {@code wake-20260102T120000Z}. It calls the runner once and is deleted by Scheduler itself. Scheduler calls within
 * the minute ("One-time schedules", EventBridge Scheduler User Guide).
 */
public final class ScheduledWakeUps implements WakeUps {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'wake-'uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern(
                    "'at('uuuu-MM-dd'T'HH:mm:ss')'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final AwsClients clients;
    private final Target target;
    private final InstantSource time;
    private final AtomicReference<Instant> last = new AtomicReference<>(Instant.EPOCH);

    /**
     * What schedules call.
     *
     * @param group the group that schedules are made in; it exists
     * @param functionArn the runner
     * @param roleArn the role by which Scheduler calls it
     */
    public record Target(String group, String functionArn, String roleArn) {

        public Target {
            Objects.requireNonNull(group, "group");
            Objects.requireNonNull(functionArn, "functionArn");
            Objects.requireNonNull(roleArn, "roleArn");
        }
    }

    /** Makes schedules. */
    public ScheduledWakeUps(AwsClients clients, Target target, InstantSource time) {
        this.clients = clients;
        this.target = target;
        this.time = time;
    }

    @Override
    public void at(Instant due) {
        Instant soonest = time.instant().plusSeconds(1);
        Instant asked = due.isBefore(soonest) ? soonest : due;
        Instant whole = asked.truncatedTo(ChronoUnit.SECONDS);
        Instant second = whole.equals(asked) ? whole : whole.plusSeconds(1);
        if (second.equals(last.get())) {
            return;
        }
        try {
            clients.call(
                    "scheduler:CreateSchedule",
                    "have the runner called at " + second,
                    () -> clients.scheduler(AwsScope.OWN, Use.CHANGE)
                            .createSchedule(create -> create.name(NAME.format(second))
                                    .groupName(target.group())
                                    .scheduleExpression(AT.format(second))
                                    .scheduleExpressionTimezone("UTC")
                                    .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                                    .actionAfterCompletion(ActionAfterCompletion.DELETE)
                                    .target(to -> to.arn(target.functionArn())
                                            .roleArn(target.roleArn())
                                            .input("{\"tick\":\"" + second + "\"}"))));
        } catch (RemoteCallException e) {
            // Somebody has asked for the same second.
            if (e.kind() != Kind.CONFLICT || !e.code().equals("ConflictException")) {
                throw e;
            }
        }
        last.set(second);
    }
}
