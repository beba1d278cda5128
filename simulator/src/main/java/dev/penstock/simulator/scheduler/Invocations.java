package dev.penstock.simulator.scheduler;

import dev.penstock.simulator.events.Deliveries;
import dev.penstock.simulator.events.TargetCalls;
import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.scheduler.model.Target;

/**
 * The calls that schedules make, in the name of their roles: at least once each. Faults strike them as the operation {@code
 * InvokeTarget} of the service {@code scheduler}, which is no operation of AWS's; the text of the request has {@code ScheduleArn=…,
 * TargetArn=…}. Sources: EventBridge Scheduler User Guide, "Managing targets", "Adding context attributes" and "Configuring a
 * dead-letter queue".
 */
final class Invocations implements Deliveries.Hands {

    private static final String SERVICE = "scheduler.amazonaws.com";

    private final Calendar calendar;
    private final Ids ids;
    private final ServiceCalls calls;
    private final ServiceSessions sessions;
    private final TargetRequests requests;
    private final Deliveries deliveries;

    Invocations(Store state, Calendar calendar, Ids ids, Faults faults, ServiceCalls calls, ServiceSessions sessions) {
        this.calendar = calendar;
        this.ids = ids;
        this.calls = calls;
        this.sessions = sessions;
        this.requests = new TargetRequests(calls);
        this.deliveries = new Deliveries("scheduler", "InvokeTarget", state, calendar, ids, faults, this);
    }

    /** Lets a schedule call its target. */
    void begin(ScheduleStore.Row row, Instant scheduled) {
        Target target = row.form().target();
        String execution = ids.uuid();
        String at = scheduled.truncatedTo(ChronoUnit.SECONDS).toString();
        String arn = row.form().arn();
        String body = TargetRequests.body(row, target, execution, at);
        Map<String, String> told = new LinkedHashMap<>();
        told.put("SCHEDULE_ARN", arn);
        told.put("SCHEDULED_TIME", at);
        told.put("TARGET_ARN", target.arn());
        told.put("EXECUTION_ID", execution);
        deliveries.begin(
                new Deliveries.Delivery(
                        row.account(),
                        row.region(),
                        arn,
                        target.arn(),
                        target.roleArn(),
                        TargetRequests.detail(target),
                        "ScheduleArn=" + arn + ", TargetArn=" + target.arn(),
                        body,
                        target.retryPolicy().maximumRetryAttempts(),
                        Duration.ofSeconds(target.retryPolicy().maximumEventAgeInSeconds()),
                        Optional.ofNullable(target.deadLetterConfig())
                                .map(config -> config.arn())
                                .orElse(""),
                        told),
                Duration.ZERO);
    }

    @Override
    public TargetCalls.Handed hand(Deliveries.Delivery delivery, int attempt) {
        try {
            String body = delivery.body().replace("<aws.scheduler.attempt-number>", Integer.toString(attempt));
            call(delivery, requests.of(delivery, body));
            return new TargetCalls.Handed.Over();
        } catch (ServiceError e) {
            boolean passes = (e.status() >= 500 && e.status() != 501)
                    || e.status() == 429
                    || e.code().startsWith("Throttl")
                    || e.code().startsWith("TooManyRequests");
            return passes
                    ? new TargetCalls.Handed.Throttled(e.message())
                    : new TargetCalls.Handed.Refused(e.code(), e.message());
        }
    }

    private void call(Deliveries.Delivery delivery, TargetRequests.Asked asked) {
        Caller caller = sessions.assume(delivery.region(), delivery.role(), SERVICE, "scheduler", calendar.now())
                .orElseThrow(() -> ServiceError.of(
                        403,
                        "AccessDeniedException",
                        "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."));
        var unused = calls.call(caller, asked.service(), asked.request(), SdkPojo.class);
    }

    @Override
    public void deadLetter(Deliveries.Delivery delivery, Map<String, String> attributes) {
        try {
            call(delivery, TargetRequests.message(delivery, delivery.deadLetters(), delivery.body(), attributes));
        } catch (ServiceError lost) {
            // What the dead-letter queue does not take is lost, as in AWS.
            return;
        }
    }
}
