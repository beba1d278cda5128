package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** Buses, rules, targets and events, as AWS answered. */
@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class EventBridgeRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("events/test_events.snapshot.json");

    private static final String KIND = "core.update-account-command";
    private static final String PATTERN = "{\"source\": [\"" + KIND + "\"], \"detail-type\": [\"" + KIND
            + "\"], \"detail\": {\"command\": [\"update-account\"]}}";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:" + Clients.ACCOUNT + ":orders";

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final EventBridgeClient events = Clients.of(aws).with(EventBridgeClient.builder());

    @AfterEach
    void stop() {
        events.close();
        aws.close();
    }

    private PutEventsResponse put(PutEventsRequestEntry entry) {
        return events.putEvents(p -> p.entries(entry));
    }

    private static PutEventsRequestEntry.Builder entry() {
        return PutEventsRequestEntry.builder().source(KIND).detailType(KIND).detail("{}");
    }

    @Test
    void entriesThatAreWrong() {
        RECORDING.test(
                "test_put_events_without_source",
                s -> s.call("put-events", () -> put(entry().source(null).build())));
        RECORDING.test(
                "test_put_event_without_detail",
                s -> s.call("put-events", () -> put(entry().detail(null).build())));
        RECORDING.test(
                "test_put_event_without_detail_type",
                s -> s.call("put-events", () -> put(entry().detailType(null).build())));
        for (List<String> wrong : List.of(
                List.of("STRING", "this is a string"),
                List.of("ARRAY", "[1]"),
                List.of("MALFORMED_JSON", "{\"a\":"),
                List.of("SERIALIZED_STRING", "\"text\""))) {
            RECORDING.test(
                    "test_put_event_malformed_detail[" + wrong.getFirst() + "]",
                    s -> s.call(
                            "put-events",
                            () -> put(entry().detail(wrong.getLast()).build())));
        }
        String large = "{\"a\":\"" + "x".repeat(256 * 1024) + "\"}";
        RECORDING.test(
                "test_put_event_with_too_big_detail",
                s -> s.fails(
                        "put-events-too-big-detail-error",
                        () -> put(entry().detail(large).build())));
    }

    @Test
    void buses() {
        RECORDING.test("test_describe_delete_not_existing_event_bus", s -> {
            s.fails("describe-not-existing-event-bus-error", () -> events.describeEventBus(d -> d.name("none")));
        });
        events.createEventBus(b -> b.name("one"));
        RECORDING.test(
                "test_create_multiple_event_buses_same_name",
                s -> s.fails("create-multiple-event-buses-same-name", () -> events.createEventBus(b -> b.name("one"))));
        RECORDING.test(
                "test_delete_default_event_bus",
                s -> s.fails("delete-default-event-bus-error", () -> events.deleteEventBus(d -> d.name("default"))));
        RECORDING.test(
                "test_put_permission_non_existing_event_bus",
                s -> s.fails(
                        "remove-permission-non-existing-sid-error",
                        () -> events.putPermission(p -> p.eventBusName("none")
                                .action("events:PutEvents")
                                .principal("*")
                                .statementId("s"))));
        RECORDING.test(
                "test_remove_permission_non_existing_sid[False-default]",
                s -> s.fails(
                        "remove-permission-non-existing-sid-error",
                        () -> events.removePermission(p -> p.statementId("none"))));
    }

    @Test
    void rules() {
        RECORDING.test("test_put_list_with_prefix_describe_delete_rule[default]", s -> {
            s.call("put-rule", () -> events.putRule(r -> r.name("first").eventPattern(PATTERN)));
            s.call("list-rules", () -> events.listRules(l -> l.namePrefix("first")));
            s.call("describe-rule", () -> events.describeRule(d -> d.name("first")));
            s.call("delete-rule", () -> events.deleteRule(d -> d.name("first")));
            s.call("list-rules-after-delete", () -> events.listRules(l -> l.namePrefix("first")));
        });
        RECORDING.test(
                "test_describe_nonexistent_rule",
                s -> s.fails("describe-not-existing-rule-error", () -> events.describeRule(d -> d.name("none"))));
        RECORDING.test("test_disable_re_enable_rule[default]", s -> {
            events.putRule(r -> r.name("second").eventPattern(PATTERN));
            s.call("disable-rule", () -> events.disableRule(d -> d.name("second")));
            s.call("describe-rule-disabled", () -> events.describeRule(d -> d.name("second")));
            s.call("enable-rule", () -> events.enableRule(d -> d.name("second")));
            s.call("describe-rule-enabled", () -> events.describeRule(d -> d.name("second")));
        });
    }

    @Test
    void targets() {
        events.putRule(r -> r.name("rule").eventPattern(PATTERN));
        RECORDING.test("test_put_target_id_validation", s -> {
            s.fails("put-targets-invalid-id-error", () -> put("!@#$@!#$"));
        });
        RECORDING.test("test_put_list_remove_target[default]", s -> {
            s.call("put-target", () -> put("target"));
            s.call("list-targets", () -> events.listTargetsByRule(l -> l.rule("rule")));
            s.call(
                    "remove-target",
                    () -> events.removeTargets(r -> r.rule("rule").ids("target")));
            s.call("list-targets-after-delete", () -> events.listTargetsByRule(l -> l.rule("rule")));
        });
        List<Integer> numbers = List.of(1, 2, 3, 4, 5);
        numbers.forEach(number -> put("target" + number));
        Supplier<?> sixth = () -> put("target6");
        RECORDING.test("test_add_exceed_fife_targets_per_rule", s -> s.fails("put-targets-client-error", sixth));
        RECORDING.test(
                "test_delete_rule_with_targets",
                s -> s.fails("delete-rule-with-targets-error", () -> events.deleteRule(d -> d.name("rule"))));
    }

    private Object put(String id) {
        return events.putTargets(t -> t.rule("rule").targets(x -> x.id(id).arn(QUEUE)));
    }
}
