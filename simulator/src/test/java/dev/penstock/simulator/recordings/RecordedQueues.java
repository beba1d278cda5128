package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** Queues that recorded tests send results and events to. */
final class RecordedQueues {

    private final SqsClient sqs;

    RecordedQueues(SimulatedAws aws) {
        sqs = Clients.of(aws).with(SqsClient.builder());
    }

    /** Makes a queue; its ARN. */
    String create(String name) {
        sqs.createQueue(q -> q.queueName(name));
        return "arn:aws:sqs:us-east-1:" + Clients.ACCOUNT + ":" + name;
    }

    /** Empties a queue. */
    void purge(String name) {
        String url = sqs.getQueueUrl(g -> g.queueName(name)).queueUrl();
        sqs.purgeQueue(q -> q.queueUrl(url));
    }

    /** The message that a queue holds. */
    Message received(String name) {
        String url = sqs.getQueueUrl(g -> g.queueName(name)).queueUrl();
        return sqs.receiveMessage(r -> r.queueUrl(url).messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages()
                .getFirst();
    }

    /** The messages that a queue holds, with the attributes that their sender gave them. */
    ReceiveMessageResponse messages(String name) {
        String url = sqs.getQueueUrl(g -> g.queueName(name)).queueUrl();
        return sqs.receiveMessage(r -> r.queueUrl(url).messageAttributeNames("All"));
    }
}
