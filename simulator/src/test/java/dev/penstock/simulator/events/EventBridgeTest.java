package dev.penstock.simulator.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.service.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.model.Message;

@SuppressWarnings("unchecked") // arrays of the SDK's consumers of builders
class EventBridgeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String ORDERS = "{\"source\":[\"shop\"]}";

    private final EventWorld world = new EventWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void anEventComesToTheTargetsOfRulesThatItMatchesAndToNoOther() {
        world.watch("orders", "{\"detail\":{\"price\":[{\"numeric\":[\">\",10]}]}}");
        world.watch("others", "{\"source\":[{\"anything-but\":\"shop\"}]}");
        String id = world.put("{\"price\":12}").entries().getFirst().eventId();
        world.put("{\"price\":9}");
        world.pass(SECOND);
        assertThat(world.bodies("orders"))
                .containsExactly(
                        "{\"version\":\"0\",\"id\":\"" + id + "\",\"detail-type\":\"Order\",\"source\":\"shop\","
                                + "\"account\":\"" + Clients.ACCOUNT + "\",\"time\":\"2026-03-01T12:00:00Z\","
                                + "\"region\":\"us-east-1\",\"resources\":[],\"detail\":{\"price\":12}}");
        assertThat(world.bodies("others")).isEmpty();
    }

    @Test
    void entriesThatAreWrongFailAloneAndInTheirPlaces() {
        world.watch("orders", ORDERS);
        PutEventsResponse answer = world.events.putEvents(p -> p.entries(
                e -> e.source("shop").detailType("Order").detail("no JSON"),
                e -> e.source("shop").detailType("Order").detail("{\"number\":2}"),
                e -> e.source("aws.ecs").detailType("Order").detail("{}")));
        assertThat(answer.failedEntryCount()).isEqualTo(2);
        assertThat(answer.entries())
                .extracting(PutEventsResultEntry::errorCode)
                .containsExactly("MalformedDetail", null, "NotAuthorizedForSourceException");
        world.pass(SECOND);
        assertThat(world.details("orders")).hasSize(1);
    }

    @Test
    void aPatternThatIsNoneIsRefusedWithThePlace() {
        assertThatThrownBy(() -> world.events.putRule(r -> r.name("r").eventPattern("{\"source\":\"shop\"}")))
                .isInstanceOf(EventBridgeException.class)
                .hasMessageContaining("Event pattern is not valid. Reason: \"source\" must be an object or an array");
    }

    @Test
    void aTargetGetsWhatItsTemplateMakesOfTheEvent() {
        String queue = world.queue("texts");
        world.rule(
                "orders",
                ORDERS,
                Target.builder()
                        .id("1")
                        .arn(queue)
                        .inputTransformer(t -> t.inputPathsMap(
                                        java.util.Map.of("number", "$.detail.number", "items", "$.detail.items"))
                                .inputTemplate("{\"text\":\"order <number>\",\"items\":<items>,"
                                        + "\"rule\":\"<aws.events.rule-name>\"}"))
                        .build());
        world.put("{\"number\":\"7\",\"items\":[1,2]}");
        world.pass(SECOND);
        assertThat(world.bodies("texts")).containsExactly("{\"text\":\"order 7\",\"items\":[1,2],\"rule\":\"orders\"}");
    }

    @Test
    void aDisabledRuleGetsNothing() {
        world.watch("orders", ORDERS);
        world.events.disableRule(d -> d.name("orders"));
        world.put("{}");
        world.pass(SECOND);
        assertThat(world.bodies("orders")).isEmpty();
    }

    @Test
    void anEventGoesOnFromBusToBusWithItsId() {
        String bus = world.events.createEventBus(b -> b.name("audit")).eventBusArn();
        world.events.putRule(r -> r.name("all").eventBusName("audit").eventPattern(ORDERS));
        String queue = world.queue("audited");
        world.events.putTargets(
                t -> t.rule("all").eventBusName("audit").targets(x -> x.id("q").arn(queue)));
        world.rule("pass", ORDERS, Target.builder().id("bus").arn(bus).build());
        String id = world.put("{}").entries().getFirst().eventId();
        world.pass(SECOND.multipliedBy(2));
        assertThat(world.bodies("audited")).hasSize(1).first().asString().contains(id);
    }

    @Test
    void topicsAndLogGroupsAreTargets() {
        String queue = world.queue("from-topic");
        Clients.of(world.aws).logs().createLogGroup(g -> g.logGroupName("/aws/events/orders"));
        try (SnsClient sns = Clients.of(world.aws).with(SnsClient.builder())) {
            String topic = sns.createTopic(t -> t.name("orders")).topicArn();
            sns.subscribe(s -> s.topicArn(topic).protocol("sqs").endpoint(queue));
            String group = "arn:aws:logs:us-east-1:" + Clients.ACCOUNT + ":log-group:/aws/events/orders";
            world.rule(
                    "orders",
                    ORDERS,
                    Target.builder().id("topic").arn(topic).build(),
                    Target.builder().id("logs").arn(group).build());
        }
        world.put("{\"number\":1}");
        world.pass(SECOND);
        assertThat(world.bodies("from-topic")).hasSize(1);
        assertThat(Clients.of(world.aws)
                        .logs()
                        .filterLogEvents(f -> f.logGroupName("/aws/events/orders"))
                        .events())
                .hasSize(1);
    }

    @Test
    void whatCannotBeDeliveredEndsAsADeadLetterThatSaysWhy() {
        String letters = world.queue("letters");
        world.rule(
                "orders",
                ORDERS,
                Target.builder()
                        .id("gone")
                        .arn("arn:aws:sqs:us-east-1:" + Clients.ACCOUNT + ":gone")
                        .deadLetterConfig(d -> d.arn(letters))
                        .build());
        world.put("{}");
        world.pass(SECOND);
        List<Message> found = world.messages("letters");
        assertThat(found).hasSize(1);
        assertThat(EventWorld.attribute(found.getFirst(), "ERROR_CODE")).isEqualTo("NO_PERMISSIONS");
        assertThat(EventWorld.attribute(found.getFirst(), "TARGET_ARN")).endsWith(":gone");
    }

    @Test
    void aDeliveryThatFailsForTheMomentIsTriedAgainAsOftenAsTheTargetSays() {
        String letters = world.queue("letters");
        String queue = world.queue("orders");
        world.rule(
                "orders",
                ORDERS,
                Target.builder()
                        .id("q")
                        .arn(queue)
                        .retryPolicy(r -> r.maximumRetryAttempts(2))
                        .deadLetterConfig(d -> d.arn(letters))
                        .build());
        world.aws.faults().before("events", "DeliverEvent", 2, Fault.serverError());
        world.put("{\"number\":1}");
        world.pass(Duration.ofMinutes(1));
        assertThat(world.details("orders")).hasSize(1);
        world.aws.faults().before("events", "DeliverEvent", 3, Fault.serverError());
        world.put("{\"number\":2}");
        world.pass(Duration.ofMinutes(1));
        assertThat(world.details("orders")).isEmpty();
        assertThat(EventWorld.attribute(world.messages("letters").getFirst(), "EXHAUSTED_RETRY_CONDITION"))
                .isEqualTo("MaximumRetryAttempts");
    }

    @Test
    void eventsMayComeTwiceAndOutOfOrder() {
        world.watch("orders", ORDERS);
        world.aws.faults().loseAnswers("events", "DeliverEvent", 1);
        String twice = world.put("{}").entries().getFirst().eventId();
        world.pass(Duration.ofMinutes(1));
        assertThat(world.bodies("orders")).hasSize(2).allMatch(body -> body.contains(twice));
        world.aws.faults().before("events", "DeliverEvent", 1, Fault.Disorder.REVERSED);
        world.put("{\"number\":\"first\"}");
        world.put("{\"number\":\"second\"}");
        world.pass(Duration.ofMinutes(1));
        List<String> came = world.bodies("orders");
        assertThat(came.get(0)).contains("second");
        assertThat(came.get(1)).contains("first");
    }

    @Test
    void aScheduleComesDueAgainAndAgain() {
        String queue = world.queue("ticks");
        world.events.putRule(r -> r.name("tick").scheduleExpression("rate(5 minutes)"));
        world.events.putTargets(t -> t.rule("tick").targets(x -> x.id("q").arn(queue)));
        world.pass(Duration.ofMinutes(11));
        assertThat(world.bodies("ticks"))
                .hasSize(2)
                .allMatch(body -> body.contains("\"detail-type\":\"Scheduled Event\"")
                        && body.contains("\"source\":\"aws.events\""));
        world.events.putRule(r -> r.name("tick").scheduleExpression("cron(30 12 * * ? *)"));
        world.pass(Duration.ofMinutes(20));
        assertThat(world.bodies("ticks")).hasSize(1).first().asString().contains("2026-03-01T12:30:00Z");
    }

    @Test
    void aBusNameIsRefusedForTheReasonThatItHas() {
        assertThatThrownBy(() -> world.events.createEventBus(b -> b.name("audit/all")))
                .hasMessageContaining("Event bus name must not contain '/'.");
        assertThatThrownBy(() -> world.events.createEventBus(b -> b.name("aws.audit")))
                .hasMessageContaining("EventBus name starting with 'aws.' is not valid.");
        assertThatThrownBy(() -> world.events.createEventBus(b -> b.name("au dit")))
                .hasMessageContaining("failed to satisfy constraint");
    }

    @Test
    void othersAreAllowedToPutEventsOnABusAndNothingElse() {
        world.events.createEventBus(b -> b.name("audit"));

        assertThatThrownBy(() -> world.events.putPermission(p -> p.eventBusName("audit")
                        .action("events:PutRule")
                        .principal("111122223333")
                        .statementId("other")))
                .hasMessageContaining("Provided value in parameter 'action' is not supported.");
        world.events.putPermission(p -> p.eventBusName("audit")
                .action("events:PutEvents")
                .principal("111122223333")
                .statementId("other"));
        assertThat(world.events.describeEventBus(d -> d.name("audit")).policy()).contains("111122223333");
    }

    @Test
    void aRuleGoesOnlyWithoutTargetsAndABusOnlyWithoutRules() {
        world.watch("orders", ORDERS);
        assertThatThrownBy(() -> world.events.deleteRule(d -> d.name("orders")))
                .hasMessageContaining("Rule can't be deleted since it has targets.");
        world.events.removeTargets(r -> r.rule("orders").ids("queue"));
        world.events.deleteRule(d -> d.name("orders"));
        assertThatThrownBy(() -> world.events.describeRule(d -> d.name("orders")))
                .hasMessageContaining("Rule orders does not exist on EventBus default.");
    }
}
