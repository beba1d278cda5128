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
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Rules that run on a schedule, as AWS answered. */
class EventScheduleRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("events/test_events_schedule.snapshot.json");

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

    private void schedule(Session s, String expression) {
        s.call("put-rule", () -> events.putRule(r -> r.name("scheduled").scheduleExpression(expression)));
        s.call("list-rules", () -> events.listRules(l -> l.namePrefix("scheduled")));
        events.deleteRule(d -> d.name("scheduled"));
    }

    @Test
    void expressions() {
        RECORDING.test("test_put_rule_with_schedule_rate", s -> schedule(s, "rate(1 minute)"));
        RECORDING.test("TestScheduleCron::tests_put_rule_with_schedule_cron", s -> schedule(s, "cron(0 20 * * ? *)"));
        for (String cron : List.of(
                "cron(0 10 * * ? *)",
                "cron(15 12 * * ? *)",
                "cron(0 18 ? * MON-FRI *)",
                "cron(0 8 1 * ? *)",
                "cron(0/15 * * * ? *)",
                "cron(0/10 * ? * MON-FRI *)",
                "cron(0/5 8-17 ? * MON-FRI *)",
                "cron(0/30 20-23 ? * MON-FRI *)",
                "cron(0/30 0-2 ? * MON-FRI *)",
                "cron(0 2 ? * SAT *)",
                "cron(0 12 * * ? *)",
                "cron(5,35 14 * * ? *)",
                "cron(15 10 ? * 6L 2002-2005)",
                "cron(0 2 ? * SAT#3 *)",
                "cron(* * ? * SAT#3 *)",
                "cron(0/5 5 ? JAN 1-5 2022)")) {
            RECORDING.test("tests_put_rule_with_schedule_cron[" + cron + "]", s -> schedule(s, cron));
        }
    }

    @Test
    void expressionsThatAreNone() {
        for (String cron : List.of(
                "cron(INVALID)",
                "cron(0 dummy ? * MON-FRI *)",
                "cron(7 20 * * NOT *)",
                "cron(71 8 1 * ? *)",
                "cron(0 1 * * * *)")) {
            RECORDING.test(
                    "tests_put_rule_with_invalid_schedule_cron[" + cron + "]",
                    s -> s.fails(
                            "invalid-put-rule",
                            () -> events.putRule(r -> r.name("scheduled").scheduleExpression(cron))));
        }
        events.createEventBus(b -> b.name("custom"));
        RECORDING.test(
                "tests_put_rule_with_schedule_custom_event_bus",
                s -> s.fails(
                        "put-rule-with-custom-event-bus-error",
                        () -> events.putRule(
                                r -> r.name("scheduled").eventBusName("custom").scheduleExpression("rate(1 minute)"))));
    }

    private void target(String expression, Target.Builder target) {
        events.putRule(r -> r.name("scheduled").scheduleExpression(expression));
        events.putTargets(t -> t.rule("scheduled")
                .targets(target.id("queue").arn(queues.create("calls")).build()));
    }

    @Test
    void aTargetIsCalledAgainAndAgain() {
        target("rate(1 minute)", Target.builder());
        RECORDING.test("tests_schedule_rate_target_sqs", s -> {
            // The recorder has masked a part of it.
            s.chance("Arn");
            s.call("list-targets", () -> events.listTargetsByRule(l -> l.rule("scheduled")));
            aws.time().advance(Duration.ofSeconds(61));
            s.matches("messages-first", queues.messages("calls").messages());
            queues.purge("calls");
            aws.time().advance(Duration.ofSeconds(60));
            s.matches("messages-second", queues.messages("calls").messages());
        });
    }

    @Test
    void aTargetGetsItsOwnInput() {
        target("rate(1 minute)", Target.builder().input("{\"custom-value\": \"somecustominput\"}"));
        RECORDING.test("tests_schedule_rate_custom_input_target_sqs", s -> {
            s.call("list-targets", () -> events.listTargetsByRule(l -> l.rule("scheduled")));
            aws.time().advance(Duration.ofSeconds(61));
            s.matches("messages", queues.messages("calls").messages());
        });
    }

    @Test
    void aTargetIsCalledAtAMinuteOfTheClock() {
        target("cron(2 12 * * ? *)", Target.builder());
        aws.time().advance(Duration.ofMinutes(3));
        RECORDING.test(
                "test_schedule_cron_target_sqs",
                s -> s.matches("message", queues.messages("calls").messages()));
    }
}
