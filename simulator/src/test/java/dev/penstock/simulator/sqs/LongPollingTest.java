package dev.penstock.simulator.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A call that waits for messages lets virtual time go on, and is answered at the very moment that it waits for. */
class LongPollingTest {

    private static final Instant START = Instant.parse("2026-05-04T10:00:00Z");

    private final SimulatedTime time = SimulatedTime.virtual(START);
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final SqsClient sqs = Clients.of(aws).with(SqsClient.builder());
    private final String url = sqs.createQueue(c -> c.queueName("orders")).queueUrl();

    @AfterEach
    void stop() {
        aws.close();
    }

    private List<Message> poll(int seconds) {
        return sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(seconds)).messages();
    }

    private void send(int delay) {
        sqs.sendMessage(s -> s.queueUrl(url).messageBody("one").delaySeconds(delay));
    }

    @Test
    void nothingComesAndTheWaitTakesSimulatedTimeOnly() {
        assertThat(poll(20)).isEmpty();
        assertThat(time.now()).isEqualTo(START.plusSeconds(20));
    }

    @Test
    void aDelayedMessageIsGivenWhenItsDelayEnds() {
        send(7);

        assertThat(poll(20)).hasSize(1);
        assertThat(time.now()).isEqualTo(START.plusSeconds(7));
    }

    @Test
    void aMessageThatNobodyDeletesIsGivenAgainWhenItsTimeoutEnds() {
        send(0);
        assertThat(poll(20)).hasSize(1);

        assertThat(poll(20)).isEmpty();
        assertThat(poll(20)).hasSize(1);
        assertThat(time.now()).isEqualTo(START.plusSeconds(30));
    }

    @Test
    void whatIsDueMeanwhileHappensInItsOrder() {
        CompletableFuture<Instant> seen = new CompletableFuture<>();
        time.at(START.plusSeconds(3), () -> {
            SimulatedTime.Busy busy = time.busy();
            Thread.ofVirtual().start(() -> {
                try (busy) {
                    seen.complete(time.now());
                    send(0);
                }
            });
        });

        assertThat(poll(20)).hasSize(1);
        assertThat(seen).isCompletedWithValue(START.plusSeconds(3));
        assertThat(time.now()).isEqualTo(START.plusSeconds(3));
    }

    @Test
    void allWhoWaitAtAQueueThatIsDeletedAreTold() {
        SimulatedTime.Busy busy = time.busy();
        CompletableFuture<Throwable> waiting = CompletableFuture.supplyAsync(() -> poll(20))
                .handle((messages, failure) -> failure == null ? new AssertionError("answered") : failure);
        sqs.deleteQueue(d -> d.queueUrl(url));

        assertThat(waiting.join()).hasMessageContaining("does not exist");
        busy.close();
    }

    @Test
    void aCallerWhoHoldsTimeUpIsAnsweredAfterRealTime() {
        try (SimulatedTime.Busy busy = time.busy()) {
            assertThat(poll(1)).isEmpty();
        }
        assertThat(Duration.between(START, time.now())).isEqualTo(Duration.ZERO);
    }
}
