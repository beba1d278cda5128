package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.model.Message;

/** Events that come to queues over one bus or two, as AWS brought them. */
class EventMessageRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("events/test_events.snapshot.json", "messages");

    @RegisterExtension
    static final Recording TARGETS = Recordings.open("events/test_events_targets.snapshot.json", "buses");

    private static final String KIND = "core.update-account-command";
    private static final String DETAIL =
            "{\"command\":\"update-account\",\"payload\":{\"acc_id\":\"0a787ecb-4015\",\"sf_id\":\"baz\"}}";

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-03-01T12:00:00Z")))
            .start();
    private final EventBridgeClient events = Clients.of(aws).with(EventBridgeClient.builder());
    private final RecordedQueues queues = new RecordedQueues(aws);

    @AfterEach
    void stop() {
        events.close();
        aws.close();
    }

    private static PutEventsRequestEntry event(String kind, String detail) {
        return PutEventsRequestEntry.builder()
                .source(kind)
                .detailType(kind)
                .detail(detail)
                .build();
    }

    private PutEventsResponse put(PutEventsRequestEntry... entries) {
        PutEventsResponse answer = events.putEvents(p -> p.entries(entries));
        aws.time().advance(Duration.ofSeconds(2));
        return answer;
    }

    private void rule(String bus, String name, String pattern, Target.Builder target) {
        events.putRule(r -> r.name(name).eventBusName(bus).eventPattern(pattern));
        events.putTargets(
                t -> t.rule(name).eventBusName(bus).targets(target.id("target").build()));
    }

    private Target.Builder queue(String name) {
        return Target.builder().arn(queues.create(name));
    }

    private List<Message> received(String queue) {
        return queues.messages(queue).messages();
    }

    @Test
    void anEventHasTheTimeThatItIsToldWith() {
        rule("default", "timed", "{\"source\":[\"test-source\"]}", queue("timed"));
        RECORDING.test("test_put_events_with_time_field", s -> {
            s.chance("MD5OfBody");
            s.call(
                    "put-events",
                    () -> put(event("test-source", "{\"message\":\"test message\"}").toBuilder()
                            .detailType("test-detail-type")
                            .time(Instant.parse("2026-02-01T00:00:00Z"))
                            .build()));
            s.matches("sqs-messages", received("timed"));
        });
    }

    @Test
    void anEventIsTakenWhateverBecomesOfIt() {
        rule(
                "default",
                "lost",
                "{\"source\":[\"" + KIND + "\"]}",
                Target.builder().arn("arn:aws:sqs:us-east-1:" + Clients.ACCOUNT + ":none"));
        RECORDING.test(
                "test_put_events_with_target_delivery_failure",
                s -> s.call("put-events-response", () -> put(event(KIND, DETAIL))));
        rule("default", "mine", "{\"source\":[\"MySource\"]}", queue("mine"));
        RECORDING.test("test_put_events_nonexistent_event_bus", s -> {
            PutEventsRequestEntry.Builder entry = PutEventsRequestEntry.builder()
                    .source("MySource")
                    .detailType("CustomType")
                    .detail("{\"message\":\"for the default event bus\"}");
            s.call(
                    "put-events",
                    () -> put(
                            entry.build(),
                            entry.eventBusName("none")
                                    .detail("{\"message\":\"for the custom event bus\"}")
                                    .build()));
            s.matches("get-events", received("mine"));
            s.fails("non-existent-bus-error", () -> events.describeEventBus(d -> d.name("none")));
        });
    }

    @Test
    void patternsLookIntoDetailsAndTheirLists() {
        String pattern = "{\"detail\":{\"event\":{\"data\":{\"type\":[\"1\",\"2\"]}}}}";
        rule("default", "nested", pattern, queue("nested").inputPath("$.detail"));
        RECORDING.test("test_put_events_pattern_nested", s -> {
            put(
                    event(KIND, "{\"event\":{\"data\":{\"type\":\"1\"}}}"),
                    event(KIND, "{\"event\":{\"data\":{\"other\":\"1\"}}}"));
            s.matches("messages", received("nested"));
        });
        rule("default", "listed", pattern, queue("listed").inputPath("$.detail"));
        RECORDING.test("test_put_events_pattern_with_values_in_array", s -> {
            put(
                    event(KIND, "{\"event\":{\"data\":{\"type\":[\"3\",\"1\"]}}}"),
                    event(KIND, "{\"event\":{\"data\":{\"type\":[\"2\"]}}}"),
                    event(KIND, "{\"event\":{\"data\":{\"type\":[\"3\"]}}}"));
            List<Message> all = new ArrayList<>(received("listed"));
            all.addAll(received("listed"));
            s.matches("messages", all);
        });
    }

    /** What a queue gets of an event that one bus passes on to another. */
    private Object passed(String from, String to, String name) {
        for (String bus : List.of(from, to)) {
            if (!bus.equals("default")) {
                events.createEventBus(b -> b.name(bus));
            }
        }
        Clients.of(aws).iam().createRole(r -> r.roleName(name).assumeRolePolicyDocument("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                "Principal":{"Service":"events.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""));
        String pattern = "{\"source\":[\"" + name + "\"]}";
        rule(
                from,
                name + "-on",
                pattern,
                Target.builder()
                        .arn("arn:aws:events:us-east-1:" + Clients.ACCOUNT + ":event-bus/" + to)
                        .roleArn("arn:aws:iam::" + Clients.ACCOUNT + ":role/" + name));
        rule(to, name + "-to", pattern, queue(name));
        put(event(KIND, DETAIL).toBuilder().source(name).eventBusName(from).build());
        return received(name);
    }

    @Test
    void oneBusPassesEventsOnToAnother() {
        for (String kind : List.of("standard", "domain", "path")) {
            RECORDING.test("test_put_events_bus_to_bus[" + kind + "]", s -> {
                sourceIsOurs(s);
                s.matches("messages", passed("one-" + kind, "two-" + kind, "from-" + kind));
            });
        }
        List<List<String>> combinations = List.of(List.of("default", "a"), List.of("b", "c"), List.of("d", "default"));
        for (int i = 0; i < combinations.size(); i++) {
            List<String> buses = combinations.get(i);
            String name = "combined-" + i;
            TARGETS.test("test_put_events_with_target_events[bus_combination" + i + "]", s -> {
                sourceIsOurs(s);
                s.matches("messages", passed(buses.getFirst(), buses.getLast(), name));
            });
        }
    }

    /** So that each event takes one way only, each has a source of its own. */
    private static void sourceIsOurs(Session s) {
        s.chance("ReceiptHandle").chance("MD5OfBody").chance("source");
    }
}
