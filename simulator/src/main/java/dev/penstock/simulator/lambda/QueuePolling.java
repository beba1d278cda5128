package dev.penstock.simulator.lambda;

import dev.penstock.simulator.pattern.EventPatterns;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.sqs.Sqs;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * Reads queues for functions: batches of messages become invocations, and what an invocation did not take is seen again after its
 * visibility timeout. A batch is gathered for its whole window. A queue that is quiet costs nothing: reading begins when a message comes
 * or becomes visible.
 *
 * <p>Source: Lambda Developer Guide, "Using Lambda with Amazon SQS", "Handling errors for an SQS event source in Lambda" and "Lambda
 * event filtering".
 */
final class QueuePolling {

    private static final String POLL = "lambda.poll";
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration BUSY = Duration.ofSeconds(1);

    /** How many batches of a queue are executed at a time when the mapping does not say: the number that AWS begins with. */
    private static final int TOGETHER = 5;

    private static final int MOST_IN_ONE = 10;

    /** What is known of mappings. */
    interface Mappings {

        /** The enabled mapping under a key, if it is one. */
        Optional<EventSourceMappingConfiguration> enabled(String key);

        /** The keys of the enabled mappings of a queue. */
        List<String> keysOf(String queueArn);
    }

    private final Store state;
    private final Calendar calendar;
    private final Mappings mappings;
    private final LambdaStore store;
    private final Executions executions;
    private final ServiceCalls calls;
    private final Sqs sqs;
    private final Ids ids;
    private final EventPatterns patterns = new EventPatterns();
    private final Map<String, Integer> running = new HashMap<>();

    QueuePolling(
            Store state,
            Calendar calendar,
            Mappings mappings,
            LambdaStore store,
            Executions executions,
            ServiceCalls calls,
            Sqs sqs,
            Ids ids) {
        this.state = state;
        this.calendar = calendar;
        this.mappings = mappings;
        this.store = store;
        this.executions = executions;
        this.calls = calls;
        this.sqs = sqs;
        this.ids = ids;
        calendar.on(POLL, this::poll);
        sqs.whenSent(queueArn -> mappings.keysOf(queueArn).forEach(this::wake));
    }

    /** Reads for a mapping soon. */
    void wake(String key) {
        mappings.enabled(key).ifPresent(mapping -> {
            int window =
                    mapping.maximumBatchingWindowInSeconds() == null ? 0 : mapping.maximumBatchingWindowInSeconds();
            Instant at = calendar.now().plus(window == 0 ? SOON : Duration.ofSeconds(window));
            if (calendar.due(POLL, key).filter(due -> !due.isAfter(at)).isEmpty()) {
                calendar.enter(POLL, key, at);
            }
        });
    }

    private void poll(String key) {
        EventSourceMappingConfiguration mapping = mappings.enabled(key).orElse(null);
        if (mapping == null) {
            return;
        }
        LambdaStore.Target target = target(mapping);
        if (target == null) {
            return;
        }
        if (executions.isThrottled(target) || running.getOrDefault(key, 0) >= together(mapping)) {
            calendar.enter(POLL, key, calendar.now().plus(BUSY));
            return;
        }
        List<Message> batch = receive(mapping);
        if (batch.isEmpty()) {
            sqs.nextVisible(mapping.eventSourceArn())
                    .filter(at -> at.isAfter(calendar.now()))
                    .ifPresent(at -> calendar.enter(POLL, key, at));
            return;
        }
        List<Message> wanted = new ArrayList<>();
        for (Message message : batch) {
            if (fits(mapping, message)) {
                wanted.add(message);
            } else {
                delete(mapping, message);
            }
        }
        if (!wanted.isEmpty()) {
            invoke(key, mapping, target, wanted);
        }
        wake(key);
    }

    private LambdaStore.@Nullable Target target(EventSourceMappingConfiguration mapping) {
        FunctionName name = FunctionName.ofArn(mapping.functionArn());
        return store.find(name).isPresent() ? executions.route(name) : null;
    }

    private static int together(EventSourceMappingConfiguration mapping) {
        return mapping.scalingConfig() == null || mapping.scalingConfig().maximumConcurrency() == null
                ? TOGETHER
                : mapping.scalingConfig().maximumConcurrency();
    }

    private void invoke(
            String key, EventSourceMappingConfiguration mapping, LambdaStore.Target target, List<Message> batch) {
        running.merge(key, 1, Integer::sum);
        var unused = executions
                .execute(target, ids.uuid(), QueueEvents.of(mapping.eventSourceArn(), batch))
                .thenAccept(executed -> state.transact(() -> {
                    running.merge(key, -1, Integer::sum);
                    ended(mapping, batch, executed);
                    wake(key);
                    return key;
                }));
    }

    /** Deletes what was taken; all of it, unless the function names what it did not take. */
    private void ended(EventSourceMappingConfiguration mapping, List<Message> batch, Executions.Executed executed) {
        if (executed.failed()) {
            return;
        }
        boolean partial = mapping.functionResponseTypesAsStrings().contains("ReportBatchItemFailures");
        Set<String> left = partial ? QueueEvents.failures(executed.payload(), batch) : Set.of();
        batch.stream()
                .filter(message -> !left.contains(message.messageId()))
                .forEach(message -> delete(mapping, message));
    }

    private boolean fits(EventSourceMappingConfiguration mapping, Message message) {
        List<Filter> filters = mapping.filterCriteria() == null
                ? List.of()
                : mapping.filterCriteria().filters();
        String record = filters.isEmpty() ? "" : QueueEvents.filtered(mapping.eventSourceArn(), message);
        return filters.isEmpty() || filters.stream().anyMatch(filter -> patterns.match(filter.pattern(), record));
    }

    private List<Message> receive(EventSourceMappingConfiguration mapping) {
        String queue = mapping.eventSourceArn();
        int size = mapping.batchSize() == null ? MOST_IN_ONE : mapping.batchSize();
        List<Message> all = new ArrayList<>();
        int before = -1;
        while (all.size() < size && all.size() > before) {
            before = all.size();
            ReceiveMessageRequest request = ReceiveMessageRequest.builder()
                    .queueUrl(EventQueues.address(queue))
                    .maxNumberOfMessages(Math.min(MOST_IN_ONE, size - all.size()))
                    .waitTimeSeconds(0)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All")
                    .build();
            try {
                all.addAll(calls.call(EventQueues.owner(queue), "sqs", request, ReceiveMessageResponse.class)
                        .messages());
            } catch (ServiceError gone) {
                // A queue that was deleted since gives nothing.
                return all;
            }
        }
        return all;
    }

    private void delete(EventSourceMappingConfiguration mapping, Message message) {
        String queue = mapping.eventSourceArn();
        try {
            calls.call(
                    EventQueues.owner(queue),
                    "sqs",
                    DeleteMessageRequest.builder()
                            .queueUrl(EventQueues.address(queue))
                            .receiptHandle(message.receiptHandle())
                            .build(),
                    DeleteMessageResponse.class);
        } catch (ServiceError gone) {
            // A queue that was deleted since has no message any more.
            return;
        }
    }
}
