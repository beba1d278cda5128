package dev.penstock.simulator.scheduler;

import dev.penstock.simulator.events.Deliveries;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.ServiceError;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * What a schedule asks of its target: one of the templated calls to functions, queues, topics and buses, or any operation of a
 * simulated service, by an ARN like {@code arn:aws:scheduler:::aws-sdk:ecs:updateService}. Source: EventBridge Scheduler User Guide,
 * "Using templated targets" and "Using universal targets".
 */
final class TargetRequests {

    private static final String UNIVERSAL = "arn:aws:scheduler:::aws-sdk:";

    /** @param service its signing name */
    record Asked(String service, SdkPojo request) {}

    private final ServiceCalls calls;

    TargetRequests(ServiceCalls calls) {
        this.calls = calls;
    }

    /** What a target gets: its input with the context put in, or what AWS sends without one. */
    static String body(ScheduleStore.Row row, Target target, String execution, String scheduled) {
        if (target.input() != null) {
            return target.input()
                    .replace("<aws.scheduler.schedule-arn>", row.form().arn())
                    .replace("<aws.scheduler.scheduled-time>", scheduled)
                    .replace("<aws.scheduler.execution-id>", execution);
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "0");
        event.put("id", execution);
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.scheduler");
        event.put("account", row.account());
        event.put("time", scheduled);
        event.put("region", row.region());
        event.put("resources", List.of(row.form().arn()));
        event.put("detail", "{}");
        return Json.treeText(event);
    }

    /** What a target needs beside its body: a message's group, or an event's source and type. */
    static Optional<String> detail(Target target) {
        return Optional.ofNullable(target.sqsParameters())
                .map(parameters -> parameters.messageGroupId())
                .or(() -> Optional.ofNullable(target.eventBridgeParameters())
                        .map(parameters -> parameters.source() + "\n" + parameters.detailType()));
    }

    /** @throws ServiceError when the target is not simulated */
    Asked of(Deliveries.Delivery delivery, String body) {
        if (delivery.target().startsWith(UNIVERSAL)) {
            return universal(delivery.target().substring(UNIVERSAL.length()), body);
        }
        return switch (delivery.target().split(":", 4)[2]) {
            case "lambda" ->
                new Asked(
                        "lambda",
                        InvokeRequest.builder()
                                .functionName(delivery.target())
                                .invocationType(InvocationType.EVENT)
                                .payload(SdkBytes.fromUtf8String(body))
                                .build());
            case "sqs" -> message(delivery, delivery.target(), body, Map.of());
            case "sns" ->
                new Asked(
                        "sns",
                        PublishRequest.builder()
                                .topicArn(delivery.target())
                                .message(body)
                                .build());
            case "events" -> event(delivery, body);
            default ->
                throw ServiceError.notSimulated(
                        "The target " + delivery.target(), "events, lambda, sns, sqs and universal targets");
        };
    }

    private static Asked event(Deliveries.Delivery delivery, String body) {
        String[] parts = delivery.group().orElse("\n").split("\n", -1);
        return new Asked(
                "events",
                PutEventsRequest.builder()
                        .entries(software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry.builder()
                                .eventBusName(delivery.target())
                                .source(parts[0])
                                .detailType(parts[1])
                                .detail(body)
                                .build())
                        .build());
    }

    private Asked universal(String name, String body) {
        int colon = name.indexOf(':');
        String service = colon < 0 ? name : name.substring(0, colon);
        String operation = colon < 0 ? "" : name.substring(colon + 1);
        String whole =
                operation.isEmpty() ? "" : operation.substring(0, 1).toUpperCase(Locale.ROOT) + operation.substring(1);
        return new Asked(service, calls.request(service, whole, JsonTexts.structure(body)));
    }

    /** A message to a queue. */
    static Asked message(Deliveries.Delivery delivery, String queueArn, String body, Map<String, String> attributes) {
        String[] parts = queueArn.split(":", -1);
        Map<String, MessageAttributeValue> typed = new HashMap<>();
        attributes.forEach((name, value) -> typed.put(
                name,
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(value.isEmpty() ? " " : value)
                        .build()));
        return new Asked(
                "sqs",
                SendMessageRequest.builder()
                        .queueUrl("https://sqs." + parts[3] + ".amazonaws.com/" + parts[4] + "/" + parts[5])
                        .messageBody(body)
                        .messageGroupId(
                                queueArn.endsWith(".fifo") ? delivery.group().orElse(null) : null)
                        .messageAttributes(typed)
                        .build());
    }
}
