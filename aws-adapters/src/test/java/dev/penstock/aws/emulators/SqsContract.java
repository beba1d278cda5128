package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Queues of SQS: who sees a message when, and where it goes when nobody can take it. */
abstract class SqsContract extends ServiceContract {

    private static final String NO_QUEUE = "AWS.SimpleQueueService.NonExistentQueue";

    private SqsClient sqs;

    @BeforeEach
    void client() {
        sqs = account.client(SqsClient.builder());
    }

    private QueueAt queue(String name) {
        return QueueAt.make(account, name, Map.of());
    }

    private QueueAt queue(String name, QueueAttributeName attribute, String value) {
        return QueueAt.make(account, name, Map.of(attribute, value));
    }

    private static String attribute(Message message, MessageSystemAttributeName name) {
        return message.attributes().getOrDefault(name, "");
    }

    @Test
    void aQueueIsMadeOnce() {
        QueueAt first = queue("orders", QueueAttributeName.VISIBILITY_TIMEOUT, "40");
        assertThat(queue("orders", QueueAttributeName.VISIBILITY_TIMEOUT, "40").url())
                .isEqualTo(first.url());
        assertThat(first.attribute(QueueAttributeName.QUEUE_ARN)).isEqualTo(first.arn());
        refused(() -> queue("orders", QueueAttributeName.VISIBILITY_TIMEOUT, "50"), 400, "QueueAlreadyExists");
    }

    @Test
    void saysThatThereIsNoSuchQueue() {
        refused(() -> sqs.getQueueUrl(get -> get.queueName("none")), 400, NO_QUEUE);
        String near = queue("orders").url();
        String none = near.replace("orders", "none");
        refused(() -> sqs.sendMessage(send -> send.queueUrl(none).messageBody("m")), 400, NO_QUEUE);
        refused(() -> sqs.receiveMessage(receive -> receive.queueUrl(none)), 400, NO_QUEUE);
    }

    @Test
    void refusesANameThatNoQueueMayHave() {
        refused(() -> queue("two words"), 400, "InvalidParameterValue");
        refused(() -> queue("x".repeat(81)), 400, "InvalidParameterValue");
    }

    @Test
    void refusesAnAttributeOutOfItsRange() {
        refused(() -> queue("orders", QueueAttributeName.VISIBILITY_TIMEOUT, "43201"), 400, "InvalidAttributeValue");
    }

    @Test
    void whatIsReceivedIsHiddenUntilItIsGivenBack() {
        QueueAt queue = queue("orders");
        queue.send("first");
        Message message = queue.receive().getFirst();
        assertThat(message.body()).isEqualTo("first");
        assertThat(attribute(message, MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                .isEqualTo("1");
        assertThat(queue.receive()).isEmpty();
        assertThat(queue.attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .isEqualTo("1");
        queue.giveBack(message);
        Message again = queue.receive().getFirst();
        assertThat(again.messageId()).isEqualTo(message.messageId());
        assertThat(attribute(again, MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                .isEqualTo("2");
    }

    @Test
    void deletesByTheHandleOfTheReceiptAndAgain() {
        QueueAt queue = queue("orders");
        queue.send("first");
        Message message = queue.receive().getFirst();
        for (int i = 0; i < 2; i++) {
            sqs.deleteMessage(delete -> delete.queueUrl(queue.url()).receiptHandle(message.receiptHandle()));
        }
        assertThat(queue.attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .isEqualTo("0");
        refused(
                () -> sqs.deleteMessage(delete -> delete.queueUrl(queue.url()).receiptHandle("none")),
                400,
                "ReceiptHandleIsInvalid");
    }

    @Test
    void whatIsReceivedTooOftenGoesToTheDeadLetterQueue() {
        QueueAt dead = queue("dead");
        QueueAt queue = queue(
                "orders",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + dead.arn() + "\",\"maxReceiveCount\":2}");
        queue.send("poison");
        for (int i = 0; i < 2; i++) {
            queue.giveBack(queue.receive().getFirst());
        }
        assertThat(queue.receive()).isEmpty();
        Message moved = dead.receive().getFirst();
        assertThat(moved.body()).isEqualTo("poison");
        assertThat(attribute(moved, MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN))
                .isEqualTo(queue.arn());
    }

    @Test
    void aDeadLetterQueueKnowsWhoseItIs() {
        QueueAt dead = queue("dead");
        QueueAt queue = queue(
                "orders",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + dead.arn() + "\",\"maxReceiveCount\":2}");
        assertThat(sqs.listDeadLetterSourceQueues(list -> list.queueUrl(dead.url()))
                        .queueUrls())
                .containsExactly(queue.url());
    }

    @Test
    void aDeadLetterQueueHasToBeThere() {
        refused(
                () -> queue(
                        "orders",
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:" + account.id
                                + ":none\",\"maxReceiveCount\":2}"),
                400,
                "InvalidParameterValue");
    }

    @Test
    void deadLettersAreMovedBackWhereTheyCameFrom() {
        QueueAt dead = queue("dead");
        QueueAt queue = queue(
                "orders",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + dead.arn() + "\",\"maxReceiveCount\":1}");
        queue.send("poison");
        queue.giveBack(queue.receive().getFirst());
        assertThat(queue.receive()).isEmpty();
        assertThat(dead.attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .isEqualTo("1");
        assertThat(sqs.startMessageMoveTask(start -> start.sourceArn(dead.arn()))
                        .taskHandle())
                .isNotEmpty();
        assertThat(queue.bodies(account, 1)).containsExactly("poison");
    }

    @Test
    void whatIsDelayedIsNotSeenYet() {
        QueueAt queue = queue("orders");
        sqs.sendMessage(send -> send.queueUrl(queue.url()).messageBody("later").delaySeconds(900));
        assertThat(queue.receive()).isEmpty();
        assertThat(queue.attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .isEqualTo("1");
        refused(
                () -> sqs.sendMessage(
                        send -> send.queueUrl(queue.url()).messageBody("m").delaySeconds(901)),
                400,
                "InvalidParameterValue");
    }

    @Test
    void aMessageKeepsItsAttributesAndItsDigest() {
        QueueAt queue = queue("orders");
        var sent = sqs.sendMessage(send -> send.queueUrl(queue.url())
                .messageBody("hello")
                .messageAttributes(Map.of(
                        "colour",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("blue")
                                .build())));
        assertThat(sent.md5OfMessageBody()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        Message message = queue.receive().getFirst();
        assertThat(message.md5OfMessageAttributes()).isEqualTo(sent.md5OfMessageAttributes());
        assertThat(message.messageAttributes())
                .hasEntrySatisfying(
                        "colour", colour -> assertThat(colour.stringValue()).isEqualTo("blue"));
    }

    @Test
    void refusesABatchThatIsNone() {
        String url = queue("orders").url();
        refused(
                () -> sqs.sendMessageBatch(send -> send.queueUrl(url).entries(List.of())),
                400,
                "AWS.SimpleQueueService.EmptyBatchRequest");
        refused(
                () -> sqs.sendMessageBatch(send -> send.queueUrl(url).entries(List.of(entry("a"), entry("a")))),
                400,
                "AWS.SimpleQueueService.BatchEntryIdsNotDistinct");
        refused(
                () -> sqs.sendMessageBatch(send -> send.queueUrl(url)
                        .entries(IntStream.range(0, 11)
                                .mapToObj(i -> entry("e" + i))
                                .toList())),
                400,
                "AWS.SimpleQueueService.TooManyEntriesInBatchRequest");
    }

    private static SendMessageBatchRequestEntry entry(String id) {
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(id).build();
    }

    @Test
    void aGroupOfAFifoQueueWaitsForItsFirstMessage() {
        QueueAt queue = QueueAt.make(
                account,
                "orders.fifo",
                Map.of(QueueAttributeName.FIFO_QUEUE, "true", QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
        for (String sent : List.of("a1", "a1", "a2", "b1")) {
            sqs.sendMessage(send -> send.queueUrl(queue.url()).messageBody(sent).messageGroupId(sent.substring(0, 1)));
        }
        Message first = sqs.receiveMessage(
                        receive -> receive.queueUrl(queue.url()).maxNumberOfMessages(1))
                .messages()
                .getFirst();
        assertThat(first.body()).isEqualTo("a1");
        assertThat(queue.receive()).extracting(Message::body).containsExactly("b1");
        sqs.deleteMessage(delete -> delete.queueUrl(queue.url()).receiptHandle(first.receiptHandle()));
        assertThat(queue.receive()).extracting(Message::body).containsExactly("a2");
    }

    @Test
    void aFifoQueueNeedsAGroup() {
        QueueAt queue = queue("orders.fifo", QueueAttributeName.FIFO_QUEUE, "true");
        refused(() -> queue.send("m"), 400, "MissingParameter");
    }

    @Test
    void listsQueuesInPages() {
        List.of("shop-a", "shop-b", "shop-c", "other").forEach(this::queue);
        var first = sqs.listQueues(list -> list.queueNamePrefix("shop-").maxResults(2));
        assertThat(first.queueUrls()).hasSize(2);
        assertThat(first.nextToken()).isNotEmpty();
        assertThat(sqs.listQueuesPaginator(list -> list.queueNamePrefix("shop-").maxResults(2))
                        .queueUrls())
                .hasSize(3)
                .allMatch(url -> url.contains("/shop-"));
    }

    @Test
    void keepsTags() {
        QueueAt queue = queue("orders");
        sqs.tagQueue(tag -> tag.queueUrl(queue.url()).tags(Map.of("team", "shop")));
        assertThat(sqs.listQueueTags(list -> list.queueUrl(queue.url())).tags())
                .containsExactly(Map.entry("team", "shop"));
        sqs.untagQueue(untag -> untag.queueUrl(queue.url()).tagKeys("team"));
        assertThat(sqs.listQueueTags(list -> list.queueUrl(queue.url())).tags()).isEmpty();
    }

    @Test
    void aQueueThatIsDeletedIsGone() {
        QueueAt queue = queue("orders");
        sqs.deleteQueue(delete -> delete.queueUrl(queue.url()));
        account.await("the deletion", () -> sqs.listQueues().queueUrls().isEmpty());
    }
}
