package dev.penstock.simulator.events;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * Events on their way to targets, at least once each. What fails for the moment is tried again for a day and at most 185 times, or as
 * the target says; what fails for good goes to the target's dead-letter queue.
 *
 * <p>Faults strike a delivery as the operation {@code DeliverEvent} of the service {@code events}, which is no operation of AWS's; the
 * text of the request has {@code RuleArn=…, TargetArn=…, EventId=…, DetailType=…}. An error makes the attempt fail; an answer that is
 * lost delivers the event and tries again; {@link Fault.Disorder#REPEATED} delivers it twice, and {@link Fault.Disorder#REVERSED} lets
 * others overtake it.
 *
 * <p>Source: EventBridge User Guide, "How EventBridge retries delivering events".
 */
final class Deliveries {

    private static final String DUE = "events.delivery";

    /** AWS says that half a second is usual. */
    private static final Duration LATENCY = Duration.ofMillis(500);

    private static final int ATTEMPTS = 185;
    private static final Duration OLDEST = Duration.ofHours(24);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(8);
    private static final int MOST_LATE_SECONDS = 30;

    /** @param retries how often it was tried again */
    private record Delivery(
            String account,
            String region,
            String ruleArn,
            Target target,
            String eventId,
            String detailType,
            String body,
            Instant began,
            int retries,
            boolean late) {

        Delivery again() {
            return new Delivery(account, region, ruleArn, target, eventId, detailType, body, began, retries + 1, late);
        }

        Delivery delayed() {
            return new Delivery(account, region, ruleArn, target, eventId, detailType, body, began, retries, true);
        }
    }

    private final Table<Delivery> table;
    private final Calendar calendar;
    private final Ids ids;
    private final Faults faults;
    private final TargetCalls targets;

    Deliveries(Store state, Calendar calendar, Ids ids, Faults faults, TargetCalls targets) {
        this.table = state.table("events.deliveries", Delivery.class);
        this.calendar = calendar;
        this.ids = ids;
        this.faults = faults;
        this.targets = targets;
        calendar.on(DUE, this::due);
    }

    /** Lets an event go to a target. */
    void begin(EventStore.Rule rule, Target target, Event event, String body) {
        Delivery delivery = new Delivery(
                rule.account(),
                rule.region(),
                rule.form().arn(),
                target,
                event.id(),
                event.detailType(),
                body,
                calendar.now(),
                0,
                false);
        String key = ids.uuid();
        table.put(key, delivery);
        calendar.enter(DUE, key, calendar.now().plus(LATENCY));
    }

    private void due(String key) {
        Delivery delivery = table.get(key).orElse(null);
        if (delivery == null) {
            return;
        }
        switch (faults.any() ? struck(delivery, FaultPlan.Moment.BEFORE) : null) {
            case Fault.Refuse(int status, String code, String message, var wait) -> retry(key, delivery, code, message);
            case Fault.Disconnect lost -> retry(key, delivery, "SDK_CLIENT_ERROR", "The connection was closed.");
            case Fault.Disorder disorder
            when disorder == Fault.Disorder.REVERSED && !delivery.late() -> {
                table.put(key, delivery.delayed());
                calendar.enter(
                        DUE, key, calendar.now().plusSeconds(1 + ids.next().nextInt(MOST_LATE_SECONDS)));
            }
            case Fault.Disorder disorder
            when disorder == Fault.Disorder.REPEATED -> {
                hand(delivery);
                attempt(key, delivery);
            }
            case null, default -> attempt(key, delivery);
        }
    }

    private @Nullable Fault struck(Delivery delivery, FaultPlan.Moment moment) {
        Caller caller = TargetCalls.owner(delivery.account(), delivery.region());
        String about = "RuleArn=" + delivery.ruleArn() + ", TargetArn="
                + delivery.target().arn() + ", EventId=" + delivery.eventId() + ", DetailType=" + delivery.detailType();
        return faults.strike(moment, new FaultPlan.Struck(caller, "events", "DeliverEvent", about, calendar.now()))
                .orElse(null);
    }

    private TargetCalls.Handed hand(Delivery delivery) {
        return targets.hand(
                delivery.account(), delivery.region(), delivery.ruleArn(), delivery.target(), delivery.body());
    }

    private void attempt(String key, Delivery delivery) {
        switch (hand(delivery)) {
            case TargetCalls.Handed.Over over -> {
                boolean lost = faults.any() && struck(delivery, FaultPlan.Moment.AFTER) instanceof Fault.Disconnect;
                if (lost) {
                    retry(key, delivery, "SDK_CLIENT_ERROR", "The answer was lost.");
                } else {
                    table.remove(key);
                }
            }
            case TargetCalls.Handed.Throttled(String message) -> retry(key, delivery, "THROTTLING", message);
            case TargetCalls.Handed.Refused(String code, String message) -> giveUp(key, delivery, code, message, "");
        }
    }

    private void retry(String key, Delivery delivery, String code, String message) {
        var policy = delivery.target().retryPolicy();
        int most = policy == null || policy.maximumRetryAttempts() == null ? ATTEMPTS : policy.maximumRetryAttempts();
        Duration oldest = policy == null || policy.maximumEventAgeInSeconds() == null
                ? OLDEST
                : Duration.ofSeconds(policy.maximumEventAgeInSeconds());
        Duration pause = Duration.ofSeconds(1L << Math.min(delivery.retries(), 9));
        Instant next = calendar.now().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        if (delivery.retries() >= most) {
            giveUp(key, delivery, code, message, "MaximumRetryAttempts");
        } else if (next.isAfter(delivery.began().plus(oldest))) {
            giveUp(key, delivery, code, message, "MaximumEventAgeInSeconds");
        } else {
            table.put(key, delivery.again());
            calendar.enter(DUE, key, next);
        }
    }

    /** Source of the attributes: EventBridge User Guide, "Using dead-letter queues to process undelivered events". */
    private void giveUp(String key, Delivery delivery, String code, String message, String exhausted) {
        table.remove(key);
        var config = delivery.target().deadLetterConfig();
        if (config == null || config.arn() == null) {
            return;
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("RULE_ARN", delivery.ruleArn());
        attributes.put("TARGET_ARN", delivery.target().arn());
        attributes.put("ERROR_CODE", code);
        attributes.put("ERROR_MESSAGE", message);
        if (!exhausted.isEmpty()) {
            attributes.put("EXHAUSTED_RETRY_CONDITION", exhausted);
            attributes.put("RETRY_ATTEMPTS", Integer.toString(delivery.retries()));
        }
        targets.deadLetter(delivery.ruleArn(), config.arn(), delivery.body(), attributes);
    }
}
