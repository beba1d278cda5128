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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to targets, at least once each. What fails for the moment is tried again as often and as long as it is told; what
 * fails for good goes to a dead-letter queue.
 *
 * <p>Faults strike a delivery as an operation that is none of AWS's; the text of the request is what the delivery is about. An error
 * makes the attempt fail; an answer that is lost delivers the event and tries again; {@link Fault.Disorder#REPEATED} delivers it twice,
 * and {@link Fault.Disorder#REVERSED} lets others overtake it.
 *
 * <p>Source: EventBridge User Guide, "How EventBridge retries delivering events".
 */
public final class Deliveries {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(8);
    private static final int MOST_LATE_SECONDS = 30;

    /**
     * An event on its way.
     *
     * @param source on whose behalf, like a rule's ARN
     * @param target its ARN
     * @param role that makes the call; empty where the target's own policy decides
     * @param group of the message, where the target is a queue that has groups
     * @param about what faults look for
     * @param body JSON text
     * @param attempts how often it may be tried again
     * @param oldest how long it may be tried again
     * @param deadLetters ARN of a queue; empty when there is none
     * @param told attributes of its dead letter, beside those that say what went wrong
     */
    public record Delivery(
            String account,
            String region,
            String source,
            String target,
            String role,
            Optional<String> group,
            String about,
            String body,
            int attempts,
            Duration oldest,
            String deadLetters,
            Map<String, String> told) {

        public Delivery {
            told = Map.copyOf(told);
        }
    }

    /** How events are handed over. Within transactions. */
    public interface Hands {

        /**
         * Hands an event to its target.
         *
         * @param attempt 1 for the first
         */
        TargetCalls.Handed hand(Delivery delivery, int attempt);

        /** Keeps what could not be handed over. */
        void deadLetter(Delivery delivery, Map<String, String> attributes);
    }

    private record Row(Delivery delivery, Instant began, int retries, boolean late) {}

    private final String service;
    private final String operation;
    private final Table<Row> table;
    private final Calendar calendar;
    private final Ids ids;
    private final Faults faults;
    private final Hands hands;
    private final String due;

    /**
     * Puts it together.
     *
     * @param service that delivers, as faults name it; its rows are kept under that name
     * @param operation as faults name it
     */
    public Deliveries(
            String service, String operation, Store state, Calendar calendar, Ids ids, Faults faults, Hands hands) {
        this.service = service;
        this.operation = operation;
        this.table = state.table(service + ".deliveries", Row.class);
        this.calendar = calendar;
        this.ids = ids;
        this.faults = faults;
        this.hands = hands;
        this.due = service + ".delivery";
        calendar.on(due, this::due);
    }

    /** Lets an event go to its target after a moment. Within a transaction. */
    public void begin(Delivery delivery, Duration latency) {
        String key = ids.uuid();
        table.put(key, new Row(delivery, calendar.now(), 0, false));
        calendar.enter(due, key, calendar.now().plus(latency));
    }

    private void due(String key) {
        Row row = table.get(key).orElse(null);
        if (row == null) {
            return;
        }
        switch (faults.any() ? struck(row, FaultPlan.Moment.BEFORE) : null) {
            case Fault.Refuse(int status, String code, String message, var wait) -> retry(key, row, code, message);
            case Fault.Disconnect lost -> retry(key, row, "SDK_CLIENT_ERROR", "The connection was closed.");
            case Fault.Disorder disorder
            when disorder == Fault.Disorder.REVERSED && !row.late() -> {
                table.put(key, new Row(row.delivery(), row.began(), row.retries(), true));
                calendar.enter(
                        due, key, calendar.now().plusSeconds(1 + ids.next().nextInt(MOST_LATE_SECONDS)));
            }
            case Fault.Disorder disorder
            when disorder == Fault.Disorder.REPEATED -> {
                var unused = hands.hand(row.delivery(), row.retries() + 1);
                attempt(key, row);
            }
            case null, default -> attempt(key, row);
        }
    }

    private @Nullable Fault struck(Row row, FaultPlan.Moment moment) {
        Delivery delivery = row.delivery();
        Caller caller = TargetCalls.owner(delivery.account(), delivery.region());
        return faults.strike(moment, new FaultPlan.Struck(caller, service, operation, delivery.about(), calendar.now()))
                .orElse(null);
    }

    private void attempt(String key, Row row) {
        switch (hands.hand(row.delivery(), row.retries() + 1)) {
            case TargetCalls.Handed.Over over -> {
                if (faults.any() && struck(row, FaultPlan.Moment.AFTER) instanceof Fault.Disconnect) {
                    retry(key, row, "SDK_CLIENT_ERROR", "The answer was lost.");
                } else {
                    table.remove(key);
                }
            }
            case TargetCalls.Handed.Throttled(String message) -> retry(key, row, "THROTTLING", message);
            case TargetCalls.Handed.Refused(String code, String message) -> giveUp(key, row, code, message, "");
        }
    }

    private void retry(String key, Row row, String code, String message) {
        Duration pause = Duration.ofSeconds(1L << Math.min(row.retries(), 9));
        Instant next = calendar.now().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        if (row.retries() >= row.delivery().attempts()) {
            giveUp(key, row, code, message, "MaximumRetryAttempts");
        } else if (next.isAfter(row.began().plus(row.delivery().oldest()))) {
            giveUp(key, row, code, message, "MaximumEventAgeInSeconds");
        } else {
            table.put(key, new Row(row.delivery(), row.began(), row.retries() + 1, row.late()));
            calendar.enter(due, key, next);
        }
    }

    /** Source of the attributes: EventBridge User Guide, "Using dead-letter queues to process undelivered events". */
    private void giveUp(String key, Row row, String code, String message, String exhausted) {
        table.remove(key);
        if (row.delivery().deadLetters().isEmpty()) {
            return;
        }
        Map<String, String> attributes = new LinkedHashMap<>(row.delivery().told());
        attributes.put("ERROR_CODE", code);
        attributes.put("ERROR_MESSAGE", message);
        if (!exhausted.isEmpty()) {
            attributes.put("EXHAUSTED_RETRY_CONDITION", exhausted);
            attributes.put("RETRY_ATTEMPTS", Integer.toString(row.retries()));
        }
        hands.deadLetter(row.delivery(), attributes);
    }
}
