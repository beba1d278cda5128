package dev.penstock.simulator.events;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A simulated AWS whose events are read from queues. */
@SuppressWarnings("unchecked") // arrays of the SDK's consumers of builders
public final class EventWorld implements AutoCloseable {

    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    public final SimulatedAws aws;
    public final EventBridgeClient events;
    public final SqsClient sqs;

    public EventWorld() {
        this(SimulatedAws.builder().time(SimulatedTime.stepped(START)));
    }

    public EventWorld(SimulatedAws.Builder builder) {
        this(builder.start());
    }

    /** Over a simulated AWS that somebody else may use as well; it is closed together with this. */
    public EventWorld(SimulatedAws running) {
        aws = running;
        events = Clients.of(aws).with(EventBridgeClient.builder());
        sqs = Clients.of(aws).with(SqsClient.builder());
    }

    /** Makes a queue and answers its ARN. */
    public String queue(String name) {
        String url = sqs.createQueue(q -> q.queueName(name)).queueUrl();
        return sqs.getQueueAttributes(g -> g.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    }

    /** Sends what matches a pattern to a new queue of the rule's name. */
    public void watch(String rule, String pattern) {
        String queue = queue(rule);
        rule(rule, pattern, Target.builder().id("queue").arn(queue).build());
    }

    public void rule(String rule, String pattern, Target... targets) {
        events.putRule(r -> r.name(rule).eventPattern(pattern));
        events.putTargets(t -> t.rule(rule).targets(targets));
    }

    public PutEventsResponse put(String detail) {
        return events.putEvents(
                p -> p.entries(e -> e.source("shop").detailType("Order").detail(detail)));
    }

    public void pass(Duration time) {
        aws.time().advance(time);
    }

    /** The text of a message's attribute. */
    public static String attribute(Message message, String name) {
        return Objects.requireNonNull(message.messageAttributes().get(name), name)
                .stringValue();
    }

    /** Takes all messages out of a queue. */
    public List<Message> messages(String queue) {
        String url = sqs.getQueueUrl(q -> q.queueName(queue)).queueUrl();
        List<Message> all = new ArrayList<>();
        List<Message> some;
        do {
            some = sqs.receiveMessage(
                            r -> r.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
                    .messages();
            some.forEach(message -> sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle(message.receiptHandle())));
            all.addAll(some);
        } while (!some.isEmpty());
        return all;
    }

    public List<String> bodies(String queue) {
        return messages(queue).stream().map(Message::body).toList();
    }

    /** The details of the events in a queue, taken out. */
    public List<Map<String, JsonValue>> details(String queue) {
        return bodies(queue).stream()
                .map(JsonTexts::structure)
                .map(event -> ((JsonValue.Structure)
                                Objects.requireNonNull(event.members().get("detail")))
                        .members())
                .toList();
    }

    @Override
    public void close() {
        events.close();
        sqs.close();
        aws.close();
    }
}
