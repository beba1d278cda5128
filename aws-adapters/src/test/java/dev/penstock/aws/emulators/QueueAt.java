package dev.penstock.aws.emulators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue in an account.
 *
 * @param url by which it is called
 * @param arn by which others name it
 */
record QueueAt(SqsClient sqs, String url, String arn) {

    static QueueAt make(AccountAt account, String name, Map<QueueAttributeName, String> attributes) {
        SqsClient sqs = account.client(SqsClient.builder());
        String url = sqs.createQueue(make -> make.queueName(name).attributes(attributes))
                .queueUrl();
        return new QueueAt(sqs, url, "arn:aws:sqs:us-east-1:" + account.id + ":" + name);
    }

    /** One that services may send to. */
    static QueueAt open(AccountAt account, String name) {
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                + "{\"Service\":[\"events.amazonaws.com\",\"scheduler.amazonaws.com\"]},"
                + "\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}";
        return make(account, name, Map.of(QueueAttributeName.POLICY, policy));
    }

    void send(String body) {
        sqs.sendMessage(send -> send.queueUrl(url).messageBody(body));
    }

    /** What can be received just now, at most ten. */
    List<Message> receive() {
        return sqs.receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
    }

    /** Makes what was received visible again. */
    void giveBack(Message message) {
        sqs.changeMessageVisibility(change ->
                change.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
    }

    /** The bodies of so many messages, awaited. */
    List<String> bodies(AccountAt account, int count) {
        List<String> all = new ArrayList<>();
        account.await(count + " messages in " + arn, () -> {
            receive().forEach(message -> {
                all.add(message.body());
                sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
            });
            return all.size() >= count;
        });
        return all;
    }

    String attribute(QueueAttributeName name) {
        return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(name))
                .attributes()
                .getOrDefault(name, "");
    }
}
