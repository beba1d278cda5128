package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Rules of any bus and their targets, as AWS answered. */
class EventRuleRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("events/test_events.snapshot.json", "rules");

    private static final String BUS = "custom-one";
    private static final String KIND = "core.update-account-command";
    private static final String PATTERN = "{\"source\": [\"" + KIND + "\"], \"detail-type\": [\"" + KIND
            + "\"], \"detail\": {\"command\": [\"update-account\"]}}";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:" + Clients.ACCOUNT + ":orders";

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

    private String rule(String bus, String name) {
        return events.putRule(r -> r.name(name).eventBusName(bus).eventPattern(PATTERN))
                .ruleArn();
    }

    private void target(String bus, String rule, Target.Builder target) {
        events.putTargets(t -> t.rule(rule).eventBusName(bus).targets(target.build()));
    }

    private static Target.Builder queue(String id) {
        return Target.builder().id(id).arn(QUEUE);
    }

    @Test
    void ofAnotherBusThanTheDefaultOne() {
        RECORDING.test("test_put_list_with_prefix_describe_delete_rule[custom]", s -> {
            s.call(
                    "put-rule",
                    () -> events.putRule(r -> r.name("first").eventBusName(BUS).eventPattern(PATTERN)));
            s.call(
                    "list-rules",
                    () -> events.listRules(l -> l.namePrefix("first").eventBusName(BUS)));
            s.call(
                    "describe-rule",
                    () -> events.describeRule(d -> d.name("first").eventBusName(BUS)));
            s.call("delete-rule", () -> events.deleteRule(d -> d.name("first").eventBusName(BUS)));
            s.call(
                    "list-rules-after-delete",
                    () -> events.listRules(l -> l.namePrefix("first").eventBusName(BUS)));
        });
        RECORDING.test("test_disable_re_enable_rule[custom]", s -> {
            rule(BUS, "second");
            s.call(
                    "disable-rule",
                    () -> events.disableRule(d -> d.name("second").eventBusName(BUS)));
            s.call(
                    "describe-rule-disabled",
                    () -> events.describeRule(d -> d.name("second").eventBusName(BUS)));
            s.call("enable-rule", () -> events.enableRule(d -> d.name("second").eventBusName(BUS)));
            s.call(
                    "describe-rule-enabled",
                    () -> events.describeRule(d -> d.name("second").eventBusName(BUS)));
        });
    }

    @Test
    void putAgainAndListedInPages() {
        RECORDING.test("test_put_multiple_rules_with_same_name", s -> {
            s.call(
                    "put-rule",
                    () -> events.putRule(r -> r.name("same").eventBusName(BUS).eventPattern(PATTERN)));
            s.call(
                    "re-put-rule",
                    () -> events.putRule(r -> r.name("same").eventBusName(BUS).eventPattern(PATTERN)));
            s.call("list-rules", () -> events.listRules(l -> l.eventBusName(BUS)));
            events.deleteRule(d -> d.name("same").eventBusName(BUS));
        });
        RECORDING.test("test_list_rule_with_limit", s -> {
            IntStream.range(0, 6).forEach(i -> rule(BUS, "paged-" + i));
            var first = s.call(
                    "list-rules-limit",
                    () -> events.listRules(l -> l.eventBusName(BUS).limit(3)));
            s.call(
                    "list-rules-limit-next-token",
                    () -> events.listRules(l -> l.eventBusName(BUS).limit(3).nextToken(first.nextToken())));
        });
    }

    @Test
    void keepTheirTargetsWhenTheyArePutAgain() {
        rule("default", "kept");
        target("default", "kept", queue("one"));
        RECORDING.test("test_update_rule_with_targets", s -> {
            s.call("list-targets", () -> events.listTargetsByRule(l -> l.rule("kept")));
            s.call("update-rule", () -> events.putRule(r -> r.name("kept").eventPattern(PATTERN)));
            s.call("list-targets-after-update", () -> events.listTargetsByRule(l -> l.rule("kept")));
        });
    }

    @Test
    void areFoundByTheirTarget() {
        for (String kind : List.of("custom", "default")) {
            String bus = kind.equals("custom") ? BUS : kind;
            RECORDING.test("test_list_rule_names_by_target[" + kind + "]", s -> {
                IntStream.range(0, 3).forEach(i -> {
                    rule(bus, "named-" + i);
                    target(bus, "named-" + i, queue("one"));
                });
                s.call(
                        "list_rule_names_by_target",
                        () -> events.listRuleNamesByTarget(
                                l -> l.targetArn(QUEUE).eventBusName(bus)));
            });
            RECORDING.test("test_list_rule_names_by_target_with_limit[" + kind + "]", s -> {
                s.chance("NextToken");
                String other = QUEUE + "-paged";
                IntStream.range(0, 5).forEach(i -> {
                    rule(bus, "paged-" + i);
                    target(bus, "paged-" + i, Target.builder().id("one").arn(other));
                });
                var first = s.call(
                        "first_page",
                        () -> events.listRuleNamesByTarget(
                                l -> l.targetArn(other).eventBusName(bus).limit(2)));
                var second = s.call(
                        "second_page",
                        () -> events.listRuleNamesByTarget(l ->
                                l.targetArn(other).eventBusName(bus).limit(2).nextToken(first.nextToken())));
                s.call(
                        "third_page",
                        () -> events.listRuleNamesByTarget(l ->
                                l.targetArn(other).eventBusName(bus).limit(2).nextToken(second.nextToken())));
            });
            RECORDING.test(
                    "test_list_rule_names_by_target_no_matches[" + kind + "]",
                    s -> s.call(
                            "list_rule_names_by_target_no_matches",
                            () -> events.listRuleNamesByTarget(
                                    l -> l.targetArn(QUEUE + "-none").eventBusName(bus))));
        }
    }

    @Test
    void haveTargetsThatAreListedInPages() {
        rule(BUS, "first");
        RECORDING.test("test_put_list_remove_target[custom]", s -> {
            s.call(
                    "put-target",
                    () -> events.putTargets(t -> t.rule("first")
                            .eventBusName(BUS)
                            .targets(queue("one").build())));
            s.call(
                    "list-targets",
                    () -> events.listTargetsByRule(l -> l.rule("first").eventBusName(BUS)));
            s.call(
                    "remove-target",
                    () -> events.removeTargets(
                            r -> r.rule("first").eventBusName(BUS).ids("one")));
            s.call(
                    "list-targets-after-delete",
                    () -> events.listTargetsByRule(l -> l.rule("first").eventBusName(BUS)));
        });
        RECORDING.test("test_list_target_by_rule_limit", s -> {
            IntStream.range(0, 5).forEach(i -> target(BUS, "first", queue("target" + i)));
            var first = s.call(
                    "list-targets-limit",
                    () -> events.listTargetsByRule(
                            l -> l.rule("first").eventBusName(BUS).limit(3)));
            s.call(
                    "list-targets-limit-next-token",
                    () -> events.listTargetsByRule(
                            l -> l.rule("first").eventBusName(BUS).limit(3).nextToken(first.nextToken())));
        });
    }

    @Test
    void haveTargetsByTheirIds() {
        rule(BUS, "one");
        rule(BUS, "two");
        RECORDING.test("test_put_multiple_targets_with_same_id_across_different_rules", s -> {
            s.chance("Arn");
            target(BUS, "one", queue("target-id").inputPath("$.detail"));
            target(BUS, "two", queue("target-id").inputPath("$.notexisting"));
            s.call("list-targets-rule-one", () -> targets("one"));
            s.call("list-targets-rule-two", () -> targets("two"));
        });
        RECORDING.test("test_put_multiple_targets_with_same_arn_across_different_rules", s -> {
            s.chance("Arn");
            target(BUS, "two", queue("target-id").inputPath("$.doesnotexist"));
            s.call("list-targets-rule-one", () -> targets("one"));
            s.call("list-targets-rule-two", () -> targets("two"));
        });
        RECORDING.test("test_put_multiple_targets_with_same_id_single_rule", s -> {
            s.chance("Arn");
            target(BUS, "one", queue("target-id").inputPath("$.notexisting"));
            s.call("list-targets", () -> targets("one"));
        });
        RECORDING.test("test_put_multiple_targets_with_same_arn_single_rule", s -> {
            s.chance("Arn");
            rule(BUS, "three");
            target(BUS, "three", queue("target-id-one").inputPath("$.detail"));
            target(BUS, "three", queue("target-id-two").inputPath("$.doesnotexist"));
            s.call("list-targets", () -> targets("three"));
        });
    }

    private ListTargetsByRuleResponse targets(String rule) {
        return events.listTargetsByRule(l -> l.rule(rule).eventBusName(BUS));
    }
}
