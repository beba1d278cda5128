package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Event buses and who may send to them, as AWS answered. */
class EventBusRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("events/test_events.snapshot.json", "buses");

    private static final String OTHER = "444455556666";

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final EventBridgeClient events = Clients.of(aws).with(EventBridgeClient.builder());

    @AfterEach
    void stop() {
        events.close();
        aws.close();
    }

    @Test
    void areMadeListedAndDeletedInEachRegion() {
        List<List<String>> combinations =
                List.of(List.of("us-east-1"), List.of("us-east-1", "us-west-1", "eu-central-1"));
        for (int i = 0; i < combinations.size(); i++) {
            for (boolean described : List.of(true, false)) {
                List<String> regions = combinations.get(i);
                RECORDING.test(
                        "test_create_list_describe_delete_custom_event_buses[" + (described ? "True" : "False")
                                + "-regions" + i + "]",
                        s -> inRegions(s, regions, described));
            }
        }
    }

    private void inRegions(Session s, List<String> regions, boolean described) {
        // The recorder has masked all of them as one.
        s.form(UnaryOperator.identity(), ours -> withRegion(ours, regions));
        Map<String, EventBridgeClient> clients = new LinkedHashMap<>();
        regions.forEach(region ->
                clients.put(region, Clients.of(aws).in(Region.of(region)).with(EventBridgeClient.builder())));
        clients.forEach((region, client) -> {
            s.call(
                    "create-custom-event-bus-" + region,
                    () -> client.createEventBus(b -> b.name("one").description(described ? "test bus" : null)));
            s.call("list-event-buses-after-create-" + region, () -> client.listEventBuses(l -> l.namePrefix("one")));
            s.call("describe-custom-event-bus-" + region, () -> client.describeEventBus(d -> d.name("one")));
        });
        clients.forEach((region, client) -> {
            s.call("delete-custom-event-bus-" + region, () -> client.deleteEventBus(d -> d.name("one")));
            s.call("list-event-buses-after-delete-" + region, () -> client.listEventBuses(l -> l.namePrefix("one")));
        });
    }

    private static Tree withRegion(Tree tree, List<String> regions) {
        return switch (tree) {
            case Tree.Structure(Map<String, Tree> members) -> {
                Map<String, Tree> all = new LinkedHashMap<>();
                members.forEach((name, member) -> all.put(name, withRegion(member, regions)));
                yield new Tree.Structure(all);
            }
            case Tree.Sequence(List<Tree> items) ->
                new Tree.Sequence(
                        items.stream().map(item -> withRegion(item, regions)).toList());
            case Tree.Text(String text) -> {
                String masked = text;
                for (String region : regions) {
                    masked = masked.replace(":" + region + ":", ":" + regions.getFirst() + ":");
                }
                yield new Tree.Text(masked);
            }
            default -> tree;
        };
    }

    @Test
    void areListedByTheBeginningOfTheirNamesAndInPages() {
        RECORDING.test("test_list_event_buses_with_prefix", s -> {
            events.createEventBus(b -> b.name("unique-one"));
            events.createEventBus(b -> b.name("no-match"));
            s.call(
                    "list-event-buses-prefix-complete-name",
                    () -> events.listEventBuses(l -> l.namePrefix("unique-one")));
            s.call("list-event-buses-prefix", () -> events.listEventBuses(l -> l.namePrefix("unique")));
        });
        RECORDING.test("test_list_event_buses_with_limit", s -> {
            IntStream.range(0, 6).forEach(i -> events.createEventBus(b -> b.name("paged-" + i)));
            var first = s.call(
                    "list-event-buses-limit",
                    () -> events.listEventBuses(l -> l.namePrefix("paged-").limit(3)));
            s.call(
                    "list-event-buses-limit-next-token",
                    () -> events.listEventBuses(
                            l -> l.namePrefix("paged-").limit(3).nextToken(first.nextToken())));
        });
    }

    private List<String> buses() {
        events.createEventBus(b -> b.name("custom-one"));
        return List.of("custom", "default");
    }

    private static String name(String kind) {
        return kind.equals("custom") ? "custom-one" : "default";
    }

    private void allow(String bus, String statement, String principal) {
        events.putPermission(p -> p.eventBusName(bus)
                .action("events:PutEvents")
                .principal(principal)
                .statementId(statement));
    }

    @Test
    void letOthersSendToThem() {
        for (String kind : buses()) {
            String bus = name(kind);
            RECORDING.test("test_put_permission[" + kind + "]", s -> {
                s.give("<account-id>", Clients.ACCOUNT).give("<secondary-account-id>", OTHER);
                s.call(
                        "put-permission",
                        () -> events.putPermission(p -> p.eventBusName(bus)
                                .action("events:PutEvents")
                                .principal(Clients.ACCOUNT)
                                .statementId("first")));
                allow(bus, "second", Clients.ACCOUNT);
                allow(bus, "third", OTHER);
                s.call(
                        "describe-event-bus-put-permission-multiple-principals",
                        () -> events.describeEventBus(d -> d.name(bus)));
                allow(bus, "fourth", "*");
                s.call("describe-event-bus-put-permission", () -> events.describeEventBus(d -> d.name(bus)));
                s.call(
                        "put-permission-policy",
                        () -> events.putPermission(p -> p.eventBusName(bus).policy("""
                                {"Version":"2012-10-17","Statement":[{"Sid":"fifth","Effect":"Allow",\
                                "Principal":{"Service":"events.amazonaws.com"},"Action":"events:ListRules",\
                                "Resource":"*"}]}""")));
                s.call("describe-event-bus-put-permission-policy", () -> events.describeEventBus(d -> d.name(bus)));
            });
        }
    }

    @Test
    void letOthersNotSendToThemAnyMore() {
        for (String kind : buses()) {
            String bus = name(kind);
            RECORDING.test("test_remove_permission[" + kind + "]", s -> {
                s.give("<account-id>", Clients.ACCOUNT).give("<secondary-account-id>", OTHER);
                allow(bus, "first", Clients.ACCOUNT);
                allow(bus, "second", OTHER);
                s.call(
                        "remove-permission",
                        () -> events.removePermission(r -> r.eventBusName(bus).statementId("first")));
                s.call("describe-event-bus-remove-permission", () -> events.describeEventBus(d -> d.name(bus)));
                s.call(
                        "remove-permission-all",
                        () -> events.removePermission(r -> r.eventBusName(bus).removeAllPermissions(true)));
                s.call("describe-event-bus-remove-permission-all", () -> events.describeEventBus(d -> d.name(bus)));
            });
        }
        for (String combination : List.of("False-custom", "True-custom", "True-default")) {
            String bus = name(combination.substring(combination.indexOf('-') + 1));
            if (combination.startsWith("True")) {
                allow(bus, "there", OTHER);
            }
            RECORDING.test(
                    "test_remove_permission_non_existing_sid[" + combination + "]",
                    s -> s.fails(
                            "remove-permission-non-existing-sid-error",
                            () -> events.removePermission(
                                    r -> r.eventBusName(bus).statementId("none"))));
        }
    }
}
