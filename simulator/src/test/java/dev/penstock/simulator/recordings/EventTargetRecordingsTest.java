package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** What queues got of events, as AWS sent it. */
class EventTargetRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("events/test_events_targets.snapshot.json");

    private static final String KIND = "core.update-account-command";
    private static final String DETAIL =
            "{\"command\":\"update-account\",\"payload\":{\"acc_id\":\"0a787ecb-4015\",\"sf_id\":\"baz\"}}";

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-03-01T12:00:00Z")))
            .start();
    private final EventBridgeClient events = Clients.of(aws).with(EventBridgeClient.builder());
    private final RecordedQueues queues = new RecordedQueues(aws);

    private int number;

    @AfterEach
    void stop() {
        events.close();
        aws.close();
    }

    private String queue() {
        return "queue-" + number++;
    }

    private Object got(String name, String pattern, Target.Builder target, String... details) {
        events.putRule(r -> r.name(name).eventPattern(pattern));
        events.putTargets(t ->
                t.rule(name).targets(target.id("queue").arn(queues.create(name)).build()));
        for (String detail : details) {
            events.putEvents(p -> p.entries(PutEventsRequestEntry.builder()
                    .source(KIND)
                    .detailType(KIND)
                    .detail(detail)
                    .build()));
        }
        aws.time().advance(Duration.ofSeconds(1));
        events.removeTargets(r -> r.rule(name).ids("queue"));
        return queues.messages(name).messages();
    }

    /** A digest of a body with ids and times that the recorder has masked is by chance. */
    private static void masked(Session s) {
        s.chance("ReceiptHandle").chance("MD5OfBody");
    }

    @Test
    void wholeEvents() {
        for (String test :
                List.of("test_put_events_with_target_sqs", "TestEventsTargetSqs::test_put_events_with_target_sqs")) {
            RECORDING.test("tests/aws/services/events/test_events_targets.py::" + test, s -> {
                masked(s);
                s.matches("message", got(queue(), "{\"source\":[\"" + KIND + "\"]}", Target.builder(), DETAIL));
            });
        }
    }

    @Test
    void partsOfTheEventsThatMatch() {
        for (String test : List.of(
                "test_put_events_with_target_sqs_event_detail_match",
                "TestEventsTargetSqs::test_put_events_with_target_sqs_event_detail_match")) {
            RECORDING.test("tests/aws/services/events/test_events_targets.py::" + test, s -> {
                masked(s);
                s.matches(
                        "messages",
                        got(
                                queue(),
                                "{\"detail\":{\"EventType\":[\"0\",\"1\"]}}",
                                Target.builder().inputPath("$.detail"),
                                "{\"EventType\":\"1\"}",
                                "{\"EventType\":\"2\"}"));
            });
        }
    }
}
