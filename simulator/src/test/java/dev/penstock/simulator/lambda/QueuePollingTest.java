package dev.penstock.simulator.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.events.EventWorld;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queues that functions are invoked from. */
@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class QueuePollingTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final SimulatedTime time = SimulatedTime.virtual(EventWorld.START);
    private final InProcessFunctions functions = new InProcessFunctions(time);
    private final LambdaWorld world =
            new LambdaWorld(SimulatedAws.builder().time(time).functions(functions));
    private final SqsClient sqs = dev.penstock.simulator.Clients.of(world.aws).with(SqsClient.builder());
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();
    private String url = "";
    private String deadUrl = "";

    @BeforeEach
    void makeQueues() {
        deadUrl = sqs.createQueue(q -> q.queueName("dead")).queueUrl();
        url = sqs.createQueue(q -> q.queueName("work")
                        .attributes(Map.of(
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                "30",
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"" + arn(deadUrl) + "\",\"maxReceiveCount\":2}")))
                .queueUrl();
    }

    @AfterEach
    void stop() {
        sqs.close();
        world.close();
    }

    private String arn(String queue) {
        return sqs.getQueueAttributes(g -> g.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    }

    private static List<JsonValue> records(String event) {
        return ((JsonValue.Array) Objects.requireNonNull(
                        JsonTexts.structure(event).members().get("Records")))
                .elements();
    }

    private static String member(JsonValue record, String name) {
        return JsonTexts.scalar(
                Objects.requireNonNull(((JsonValue.Structure) record).members().get(name)));
    }

    private void map(InProcessFunctions.Handler handler, Consumer<CreateEventSourceMappingRequest.Builder> more) {
        functions.function("worker", (event, context) -> {
            batches.add(records(event).stream()
                    .map(record -> member(record, "body"))
                    .toList());
            return handler.handle(event, context);
        });
        world.function("worker", Map.of());
        world.lambda.createEventSourceMapping(m -> {
            m.functionName("worker").eventSourceArn(arn(url)).batchSize(10);
            more.accept(m);
        });
        assertThat(time.awaitStill(LIMIT)).isTrue();
    }

    private void send(String... bodies) {
        for (String body : bodies) {
            sqs.sendMessage(s -> s.queueUrl(url).messageBody(body));
        }
        assertThat(time.awaitStill(LIMIT)).isTrue();
    }

    private int left(String queue) {
        Map<QueueAttributeName, String> all = sqs.getQueueAttributes(
                        g -> g.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
                .attributes();
        return Integer.parseInt(all.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0"))
                + Integer.parseInt(
                        all.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0"));
    }

    @Test
    void messagesAreTakenInBatchesAndDeletedWhenTheFunctionReturns() {
        map((event, context) -> "null", m -> {});
        sqs.sendMessageBatch(b -> b.queueUrl(url)
                .entries(e -> e.id("1").messageBody("one"), e -> e.id("2").messageBody("two")));
        assertThat(time.awaitStill(LIMIT)).isTrue();
        assertThat(batches).containsExactly(List.of("one", "two"));
        assertThat(left(url)).isZero();
    }

    @Test
    void whatWaitedBeforeTheMappingIsTakenToo() {
        sqs.sendMessage(s -> s.queueUrl(url).messageBody("early"));
        map((event, context) -> "{}", m -> {});
        assertThat(batches).containsExactly(List.of("early"));
    }

    @Test
    void aBatchThatFailsComesAgainAndThenToTheDeadLetterQueue() {
        map(
                (event, context) -> {
                    throw new IllegalStateException("no");
                },
                m -> {});
        send("bad");
        assertThat(batches).containsExactly(List.of("bad"), List.of("bad"));
        assertThat(left(url)).isZero();
        assertThat(left(deadUrl)).isEqualTo(1);
    }

    @Test
    void onlyWhatTheFunctionNamesComesAgain() {
        map(
                (event, context) -> {
                    for (JsonValue record : records(event)) {
                        if (member(record, "body").equals("bad")) {
                            return "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + member(record, "messageId")
                                    + "\"}]}";
                        }
                    }
                    return "{}";
                },
                m -> m.functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
                        .maximumBatchingWindowInSeconds(1));
        sqs.sendMessageBatch(b -> b.queueUrl(url)
                .entries(e -> e.id("1").messageBody("good"), e -> e.id("2").messageBody("bad")));
        assertThat(time.awaitStill(LIMIT)).isTrue();
        assertThat(batches).containsExactly(List.of("good", "bad"), List.of("bad"));
        assertThat(left(deadUrl)).isEqualTo(1);
    }

    @Test
    void anAnswerThatNamesAnotherMessageFailsTheWholeBatch() {
        map(
                (event, context) -> "{\"batchItemFailures\":[{\"itemIdentifier\":\"none\"}]}",
                m -> m.functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));
        send("one");
        assertThat(batches).hasSize(2);
        assertThat(left(deadUrl)).isEqualTo(1);
    }

    @Test
    void messagesThatTheFilterDoesNotWantAreDeletedUnseen() {
        map(
                (event, context) -> "{}",
                m -> m.filterCriteria(f -> f.filters(x -> x.pattern("{\"body\":{\"kind\":[\"release\"]}}"))));
        send("{\"kind\":\"other\"}", "{\"kind\":\"release\"}", "plain");
        assertThat(batches).containsExactly(List.of("{\"kind\":\"release\"}"));
        assertThat(left(url)).isZero();
    }
}
