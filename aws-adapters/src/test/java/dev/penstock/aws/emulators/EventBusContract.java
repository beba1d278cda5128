package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBus;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Event buses of EventBridge, the rules of buses and the targets of rules. */
@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
abstract class EventBusContract extends ServiceContract {

    private static final String PATTERN = "{\"source\":[\"shop\"]}";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders";

    private EventBridgeClient events;

    @BeforeEach
    void client() {
        events = account.client(EventBridgeClient.builder());
    }

    private String arn(String of) {
        return "arn:aws:events:us-east-1:" + account.id + ":" + of;
    }

    private String rule(String name) {
        return events.putRule(put -> put.name(name).eventPattern(PATTERN)).ruleArn();
    }

    @Test
    void aBusHasItsNameOnce() {
        assertThat(events.createEventBus(make -> make.name("shop")).eventBusArn())
                .isEqualTo(arn("event-bus/shop"));
        refused(() -> events.createEventBus(make -> make.name("shop")), 400, "ResourceAlreadyExistsException");
        assertThat(events.describeEventBus(describe -> describe.name("shop")).name())
                .isEqualTo("shop");
        assertThat(events.listEventBuses(all -> {}).eventBuses())
                .extracting(EventBus::name)
                .containsExactlyInAnyOrder("default", "shop");
    }

    @Test
    void theDefaultBusIsThereAndStays() {
        assertThat(events.describeEventBus(all -> {}).arn()).isEqualTo(arn("event-bus/default"));
        refused(() -> events.deleteEventBus(delete -> delete.name("default")), 400, "ValidationException");
    }

    @Test
    void deletesABusAndAgain() {
        events.createEventBus(make -> make.name("shop"));
        events.deleteEventBus(delete -> delete.name("shop"));
        events.deleteEventBus(delete -> delete.name("shop"));
        refused(() -> events.describeEventBus(describe -> describe.name("shop")), 400, "ResourceNotFoundException");
    }

    @Test
    void aBusKeepsItsDescriptionAndItsQueueOfDeadLetters() {
        events.createEventBus(
                make -> make.name("shop").description("What the shop tells").deadLetterConfig(dead -> dead.arn(QUEUE)));
        var bus = events.describeEventBus(describe -> describe.name("shop"));
        assertThat(bus.description()).isEqualTo("What the shop tells");
        assertThat(bus.deadLetterConfig().arn()).isEqualTo(QUEUE);
    }

    @Test
    void aPermissionStandsInThePolicyOfTheBus() {
        events.putPermission(
                put -> put.statementId("other").action("events:PutEvents").principal("444455556666"));
        assertThat(events.describeEventBus(all -> {}).policy())
                .contains("\"other\"")
                .contains("444455556666");
        events.removePermission(remove -> remove.statementId("other"));
        assertThat(events.describeEventBus(all -> {}).policy()).isNull();
        refused(() -> events.removePermission(remove -> remove.statementId("other")), 400, "ResourceNotFoundException");
    }

    @Test
    void aRuleIsPutAndPutAnew() {
        assertThat(rule("orders")).isEqualTo(arn("rule/orders"));
        events.putRule(put ->
                put.name("orders").eventPattern("{\"source\":[\"other\"]}").description("d"));
        var rule = events.describeRule(describe -> describe.name("orders"));
        assertThat(rule.eventPattern()).isEqualTo("{\"source\":[\"other\"]}");
        assertThat(rule.description()).isEqualTo("d");
        assertThat(rule.state()).isEqualTo(RuleState.ENABLED);
        assertThat(rule.eventBusName()).isEqualTo("default");
        refused(() -> events.describeRule(describe -> describe.name("none")), 400, "ResourceNotFoundException");
    }

    @Test
    void aRuleOfAnotherBusIsFoundThere() {
        events.createEventBus(make -> make.name("shop"));
        assertThat(events.putRule(put -> put.name("orders").eventBusName("shop").eventPattern(PATTERN))
                        .ruleArn())
                .isEqualTo(arn("rule/shop/orders"));
        assertThat(events.listRules(list -> list.eventBusName("shop")).rules())
                .extracting(Rule::name)
                .containsExactly("orders");
        assertThat(events.listRules(all -> {}).rules()).isEmpty();
        refused(() -> events.listRules(list -> list.eventBusName("none")), 400, "ResourceNotFoundException");
    }

    @Test
    void aRuleNeedsAPatternOrASchedule() {
        refused(() -> events.putRule(put -> put.name("orders")), 400, "ValidationException");
    }

    @Test
    void refusesAPatternThatIsNone() {
        for (String wrong : new String[] {"no json", "{\"source\":\"shop\"}", "{\"source\":[{\"prefx\":\"s\"}]}"}) {
            refused(
                    () -> events.putRule(put -> put.name("orders").eventPattern(wrong)),
                    400,
                    "InvalidEventPatternException");
        }
    }

    @Test
    void refusesAScheduleThatIsNone() {
        for (String wrong : new String[] {"rate(0 minutes)", "rate(5 minute)", "cron(0 12 * * * *)", "daily"}) {
            refused(
                    () -> events.putRule(put -> put.name("often").scheduleExpression(wrong)),
                    400,
                    "ValidationException");
        }
    }

    @Test
    void onlyTheDefaultBusHasSchedules() {
        events.createEventBus(make -> make.name("shop"));
        refused(
                () -> events.putRule(
                        put -> put.name("often").eventBusName("shop").scheduleExpression("rate(5 minutes)")),
                400,
                "ValidationException");
    }

    @Test
    void aRuleIsDisabledAndEnabled() {
        rule("orders");
        events.disableRule(disable -> disable.name("orders"));
        assertThat(events.describeRule(describe -> describe.name("orders")).state())
                .isEqualTo(RuleState.DISABLED);
        events.enableRule(enable -> enable.name("orders"));
        assertThat(events.describeRule(describe -> describe.name("orders")).state())
                .isEqualTo(RuleState.ENABLED);
        refused(() -> events.enableRule(enable -> enable.name("none")), 400, "ResourceNotFoundException");
    }

    @Test
    void listsRulesByTheBeginningOfTheirNamesInPages() {
        for (String name : new String[] {"shop-a", "shop-b", "shop-c", "other"}) {
            rule(name);
        }
        var first = events.listRules(list -> list.namePrefix("shop-").limit(2));
        assertThat(first.rules()).hasSize(2);
        assertThat(first.nextToken()).isNotEmpty();
        assertThat(events.listRules(list -> list.namePrefix("shop-").limit(2).nextToken(first.nextToken()))
                        .rules())
                .hasSize(1);
    }

    @Test
    void targetsArePutListedAndRemoved() {
        rule("orders");
        events.putTargets(put -> put.rule("orders").targets(target("one"), target("two")));
        events.putTargets(put -> put.rule("orders").targets(target("two")));
        assertThat(events.listTargetsByRule(list -> list.rule("orders")).targets())
                .extracting(Target::id)
                .containsExactlyInAnyOrder("one", "two");
        assertThat(events.listRuleNamesByTarget(list -> list.targetArn(QUEUE)).ruleNames())
                .containsExactly("orders");
        assertThat(events.removeTargets(remove -> remove.rule("orders").ids("one", "two"))
                        .failedEntryCount())
                .isZero();
        assertThat(events.listTargetsByRule(list -> list.rule("orders")).targets())
                .isEmpty();
    }

    @Test
    void targetsNeedARuleThatIsThereAndAnArn() {
        refused(
                () -> events.putTargets(put -> put.rule("none").targets(target("one"))),
                400,
                "ResourceNotFoundException");
        rule("orders");
        refused(
                () -> events.putTargets(put ->
                        put.rule("orders").targets(target -> target.id("one").arn("orders"))),
                400,
                "ValidationException");
        refused(
                () -> events.putTargets(put -> put.rule("orders").targets(target("two words"))),
                400,
                "ValidationException");
    }

    @Test
    void aRuleHasAtMostFiveTargets() {
        rule("orders");
        events.putTargets(put -> put.rule("orders")
                .targets(target("one"), target("two"), target("three"), target("four"), target("five")));
        refused(
                () -> events.putTargets(put -> put.rule("orders").targets(target("six"))),
                400,
                "LimitExceededException");
    }

    @Test
    void aRuleWithTargetsIsNotDeleted() {
        rule("orders");
        events.putTargets(put -> put.rule("orders").targets(target("one")));
        refused(() -> events.deleteRule(delete -> delete.name("orders")), 400, "ValidationException");
        events.removeTargets(remove -> remove.rule("orders").ids("one"));
        events.deleteRule(delete -> delete.name("orders"));
        events.deleteRule(delete -> delete.name("orders"));
        assertThat(events.listRules(all -> {}).rules()).isEmpty();
    }

    private static Target target(String id) {
        return Target.builder().id(id).arn(QUEUE).build();
    }

    @Test
    void keepsTags() {
        String rule = rule("orders");
        events.tagResource(
                tag -> tag.resourceARN(rule).tags(pair -> pair.key("team").value("shop")));
        assertThat(events.listTagsForResource(list -> list.resourceARN(rule)).tags())
                .containsExactly(Tag.builder().key("team").value("shop").build());
        events.untagResource(untag -> untag.resourceARN(rule).tagKeys("team"));
        assertThat(events.listTagsForResource(list -> list.resourceARN(rule)).tags())
                .isEmpty();
        refused(
                () -> events.listTagsForResource(list -> list.resourceARN(arn("rule/none"))),
                400,
                "ResourceNotFoundException");
    }
}
