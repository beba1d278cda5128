package dev.penstock.simulator.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.events.EventWorld;
import dev.penstock.simulator.lambda.InProcessFunctions;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.Message;

class SchedulerTest {

    private final SimulatedTime time = SimulatedTime.stepped(EventWorld.START);
    private final InProcessFunctions functions = new InProcessFunctions(time);
    private final EventWorld world =
            new EventWorld(SimulatedAws.builder().time(time).functions(functions));
    private final SchedulerClient scheduler = Clients.of(world.aws).with(SchedulerClient.builder());
    private final String role = role();

    private String role() {
        return Clients.of(world.aws)
                .iam()
                .createRole(r -> r.roleName("scheduler").assumeRolePolicyDocument("""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                    "Principal":{"Service":["scheduler.amazonaws.com","lambda.amazonaws.com"]},"Action":"sts:AssumeRole"}]}\
                    """))
                .role()
                .arn();
    }

    @AfterEach
    void stop() {
        scheduler.close();
        world.close();
    }

    private void schedule(String name, String expression, String target, Consumer<CreateScheduleRequest.Builder> more) {
        scheduler.createSchedule(s -> {
            s.name(name)
                    .scheduleExpression(expression)
                    .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
                    .target(t -> t.arn(target).roleArn(role).input("{\"at\":\"<aws.scheduler.scheduled-time>\"}"));
            more.accept(s);
        });
    }

    @Test
    void aScheduleOfOneMomentCallsOnceAndIsGone() {
        schedule(
                "once",
                "at(2026-03-01T13:00:00)",
                world.queue("calls"),
                s -> s.scheduleExpressionTimezone("Europe/Berlin")
                        .scheduleExpression("at(2026-03-01T13:05:00)")
                        .actionAfterCompletion(ActionAfterCompletion.DELETE));
        world.pass(Duration.ofMinutes(4));
        assertThat(world.bodies("calls")).isEmpty();
        world.pass(Duration.ofMinutes(2));
        assertThat(world.bodies("calls")).containsExactly("{\"at\":\"2026-03-01T12:05:00Z\"}");
        assertThatThrownBy(() -> scheduler.getSchedule(g -> g.name("once")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aRateCallsUntilItsEnd() {
        schedule("often", "rate(1 minute)", world.queue("calls"), s -> s.endDate(EventWorld.START.plusSeconds(200)));
        world.pass(Duration.ofMinutes(10));
        assertThat(world.bodies("calls"))
                .containsExactly(
                        "{\"at\":\"2026-03-01T12:01:00Z\"}",
                        "{\"at\":\"2026-03-01T12:02:00Z\"}",
                        "{\"at\":\"2026-03-01T12:03:00Z\"}");
        assertThat(scheduler.getSchedule(g -> g.name("often")).stateAsString()).isEqualTo("ENABLED");
    }

    @Test
    void withinAWindowTheMomentIsTheSameInEveryRun() {
        List<Instant> moments = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (EventWorld other = new EventWorld()) {
                moments.add(momentIn(other));
            }
        }
        assertThat(moments.get(0)).isEqualTo(moments.get(1));
        assertThat(moments.get(0))
                .isBetween(Instant.parse("2026-03-01T13:00:00Z"), Instant.parse("2026-03-01T13:15:00Z"));
    }

    private static Instant momentIn(EventWorld other) {
        Clients.of(other.aws).iam().createRole(r -> r.roleName("scheduler").assumeRolePolicyDocument("""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Principal":{"Service":"scheduler.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
            """));
        String queue = other.queue("calls");
        try (SchedulerClient client = Clients.of(other.aws).with(SchedulerClient.builder())) {
            client.createSchedule(s -> s.name("window")
                    .scheduleExpression("at(2026-03-01T13:00:00)")
                    .flexibleTimeWindow(
                            w -> w.mode(FlexibleTimeWindowMode.FLEXIBLE).maximumWindowInMinutes(15))
                    .target(t -> t.arn(queue).roleArn("arn:aws:iam::" + Clients.ACCOUNT + ":role/scheduler")));
        }
        while (other.bodies("calls").isEmpty()) {
            other.pass(Duration.ofSeconds(1));
        }
        return other.aws.time().now();
    }

    @Test
    void aFunctionIsInvokedWithWhatTheScheduleSays() throws InterruptedException {
        List<String> seen = new CopyOnWriteArrayList<>();
        functions.function("tick", (event, context) -> {
            seen.add(event);
            return "{}";
        });
        try (LambdaClient lambda = Clients.of(world.aws).with(LambdaClient.builder())) {
            String arn = lambda.createFunction(f -> f.functionName("tick")
                            .runtime("java21")
                            .handler("x")
                            .role(role)
                            .code(c -> c.zipFile(zip())))
                    .functionArn();
            world.pass(Duration.ofMinutes(1));
            schedule("tick", "rate(1 minute)", arn, s -> {});
        }
        world.pass(Duration.ofSeconds(61));
        assertThat(time.awaitStill(Duration.ofSeconds(5))).isTrue();
        assertThat(seen).containsExactly("{\"at\":\"2026-03-01T12:02:00Z\"}");
    }

    private static SdkBytes zip() {
        var bytes = new java.io.ByteArrayOutputStream();
        try (var out = new java.util.zip.ZipOutputStream(bytes)) {
            out.putNextEntry(new java.util.zip.ZipEntry("x"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }

    @Test
    void anyOperationOfASimulatedServiceCanBeCalled() {
        String queue = world.queue("calls");
        String url = world.sqs.getQueueUrl(q -> q.queueName("calls")).queueUrl();
        schedule(
                "any",
                "at(2026-03-01T12:01:00)",
                "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
                s -> s.target(t -> t.arn("arn:aws:scheduler:::aws-sdk:sqs:sendMessage")
                        .roleArn(role)
                        .input("{\"QueueUrl\":\"" + url + "\",\"MessageBody\":\"by any call\"}")));
        world.pass(Duration.ofMinutes(2));
        assertThat(queue).endsWith(":calls");
        assertThat(world.bodies("calls")).containsExactly("by any call");
    }

    @Test
    void whatFailsIsTriedAgainAndEndsAsADeadLetter() {
        String letters = world.queue("letters");
        world.aws.faults().before("scheduler", "InvokeTarget", 2, Fault.serverError());
        schedule(
                "once",
                "at(2026-03-01T12:01:00)",
                world.queue("calls"),
                s -> s.target(t -> t.arn("arn:aws:sqs:us-east-1:" + Clients.ACCOUNT + ":calls")
                        .roleArn(role)
                        .retryPolicy(p -> p.maximumRetryAttempts(1))
                        .deadLetterConfig(d -> d.arn(letters))));
        world.pass(Duration.ofMinutes(5));
        assertThat(world.bodies("calls")).isEmpty();
        Message letter = world.messages("letters").getFirst();
        assertThat(EventWorld.attribute(letter, "EXHAUSTED_RETRY_CONDITION")).isEqualTo("MaximumRetryAttempts");
        assertThat(EventWorld.attribute(letter, "SCHEDULE_ARN")).endsWith(":schedule/default/once");
    }

    @Test
    void aGroupTakesItsSchedulesWithIt() {
        scheduler.createScheduleGroup(g -> g.name("releases"));
        schedule("tick", "rate(1 minute)", world.queue("calls"), s -> s.groupName("releases"));
        assertThat(scheduler.listSchedules(l -> l.groupName("releases")).schedules())
                .hasSize(1);
        scheduler.deleteScheduleGroup(d -> d.name("releases"));
        world.pass(Duration.ofMinutes(3));
        assertThat(world.bodies("calls")).isEmpty();
        assertThatThrownBy(() -> schedule("tick", "rate(1 minute)", world.queue("calls"), s -> s.groupName("releases")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aRoleThatIsNotThereAndAnExpressionThatIsNoneAreRefused() {
        String queue = world.queue("calls");
        assertThatThrownBy(() -> schedule("s", "rate(10 seconds)", queue, s -> {}))
                .hasMessageContaining("Invalid Schedule Expression rate(10 seconds).");
        assertThatThrownBy(() -> schedule(
                        "s",
                        "rate(10 minutes)",
                        queue,
                        s -> s.target(t -> t.arn(queue).roleArn("arn:aws:iam::" + Clients.ACCOUNT + ":role/none"))))
                .hasMessageContaining("must allow AWS EventBridge Scheduler to assume the role");
    }
}
