package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Queues of the simulated SQS, as Lambda uses them in the name of the account that they are in. */
final class EventQueues {

    private final ServiceCalls calls;

    EventQueues(ServiceCalls calls) {
        this.calls = calls;
    }

    /**
     * Looks a queue up.
     *
     * @return its URL
     * @throws dev.penstock.simulator.wire.ServiceError as SQS answers when there is none of that ARN
     */
    String url(String arn) {
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        GetQueueUrlRequest request = GetQueueUrlRequest.builder()
                .queueName(name)
                .queueOwnerAWSAccountId(owner(arn).account())
                .build();
        return calls.call(owner(arn), "sqs", request, GetQueueUrlResponse.class).queueUrl();
    }

    /** Sends a message. */
    void send(String arn, String message, Map<String, String> attributes) {
        Map<String, MessageAttributeValue> typed = new HashMap<>();
        attributes.forEach((name, value) -> typed.put(
                name,
                MessageAttributeValue.builder()
                        .dataType(value.matches("[0-9]+") ? "Number" : "String")
                        .stringValue(value.isEmpty() ? " " : value)
                        .build()));
        SendMessageRequest request = SendMessageRequest.builder()
                .queueUrl(url(arn))
                .messageBody(message)
                .messageAttributes(typed)
                .build();
        calls.call(owner(arn), "sqs", request, SendMessageResponse.class);
    }

    /** AWS's own address of a queue, which the simulated SQS knows as well. */
    static String address(String arn) {
        String[] parts = arn.split(":", -1);
        return "https://sqs." + parts[3] + ".amazonaws.com/" + parts[4] + "/" + parts[5];
    }

    /** The root of the account that a queue is in. */
    static Caller owner(String arn) {
        String[] parts = arn.split(":", -1);
        return new Caller(parts[4], parts[3], "arn:aws:iam::" + parts[4] + ":root", parts[4]);
    }
}
