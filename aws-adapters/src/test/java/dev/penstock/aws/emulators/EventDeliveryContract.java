package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** What EventBridge does with events: which patterns they match, and what their targets get. */
@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
abstract class EventDeliveryContract extends ServiceContract {

    private static final String EVENT = """
            {"id":"1","account":"111122223333","source":"shop","time":"2026-03-01T12:00:00Z","region":"us-east-1",\
            "resources":[],"detail-type":"Order","detail":%s}""";

    private EventBridgeClient events;

    @BeforeEach
    void client() {
        events = account.client(EventBridgeClient.builder());
    }

    private boolean matches(String pattern, String detail) {
        return events.testEventPattern(test -> test.eventPattern(pattern).event(EVENT.formatted(detail)))
                .result();
    }

    private static PutEventsRequestEntry order(String detail) {
        return PutEventsRequestEntry.builder()
                .source("shop")
                .detailType("Order")
                .detail(detail)
                .build();
    }

    @Test
    void valuesAreAlternativesAndFieldsAreNot() {
        assertThat(matches("{\"source\":[\"other\",\"shop\"]}", "{}")).isTrue();
        assertThat(matches("{\"source\":[\"shop\"],\"detail\":{\"state\":[\"paid\"]}}", "{\"state\":\"paid\"}"))
                .isTrue();
        assertThat(matches("{\"source\":[\"shop\"],\"detail\":{\"state\":[\"paid\"]}}", "{\"state\":\"new\"}"))
                .isFalse();
    }

    /** A pattern's filter of a field, by one value that fits and one that does not; both are JSON. */
    private void tells(String filter, String fitting, String other) {
        String pattern = json("{'detail':{'state':%s}}".formatted(filter));
        assertThat(matches(pattern, json("{'state':%s}".formatted(fitting))))
                .as("%s: %s", filter, fitting)
                .isTrue();
        assertThat(matches(pattern, json("{'state':%s}".formatted(other))))
                .as("%s: %s", filter, other)
                .isFalse();
    }

    @Test
    void comparesWhatAFieldSays() {
        tells("['paid']", "'paid'", "'Paid'");
        tells("[{'prefix':'pa'}]", "'paid'", "'unpaid'");
        tells("[{'anything-but':['new']}]", "'paid'", "'new'");
        tells("[{'numeric':['>',1,'<=',5]}]", "5", "1");
        tells("[{'exists':true}]", "'paid'", "{'state':1}");
        tells("[null]", "null", "'paid'");
        tells("[true]", "true", "false");
        assertThat(matches(json("{'detail':{'state':[{'exists':false}]}}"), "{}"))
                .isTrue();
        assertThat(matches(json("{'detail':{'state':[{'exists':false}]}}"), json("{'state':1}")))
                .isFalse();
    }

    @Test
    void comparesTheEndOfAText() {
        tells("[{'suffix':'id'}]", "'paid'", "'new'");
    }

    @Test
    void comparesWithoutRegardToCapitals() {
        tells("[{'equals-ignore-case':'PAID'}]", "'paid'", "'new'");
        tells("[{'prefix':{'equals-ignore-case':'PA'}}]", "'paid'", "'new'");
    }

    @Test
    void comparesWithWildcards() {
        tells("[{'wildcard':'p*d'}]", "'paid'", "'new'");
    }

    @Test
    void comparesAddressesWithTheirNetwork() {
        tells("[{'cidr':'10.0.0.0/24'}]", "'10.0.0.9'", "'10.0.1.9'");
    }

    @Test
    void comparesWithWhatItMayNotBe() {
        tells("[{'anything-but':{'prefix':'n'}}]", "'paid'", "'new'");
        tells("[{'anything-but':{'suffix':'w'}}]", "'paid'", "'new'");
        tells("[{'anything-but':{'wildcard':'n*w'}}]", "'paid'", "'new'");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @Test
    void fieldsAreAlternativesWhereThePatternSaysOr() {
        String pattern = json("{'detail':{'$or':[{'state':['paid']},{'sum':[{'numeric':['>',9]}]}]}}");
        assertThat(matches(pattern, json("{'state':'new','sum':10}"))).isTrue();
        assertThat(matches(pattern, json("{'state':'paid','sum':1}"))).isTrue();
        assertThat(matches(pattern, json("{'state':'new','sum':1}"))).isFalse();
    }

    @Test
    void aListMatchesByAnyOfItsValues() {
        assertThat(matches(json("{'detail':{'state':['paid']}}"), json("{'state':['new','paid']}")))
                .isTrue();
        assertThat(matches(json("{'detail':{'state':['paid']}}"), json("{'state':['new']}")))
                .isFalse();
    }

    @Test
    void refusesToTestWhatIsNoPatternOrNoEvent() {
        refused(() -> matches("{\"source\":\"shop\"}", "{}"), 400, "InvalidEventPatternException");
        refused(
                () -> events.testEventPattern(
                        test -> test.eventPattern("{\"source\":[\"shop\"]}").event("{\"source\":\"shop\"}")),
                400,
                "ValidationException");
    }

    @Test
    void saysOfEachEntryWhatIsWrong() {
        var answer = events.putEvents(put -> put.entries(
                order("{}"),
                order("[1]"),
                PutEventsRequestEntry.builder().source("shop").build()));
        assertThat(answer.failedEntryCount()).isEqualTo(2);
        assertThat(answer.entries().getFirst().eventId()).isNotEmpty();
        assertThat(answer.entries())
                .extracting(PutEventsResultEntry::errorCode)
                .containsExactly(null, "MalformedDetail", "InvalidArgument");
    }

    @Test
    void refusesTooManyEntries() {
        refused(
                () -> events.putEvents(put -> put.entries(Collections.nCopies(11, order("{}")))),
                400,
                "ValidationException");
    }

    @Test
    void nobodyTellsWhatOnlyAwsCanTell() {
        var answer = events.putEvents(
                put -> put.entries(order("{}").toBuilder().source("aws.shop").build()));
        assertThat(answer.entries())
                .extracting(PutEventsResultEntry::errorCode)
                .containsExactly("NotAuthorizedForSourceException");
    }

    private static JsonNode node(String text) {
        return JsonNode.parser().parse(text);
    }

    private List<JsonNode> parsed(QueueAt queue) {
        return queue.bodies(account, 1).stream()
                .map(EventDeliveryContract::node)
                .toList();
    }

    private QueueAt watched(String rule, Target.Builder target) {
        QueueAt queue = QueueAt.open(account, rule);
        events.putRule(put -> put.name(rule).eventPattern("{\"detail-type\":[\"Order\"]}"));
        events.putTargets(put ->
                put.rule(rule).targets(target.id("queue").arn(queue.arn()).build()));
        return queue;
    }

    @Test
    void aTargetGetsTheEventsThatMatchWithTheirEnvelope() {
        QueueAt queue = watched("orders", Target.builder());
        var put = events.putEvents(both ->
                both.entries(order("{\"n\":1}").toBuilder().detailType("Other").build(), order("{\"n\":2}")));
        String id = put.entries().getLast().eventId();
        List<JsonNode> got = parsed(queue);
        assertThat(got).hasSize(1);
        Map<String, JsonNode> members = new HashMap<>(got.getFirst().asObject());
        assertThat(Objects.requireNonNull(members.remove("time")).asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(members).isEqualTo(node("""
                        {"version":"0","id":"%s","detail-type":"Order","source":"shop","account":"%s",\
                        "region":"us-east-1","resources":[],"detail":{"n":2}}""".formatted(id, account.id)).asObject());
    }

    @Test
    void aTargetGetsAPartOfTheEvent() {
        QueueAt queue = watched("orders", Target.builder().inputPath("$.detail"));
        events.putEvents(put -> put.entries(order("{\"n\":1}")));
        assertThat(parsed(queue)).containsExactly(node("{\"n\":1}"));
    }

    @Test
    void aTargetGetsAFixedText() {
        QueueAt queue = watched("orders", Target.builder().input("{\"fixed\":true}"));
        events.putEvents(put -> put.entries(order("{\"n\":1}")));
        assertThat(parsed(queue)).containsExactly(node("{\"fixed\":true}"));
    }

    @Test
    void aTargetGetsWhatATemplateMakesOfTheEvent() {
        QueueAt queue = watched(
                "orders",
                Target.builder()
                        .inputTransformer(transform -> transform
                                .inputPathsMap(Map.of("n", "$.detail.n", "type", "$.detail-type"))
                                .inputTemplate("{\"number\": <n>, \"type\": \"<type>\"}")));
        events.putEvents(put -> put.entries(order("{\"n\":1}")));
        assertThat(parsed(queue)).containsExactly(node("{\"number\": 1, \"type\": \"Order\"}"));
    }

    @Test
    void aDisabledRuleDeliversNothing() {
        QueueAt queue = watched("orders", Target.builder());
        QueueAt seen = watched("all", Target.builder());
        events.disableRule(disable -> disable.name("orders"));
        events.putEvents(put -> put.entries(order("{\"n\":1}")));
        assertThat(seen.bodies(account, 1)).hasSize(1);
        assertThat(queue.receive()).isEmpty();
    }

    @Test
    void eventsOfABusStayOnIt() {
        events.createEventBus(make -> make.name("shop"));
        QueueAt onDefault = watched("orders", Target.builder());
        QueueAt onShop = QueueAt.open(account, "shop");
        events.putRule(put -> put.name("orders").eventBusName("shop").eventPattern("{\"source\":[\"shop\"]}"));
        events.putTargets(put -> put.rule("orders")
                .eventBusName("shop")
                .targets(target -> target.id("queue").arn(onShop.arn())));
        events.putEvents(put ->
                put.entries(order("{\"n\":1}").toBuilder().eventBusName("shop").build()));
        assertThat(onShop.bodies(account, 1)).hasSize(1);
        assertThat(onDefault.receive()).isEmpty();
    }
}
