package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** What targets of rules get of events: parts, and templates with parts put in. */
@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class EventInputRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("events/test_events_inputs.snapshot.json");

    private static final String KIND = "core.update-account-command";
    private static final String PLAIN =
            "{\"command\":\"update-account\",\"payload\":{\"acc_id\":\"0a787ecb-4015\",\"sf_id\":\"baz\"}}";
    private static final String LISTS = PLAIN.substring(0, PLAIN.length() - 1)
            + ",\"listsingle\":[\"HIGH\"],\"listmulti\":[\"ACTIVE\",\"INACTIVE\"],\"valid\":true}";
    private static final Map<String, String> PATHS = Map.of(
            "userId", "$.detail.payload.acc_id",
            "payload", "$.detail.payload",
            "systemstring", "$.detail.awsAccountId",
            "listsingle", "$.detail.listsingle",
            "listmulti", "$.detail.listmulti",
            "valid", "$.detail.valid");

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(java.time.Instant.parse("2026-03-01T12:00:00Z")))
            .start();
    private final EventBridgeClient events = Clients.of(aws).with(EventBridgeClient.builder());
    private final RecordedQueues queues = new RecordedQueues(aws);
    private int number;

    @AfterEach
    void stop() {
        events.close();
        aws.close();
    }

    /** What a new queue gets of an event by a target of some kind. */
    private Object got(String detail, Consumer<Target.Builder> kind) {
        String name = "input-" + number++;
        Target.Builder target = Target.builder().id("queue").arn(queues.create(name));
        kind.accept(target);
        events.putRule(r -> r.name(name).eventPattern("{\"source\":[\"" + KIND + "\"]}"));
        events.putTargets(t -> t.rule(name).targets(target.build()));
        events.putEvents(p -> p.entries(e -> e.source(KIND).detailType(KIND).detail(detail)));
        aws.time().advance(Duration.ofSeconds(1));
        events.removeTargets(r -> r.rule(name).ids("queue"));
        return queues.messages(name).messages();
    }

    @Test
    void partsOfEvents() {
        RECORDING.test(
                "test_put_events_with_input_path", s -> s.matches("message", got(PLAIN, t -> t.inputPath("$.detail"))));
        RECORDING.test(
                "test_put_events_with_input_path_nested[event_detail0]",
                s -> s.matches("message", got(PLAIN, t -> t.inputPath("$.detail.payload"))));
        RECORDING.test(
                "test_put_events_with_input_path_max_level_depth",
                s -> s.matches("message", got(PLAIN, t -> t.inputPath("$.detail.payload.sf_id"))));
    }

    @Test
    void templatesWithPartsOfEvents() {
        for (String template : List.of(
                "{\"method\": \"PUT\", \"path\": \"users-service/users/<userId>\", \"bod\": <payload>}",
                "\"Payload of <payload> with path users-service/users/<userId> and <userId>\"",
                "{\"id\" : <userId>}",
                "{\"id\" : \"<userId>\"}",
                "{\"method\": \"PUT\", \"path\": \"users-service/users/<userId>\", \"id\": <userId>, \"body\":"
                        + " <payload>}",
                "{\"method\": \"PUT\", \"path\": \"users-service/users/<userId>\", \"bod\": [<userId>, \"hardcoded\"]}",
                "{\"method\": \"PUT\", \"nested\": {\"level1\": {\"level2\": {\"level3\":"
                        + " \"users-service/users/<userId>\"} } }, \"bod\": \"<userId>\"}",
                "\"<listsingle> single list item\"",
                "\"<listmulti> multiple list items\"",
                "{\"singlelistitem\": <listsingle>}",
                "\"<listsingle> single list item <listmulti> multiple list items <systemstring> system account id"
                        + " <payload> payload <userId> user id\"",
                "{\"multi_replacement\": \"users/<userId>/second/<userId>\"}",
                "\"Command is <valid>!\"")) {
            RECORDING.test(
                    "test_input_transformer_nested_keys_replacement[" + template + "]",
                    s -> s.matches(
                            "input-transformed-messages",
                            got(
                                    LISTS,
                                    t -> t.inputTransformer(
                                            i -> i.inputPathsMap(PATHS).inputTemplate(template)))));
        }
    }
}
