package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Tag;

/** Tags of rules and buses, as AWS answered. */
class EventTagRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("events/test_events_tags.snapshot.json");

    private static final String BUS = "custom-one";
    private static final String PATTERN = "{\"source\":[\"shop\"]}";
    private static final List<Tag> TAGS = List.of(tag("tag1", "value1"), tag("tag2", "value2"));

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final EventBridgeClient events = Clients.of(aws).with(EventBridgeClient.builder());

    @BeforeEach
    void makeABus() {
        events.createEventBus(b -> b.name(BUS));
    }

    @AfterEach
    void stop() {
        events.close();
        aws.close();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String arn(String of) {
        return "arn:aws:events:us-east-1:" + Clients.ACCOUNT + ":" + of;
    }

    private String rule(String bus, String name) {
        return events.putRule(r -> r.name(name).eventBusName(bus).eventPattern(PATTERN))
                .ruleArn();
    }

    private Object tags(String arn) {
        return events.listTagsForResource(l -> l.resourceARN(arn));
    }

    @Test
    void areAddedAndTaken() {
        String ofDefault = arn("event-bus/default");
        String ofCustom = arn("event-bus/" + BUS);
        addAndTake("event_bus-event_bus_default", ofDefault, true);
        addAndTake("event_bus-event_bus_custom", ofCustom, true);
        addAndTake("rule-event_bus_default", rule("default", "one"), true);
        addAndTake("rule-event_bus_custom", rule(BUS, "one"), true);
        addAndTake("event_bus", ofCustom, false);
        addAndTake("rule", rule("default", "two"), false);
    }

    private void addAndTake(String kind, String arn, boolean again) {
        RECORDING.test("tests_tag_untag_resource[" + kind + "]", s -> {
            s.call(
                    "tag_resource",
                    () -> events.tagResource(t -> t.resourceARN(arn).tags(TAGS)));
            s.call("list_tags_for_resource", () -> events.listTagsForResource(l -> l.resourceARN(arn)));
            s.call(
                    "untag_resource",
                    () -> events.untagResource(u -> u.resourceARN(arn).tagKeys("tag2")));
            s.call("list_tags_for_untagged_resource", () -> events.listTagsForResource(l -> l.resourceARN(arn)));
            if (again) {
                s.call(
                        "untag_resource_not_existing_tag",
                        () -> events.untagResource(u -> u.resourceARN(arn).tagKeys("tag2")));
            }
        });
    }

    @Test
    void needWhatTheyAreOf() {
        for (String kind : List.of("rule", "event_bus")) {
            String arn = arn(kind.equals("rule") ? "rule/none" : "event-bus/none");
            RECORDING.test("tests_tag_list_untag_not_existing_resource[not_existing_" + kind + "]", s -> {
                s.fails(
                        "tag_not_existing_resource_error",
                        () -> events.tagResource(t -> t.resourceARN(arn).tags(TAGS)));
                s.fails("list_tags_for_not_existing_resource_error", () -> tags(arn));
                s.fails(
                        "untag_not_existing_resource_error",
                        () -> events.untagResource(u -> u.resourceARN(arn).tagKeys("tag1")));
            });
        }
        String rule = rule(BUS, "gone");
        events.deleteRule(d -> d.name("gone").eventBusName(BUS));
        RECORDING.test(
                "test_list_tags_for_deleted_rule", s -> s.fails("list_tags_for_deleted_rule_error", () -> tags(rule)));
        events.deleteEventBus(d -> d.name(BUS));
        RECORDING.test(
                "test_list_tags_for_deleted_event_bus",
                s -> s.fails("list_tags_for_deleted_rule_error", () -> tags(arn("event-bus/" + BUS))));
    }

    @Test
    void areGivenWhenItIsMade() {
        RECORDING.test("test_put_rule_with_tags", s -> {
            s.call(
                    "put_rule_with_tags",
                    () -> events.putRule(
                            r -> r.name("tagged").eventPattern(PATTERN).tags(TAGS)));
            s.call("list_tags_for_rule", () -> events.listTagsForResource(l -> l.resourceARN(arn("rule/tagged"))));
        });
        RECORDING.test("test_create_event_bus_with_tags", s -> {
            s.call(
                    "create_event_bus_with_tags",
                    () -> events.createEventBus(b -> b.name("tagged").tags(TAGS)));
            s.call(
                    "list_tags_for_event_bus",
                    () -> events.listTagsForResource(l -> l.resourceARN(arn("event-bus/tagged"))));
        });
    }

    @Test
    void goWithWhatTheyAreOf() {
        RECORDING.test("test_recreate_tagged_resource_without_tags[event_bus-event_bus_custom]", s -> {
            events.createEventBus(b -> b.name("again").tags(TAGS));
            events.deleteEventBus(d -> d.name("again"));
            events.createEventBus(b -> b.name("again"));
            s.call(
                    "list_tags_for_resource",
                    () -> events.listTagsForResource(l -> l.resourceARN(arn("event-bus/again"))));
        });
        for (String bus : List.of("default", "custom")) {
            RECORDING.test("test_recreate_tagged_resource_without_tags[rule-event_bus_" + bus + "]", s -> {
                String name = bus.equals("custom") ? BUS : bus;
                events.putRule(r ->
                        r.name("again").eventBusName(name).eventPattern(PATTERN).tags(TAGS));
                events.deleteRule(d -> d.name("again").eventBusName(name));
                String arn = rule(name, "again");
                s.call("list_tags_for_resource", () -> events.listTagsForResource(l -> l.resourceARN(arn)));
            });
        }
    }
}
