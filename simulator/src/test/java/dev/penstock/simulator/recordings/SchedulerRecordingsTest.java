package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.Tag;

/** EventBridge Scheduler, as AWS answered. */
class SchedulerRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("scheduler/test_scheduler.snapshot.json");

    private static final List<String> REFUSED = List.of(
            "cron(0 1 * * * *)",
            "cron(7 20 * * NOT *)",
            "cron(INVALID)",
            "cron(0 dummy ? * MON-FRI *)",
            "cron(71 8 1 * ? *)",
            "cron()",
            "rate(10 seconds)",
            "rate(10 years)",
            "rate()",
            "rate(10)",
            "rate(10 minutess)",
            "rate(foo minutes)",
            "rate(-10 minutes)",
            "rate( 10 minutes )",
            " rate(10 minutes)",
            "at(2021-12-31T23:59:59Z)",
            "at(2021-12-31)");
    private static final List<String> TAKEN = List.of(
            "cron(0-15/1 8-8 ? * 2,3,4,5,6,7 *)",
            "cron(30-30 13-13 ? * 2,4,6 *)",
            "cron(1-31/30 1-1 ? * 1,7 *)",
            "cron(0 18 ? * MON-FRI *)",
            "cron(*/15 * * * ? *)",
            "cron(0-59/10 0-23/2 ? * * *)");

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final SchedulerClient scheduler = Clients.of(aws).with(SchedulerClient.builder());
    private int made;

    @BeforeEach
    void makeARole() {
        Clients.of(aws).iam().createRole(r -> r.roleName("scheduler").assumeRolePolicyDocument("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                "Principal":{"Service":"scheduler.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""));
    }

    @AfterEach
    void stop() {
        scheduler.close();
        aws.close();
    }

    private CreateScheduleResponse schedule(String expression) {
        String name = "schedule-" + made++;
        return scheduler.createSchedule(s -> s.name(name)
                .scheduleExpression(expression)
                .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.FLEXIBLE).maximumWindowInMinutes(4))
                .target(t -> t.arn("arn:aws:lambda:us-east-1:" + Clients.ACCOUNT + ":function:jobs")
                        .roleArn("arn:aws:iam::" + Clients.ACCOUNT + ":role/scheduler")));
    }

    @Test
    void expressions() {
        for (String refused : REFUSED) {
            RECORDING.test(
                    "tests_create_schedule_with_invalid_schedule_expression[" + refused + "]",
                    s -> s.fails("invalid-schedule-expression", () -> schedule(refused)));
        }
        for (String taken : TAKEN) {
            RECORDING.test(
                    "test_create_schedule_with_valid_cron_expressions[" + taken + "]",
                    s -> s.call("create-schedule", () -> schedule(taken)));
        }
        RECORDING.test(
                "tests_create_schedule_with_valid_schedule_expression",
                s -> s.call("valid-schedule-expression", () -> schedule("rate(10 minutes)")));
    }

    @Test
    void tagsOfGroups() {
        String arn = scheduler.createScheduleGroup(g -> g.name("group")).scheduleGroupArn();
        RECORDING.test("test_tag_resource", s -> {
            scheduler.tagResource(t -> t.resourceArn(arn)
                    .tags(Tag.builder().key("TagKey").value("TagValue").build()));
            s.call("list-tagged-schedule", () -> scheduler.listTagsForResource(l -> l.resourceArn(arn)));
        });
        RECORDING.test("test_untag_resource", s -> {
            scheduler.untagResource(u -> u.resourceArn(arn).tagKeys("TagKey"));
            s.call("list-untagged-schedule", () -> scheduler.listTagsForResource(l -> l.resourceArn(arn)));
        });
    }
}
