package dev.penstock.simulator.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.PurgeQueueInProgressException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDeletedRecentlyException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsTest {

    private static final Instant START = Instant.parse("2026-05-04T10:00:00Z");

    private final SimulatedTime time = SimulatedTime.stepped(START);
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final SqsClient sqs = Clients.of(aws).with(SqsClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void anActionThatIsOfNoQueueIsNotAskedForAtAQueue() throws Exception {
        URI address = URI.create(queue("orders") + "?Action=ListQueues");

        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> refused =
                    http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body())
                    .contains("<Code>InvalidAction</Code>")
                    .contains("The action ListQueues is not valid for this endpoint");
        }
    }

    @Test
    void theAddressOfAHostIsTheUrlOfNoQueue() {
        assertThatThrownBy(() -> sqs.getQueueAttributes(g -> g.queueUrl("http://somewhere")))
                .isInstanceOf(QueueDoesNotExistException.class);
    }

    private String queue(String name, Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(c -> c.queueName(name).attributes(attributes)).queueUrl();
    }

    private String queue(String name) {
        return queue(name, Map.of());
    }

    private String arn(String url) {
        return attribute(url, QueueAttributeName.QUEUE_ARN);
    }

    private String attribute(String url, QueueAttributeName name) {
        return sqs.getQueueAttributes(g -> g.queueUrl(url).attributeNames(name))
                .attributes()
                .getOrDefault(name, "");
    }

    private String send(String url, String body) {
        return sqs.sendMessage(s -> s.queueUrl(url).messageBody(body)).messageId();
    }

    private List<Message> receive(String url) {
        return sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages();
    }

    private List<String> bodies(String url) {
        return receive(url).stream().map(Message::body).toList();
    }

    @Test
    void aMessageComesBackAfterItsVisibilityTimeoutUntilItIsDeleted() {
        String url = queue("orders");
        String id = send(url, "one");

        Message first = receive(url).getFirst();
        assertThat(first.messageId()).isEqualTo(id);
        assertThat(receive(url)).isEmpty();
        time.advance(Duration.ofSeconds(29));
        assertThat(receive(url)).isEmpty();
        time.advance(Duration.ofSeconds(1));
        Message second = receive(url).getFirst();
        assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());

        sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle(second.receiptHandle()));
        time.advance(Duration.ofMinutes(1));
        assertThat(receive(url)).isEmpty();
    }

    @Test
    void visibilityCanBeChangedButNotForMoreThanTwelveHoursInAll() {
        String url = queue("orders");
        send(url, "one");
        String handle = receive(url).getFirst().receiptHandle();

        sqs.changeMessageVisibility(c -> c.queueUrl(url).receiptHandle(handle).visibilityTimeout(600));
        time.advance(Duration.ofSeconds(599));
        assertThat(receive(url)).isEmpty();
        assertThatThrownBy(() -> sqs.changeMessageVisibility(
                        c -> c.queueUrl(url).receiptHandle(handle).visibilityTimeout(43_200)))
                .hasMessageContaining("beyond the limit [43200 seconds]");
        sqs.changeMessageVisibility(c -> c.queueUrl(url).receiptHandle(handle).visibilityTimeout(0));
        assertThat(bodies(url)).containsExactly("one");
    }

    @Test
    void delayAndRetentionHold() {
        String url = queue("orders", Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60"));
        sqs.sendMessage(s -> s.queueUrl(url).messageBody("late").delaySeconds(10));
        send(url, "now");

        assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .isEqualTo("1");
        assertThat(bodies(url)).containsExactly("now");
        assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .isEqualTo("1");
        time.advance(Duration.ofSeconds(10));
        assertThat(bodies(url)).containsExactly("late");
        time.advance(Duration.ofSeconds(50));
        assertThat(receive(url)).isEmpty();
        assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .isEqualTo("0");
    }

    @Test
    void attributesTravelAndAreGivenAsAskedFor() {
        String url = queue("orders");
        Map<String, MessageAttributeValue> attributes = Map.of(
                "kind",
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue("new")
                        .build(),
                "size",
                MessageAttributeValue.builder()
                        .dataType("Number")
                        .stringValue("7")
                        .build());
        sqs.sendMessage(s -> s.queueUrl(url).messageBody("one").messageAttributes(attributes));

        Message message = sqs.receiveMessage(r -> r.queueUrl(url)
                        .messageAttributeNames("ki.*")
                        .messageSystemAttributeNamesWithStrings("SenderId", "ApproximateReceiveCount"))
                .messages()
                .getFirst();
        assertThat(message.messageAttributes()).containsOnlyKeys("kind");
        assertThat(message.attributesAsStrings())
                .isEqualTo(Map.of("SenderId", Clients.ACCOUNT, "ApproximateReceiveCount", "1"));
    }

    @Test
    void aQueueIsMadeOnceAndItsNameRestsAfterwards() {
        String url = queue("orders", Map.of(QueueAttributeName.DELAY_SECONDS, "5"));

        assertThat(queue("orders")).isEqualTo(url);
        assertThatThrownBy(() -> queue("orders", Map.of(QueueAttributeName.DELAY_SECONDS, "6")))
                .isInstanceOf(QueueNameExistsException.class)
                .hasMessageContaining("DelaySeconds");
        sqs.deleteQueue(d -> d.queueUrl(url));
        assertThatThrownBy(() -> send(url, "one")).isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(() -> queue("orders")).isInstanceOf(QueueDeletedRecentlyException.class);
        time.advance(Duration.ofSeconds(60));
        assertThat(queue("orders")).isEqualTo(url);
    }

    @Test
    void aQueueIsPurgedOnceAMinute() {
        String url = queue("orders");
        send(url, "one");
        sqs.purgeQueue(p -> p.queueUrl(url));

        assertThat(receive(url)).isEmpty();
        assertThatThrownBy(() -> sqs.purgeQueue(p -> p.queueUrl(url)))
                .isInstanceOf(PurgeQueueInProgressException.class);
        time.advance(Duration.ofSeconds(60));
        sqs.purgeQueue(p -> p.queueUrl(url));
    }

    @Test
    void urlsOfAwsAndPlainNamesMeanTheSameQueue() {
        queue("orders");
        for (String url : List.of(
                "orders",
                "https://sqs.us-east-1.amazonaws.com/" + Clients.ACCOUNT + "/orders",
                "https://queue.amazonaws.com/" + Clients.ACCOUNT + "/orders",
                "http://elsewhere:1234/queue/us-east-1/" + Clients.ACCOUNT + "/orders")) {
            send(url, url);
            assertThat(bodies(url)).containsExactly(url);
        }
        assertThatThrownBy(() -> send("https://sqs.eu-west-1.amazonaws.com/" + Clients.ACCOUNT + "/orders", "x"))
                .isInstanceOf(QueueDoesNotExistException.class);
    }

    @Test
    @SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
    void aBatchTellsOfEachEntry() {
        String url = queue("orders", Map.of(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "1024"));
        var sent = sqs.sendMessageBatch(b -> b.queueUrl(url)
                .entries(e -> e.id("a").messageBody("one"), e -> e.id("b").messageBody("x".repeat(1025))));

        assertThat(sent.successful()).extracting(e -> e.id()).containsExactly("a");
        assertThat(sent.failed()).extracting(e -> e.id()).containsExactly("b");
        String handle = receive(url).getFirst().receiptHandle();
        var deleted = sqs.deleteMessageBatch(b -> b.queueUrl(url)
                .entries(e -> e.id("a").receiptHandle(handle), e -> e.id("b").receiptHandle("nonsense")));
        assertThat(deleted.successful()).extracting(e -> e.id()).containsExactly("a");
        assertThat(deleted.failed()).extracting(e -> e.code()).containsExactly("ReceiptHandleIsInvalid");
    }

    @Test
    void aReceiptOfAnotherQueueIsRefused() {
        String url = queue("orders");
        send(url, "one");
        String handle = receive(url).getFirst().receiptHandle();
        String other = queue("others");

        assertThatThrownBy(() -> sqs.deleteMessage(d -> d.queueUrl(other).receiptHandle(handle)))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
    }

    @Test
    void pagesOfQueuesFollowEachOther() {
        IntStream.range(0, 5).forEach(i -> queue("orders-" + i));
        queue("others");

        var first = sqs.listQueues(l -> l.queueNamePrefix("orders").maxResults(3));
        assertThat(first.queueUrls()).hasSize(3);
        var second =
                sqs.listQueues(l -> l.queueNamePrefix("orders").maxResults(3).nextToken(first.nextToken()));
        assertThat(second.queueUrls()).hasSize(2);
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void whatWasReceivedTooOftenIsADeadLetter() {
        String letters = queue("letters");
        String url = queue(
                "orders",
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "1",
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + arn(letters) + "\",\"maxReceiveCount\":2}"));
        String id = send(url, "poison");
        for (int i = 0; i < 2; i++) {
            assertThat(bodies(url)).containsExactly("poison");
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(receive(url)).isEmpty();
        Message letter = sqs.receiveMessage(r -> r.queueUrl(letters).messageSystemAttributeNamesWithStrings("All"))
                .messages()
                .getFirst();
        assertThat(letter.messageId()).isEqualTo(id);
        assertThat(letter.attributesAsStrings()).containsEntry("DeadLetterQueueSourceArn", arn(url));
        assertThat(sqs.listDeadLetterSourceQueues(l -> l.queueUrl(letters)).queueUrls())
                .containsExactly(url);
    }

    @Test
    void deadLettersGoBackAsFastAsAsked() {
        String letters = queue("letters");
        String url = queue(
                "orders",
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "0",
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + arn(letters) + "\",\"maxReceiveCount\":1}"));
        IntStream.range(0, 4).forEach(i -> send(url, "m" + i));
        receive(url);
        assertThat(receive(url)).isEmpty();

        sqs.startMessageMoveTask(s -> s.sourceArn(arn(letters)).maxNumberOfMessagesPerSecond(1));
        time.advance(Duration.ofMillis(2500));
        var task = sqs.listMessageMoveTasks(l -> l.sourceArn(arn(letters)))
                .results()
                .getFirst();
        assertThat(task.status()).isEqualTo("RUNNING");
        assertThat(task.approximateNumberOfMessagesMoved()).isEqualTo(3);
        assertThat(sqs.cancelMessageMoveTask(c -> c.taskHandle(task.taskHandle()))
                        .approximateNumberOfMessagesMoved())
                .isEqualTo(3);
        time.advance(Duration.ofMinutes(1));
        assertThat(attribute(letters, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .isEqualTo("1");
        assertThat(bodies(url)).containsExactly("m0", "m1", "m2");
    }

    @Test
    void redrivePoliciesAreHeldToTheQueueThatTheyName() {
        String letters = queue(
                "letters", Map.of(QueueAttributeName.REDRIVE_ALLOW_POLICY, "{\"redrivePermission\":\"denyAll\"}"));
        for (String policy : List.of(
                "{\"deadLetterTargetArn\":\"" + arn(letters) + "\",\"maxReceiveCount\":2}",
                "{\"deadLetterTargetArn\":\"" + arn(letters) + "x\",\"maxReceiveCount\":2}",
                "{\"deadLetterTargetArn\":\"" + arn(letters) + "\",\"maxReceiveCount\":0}",
                "{\"maxReceiveCount\":2}",
                "nonsense")) {
            assertThatThrownBy(() -> queue("orders", Map.of(QueueAttributeName.REDRIVE_POLICY, policy)))
                    .isInstanceOf(SqsException.class)
                    .hasMessageContaining("for parameter RedrivePolicy is invalid");
        }
    }

    @Test
    void keptMessagesAreThereWhenTheDirectoryIsOpenedAgain(@TempDir Path directory) {
        String handle;
        try (SimulatedAws kept = SimulatedAws.builder()
                        .directory(directory)
                        .time(SimulatedTime.stepped(START))
                        .start();
                SqsClient client = Clients.of(kept).with(SqsClient.builder())) {
            client.createQueue(c -> c.queueName("orders"));
            client.sendMessage(s -> s.queueUrl("orders").messageBody("one"));
            client.sendMessage(s -> s.queueUrl("orders").messageBody("two"));
            handle = client.receiveMessage(r -> r.queueUrl("orders"))
                    .messages()
                    .getFirst()
                    .receiptHandle();
        }
        SimulatedTime later = SimulatedTime.stepped(START);
        try (SimulatedAws again =
                        SimulatedAws.builder().directory(directory).time(later).start();
                SqsClient client = Clients.of(again).with(SqsClient.builder())) {
            assertThat(client.receiveMessage(r -> r.queueUrl("orders")).messages())
                    .extracting(Message::body)
                    .containsExactly("two");
            client.deleteMessage(d -> d.queueUrl("orders").receiptHandle(handle));
            later.advance(Duration.ofMinutes(1));
            assertThat(client.receiveMessage(r -> r.queueUrl("orders").maxNumberOfMessages(10))
                            .messages())
                    .extracting(Message::body)
                    .containsExactly("two");
        }
    }

    @Test
    void aReceiverThatWaitsGetsTheMessageThatComes() {
        String url = queue("orders");
        CompletableFuture<List<Message>> waiting = CompletableFuture.supplyAsync(() ->
                sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20)).messages());
        send(url, "one");

        assertThat(waiting.join()).extracting(Message::body).containsExactly("one");
        assertThat(time.now()).isEqualTo(START);
    }
}
