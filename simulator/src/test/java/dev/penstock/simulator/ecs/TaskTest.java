package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.ecr.Pusher;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

class TaskTest {

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .start();
    private final EcsWorld world = new EcsWorld(aws);

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aTaskThatIsRunAloneEndsWithItsExitCodeAndIsForgottenAfterAnHour() {
        String task = run(world.register("exit:3@10s"), "").tasks().getFirst().taskArn();
        aws.time().advance(Duration.ofMinutes(2));

        Task stopped = describe(task);
        assertThat(stopped.lastStatus()).isEqualTo("STOPPED");
        assertThat(stopped.stopCodeAsString()).isEqualTo("EssentialContainerExited");
        assertThat(stopped.stoppedReason()).isEqualTo("Essential container in task exited");
        assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(3);
        assertThat(Duration.between(stopped.startedAt(), stopped.stoppingAt())).isEqualTo(Duration.ofSeconds(10));
        aws.time().advance(Duration.ofHours(1));
        assertThat(world.ecs.describeTasks(d -> d.cluster("main").tasks(task)).failures())
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo("MISSING"));
    }

    @Test
    void anOutOfMemoryKillIsTold() {
        String task = run(world.register("oom@5s"), "").tasks().getFirst().taskArn();
        aws.time().advance(Duration.ofMinutes(2));

        assertThat(describe(task).containers()).singleElement().satisfies(c -> {
            assertThat(c.exitCode()).isEqualTo(137);
            assertThat(c.reason()).isEqualTo("OutOfMemoryError: Container killed due to memory usage");
        });
    }

    @Test
    void aContainerThatIgnoresTheStopIsKilledAtItsTimeout() {
        String task = run(world.register("public.example/a:1", "ignore-stop", c -> c.stopTimeout(70)), "")
                .tasks()
                .getFirst()
                .taskArn();
        aws.time().advance(Duration.ofMinutes(1));

        world.ecs.stopTask(s -> s.cluster("main").task(task));

        aws.time().advance(Duration.ofSeconds(69));
        assertThat(describe(task).lastStatus()).isEqualTo("STOPPING");
        aws.time().advance(Duration.ofSeconds(12));
        assertThat(describe(task).lastStatus()).isEqualTo("STOPPED");
        assertThat(describe(task).stopCodeAsString()).isEqualTo("UserInitiated");
        assertThat(describe(task).containers().getFirst().exitCode()).isEqualTo(137);
    }

    @Test
    void theSameClientTokenRunsATaskOnce() {
        String definition = world.register("");

        Task first = run(definition, "token").tasks().getFirst();
        Task again = run(definition, "token").tasks().getFirst();

        assertThat(again.taskArn()).isEqualTo(first.taskArn());
        assertThat(aws.effects().of("ecs", "RunTask"))
                .singleElement()
                .satisfies(e -> assertThat(e.token()).isEqualTo("token"));
    }

    @Test
    void theImagesLabelTellsWhatItsContainersDo() throws Exception {
        world.clients.ecr().createRepository(r -> r.repositoryName("web"));
        String digest = new Pusher(aws, world.clients, "web")
                .push("1", "{\"Labels\":{\"dev.penstock.simulate\":\"exit:9@1s\"}}");
        String image = Clients.ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com/web@" + digest;

        String task =
                run(world.register(image, "", c -> {}), "").tasks().getFirst().taskArn();
        aws.time().advance(Duration.ofMinutes(2));

        assertThat(describe(task).containers().getFirst().exitCode()).isEqualTo(9);
        assertThat(describe(task).containers().getFirst().imageDigest()).isEqualTo(digest);
    }

    @Test
    void whatATaskLogsIsReadFromItsStream() {
        world.clients.logs().createLogGroup(g -> g.logGroupName("/app/web"));
        String task = run(
                        world.register(
                                "public.example/web:1",
                                "",
                                c -> c.logConfiguration(awslogs("/app/web"))
                                        .environment(KeyValuePair.builder()
                                                .name("PENSTOCK_SIMULATE_LOG")
                                                .value("ready\nlistening on 8080")
                                                .build())),
                        "")
                .tasks()
                .getFirst()
                .taskArn();
        aws.time().advance(Duration.ofMinutes(1));

        String stream = "app/web/" + task.substring(task.lastIndexOf('/') + 1);
        assertThat(world.clients
                        .logs()
                        .getLogEvents(g ->
                                g.logGroupName("/app/web").logStreamName(stream).startFromHead(true))
                        .events())
                .extracting(OutputLogEvent::message)
                .containsExactly("started public.example/web:1", "ready", "listening on 8080");
        assertThat(world.clients
                        .logs()
                        .filterLogEvents(f -> f.logGroupName("/app/web").filterPattern("listening"))
                        .events())
                .hasSize(1);
    }

    @Test
    void withoutItsLogGroupATaskDoesNotStart() {
        String task = run(world.register("public.example/web:1", "", c -> c.logConfiguration(awslogs("/none"))), "")
                .tasks()
                .getFirst()
                .taskArn();
        aws.time().advance(Duration.ofMinutes(1));

        assertThat(describe(task).stopCodeAsString()).isEqualTo("TaskFailedToStart");
        assertThat(describe(task).stoppedReason())
                .startsWith("ResourceInitializationError:")
                .contains("The specified log group does not exist.");
    }

    @Test
    void aPortOfTheHostIsTakenOnce() {
        world.ecs.registerContainerInstance(r -> r.cluster("main")
                .totalResources(
                        Resource.builder()
                                .name("CPU")
                                .type("INTEGER")
                                .integerValue(2048)
                                .build(),
                        Resource.builder()
                                .name("MEMORY")
                                .type("INTEGER")
                                .integerValue(4096)
                                .build()));
        String definition = world.ecs
                .registerTaskDefinition(r -> r.family("bridge")
                        .networkMode("bridge")
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("web")
                                .image("public.example/web:1")
                                .memory(128)
                                .portMappings(PortMapping.builder()
                                        .containerPort(80)
                                        .hostPort(80)
                                        .build())
                                .build()))
                .taskDefinition()
                .taskDefinitionArn();
        world.ecs.createService(s -> s.cluster("main")
                .serviceName("web")
                .taskDefinition(definition)
                .desiredCount(2)
                .launchType("EC2"));

        aws.time().advance(Duration.ofMinutes(3));

        assertThat(world.service().runningCount()).isEqualTo(1);
        assertThat(world.messages())
                .anySatisfy(m -> assertThat(m)
                        .startsWith("(service web) was unable to place a task because no container instance met all of"
                                + " its requirements. The closest matching (container-instance ")
                        .contains(") is already using a port required by your task."));
    }

    @Test
    void aRoleThatDoesNotExistIsToldWhenTheTaskIsRun() {
        world.clients.iam().deleteRole(r -> r.roleName("execution"));

        assertThatThrownBy(() -> run(world.register(""), ""))
                .isInstanceOfSatisfying(
                        EcsException.class,
                        e -> assertThat(e.awsErrorDetails().errorMessage())
                                .startsWith("ECS was unable to assume the role '" + EcsWorld.ROLE + "'"));
    }

    @Test
    void revisionsCountUpAndAreNotReusedWhenDeregistered() {
        assertThat(world.register("")).endsWith("task-definition/web:1");
        assertThat(world.register("")).endsWith("task-definition/web:2");
        world.ecs.deregisterTaskDefinition(d -> d.taskDefinition("web:2"));

        assertThat(world.ecs
                        .describeTaskDefinition(d -> d.taskDefinition("web"))
                        .taskDefinition()
                        .revision())
                .isEqualTo(1);
        assertThat(world.register("")).endsWith("task-definition/web:3");
        assertThat(world.ecs.listTaskDefinitions(l -> l.familyPrefix("web")).taskDefinitionArns())
                .extracting(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                .containsExactly("web:1", "web:3");
        assertThatThrownBy(() -> run("web:2", "")).hasMessageContaining("TaskDefinition is inactive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "exit:1", "exit:300@1s", "crash@1s", "oom@1", "exit:1@1y", "EXIT:1@1s", "healthy"})
    void anInstructionThatIsNotUnderstoodStopsTheTaskAndSaysWhich(String word) {
        assertThatThrownBy(() -> SimulateVariable.parse("cannot-pull, " + word))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + word + "\"");
        String task = run(world.register(word), "").tasks().getFirst().taskArn();
        aws.time().advance(Duration.ofMinutes(1));

        assertThat(describe(task).stoppedReason())
                .startsWith("CannotStartContainerError: PENSTOCK_SIMULATE: \"" + word + "\" is not understood");
    }

    private static LogConfiguration awslogs(String group) {
        return LogConfiguration.builder()
                .logDriver("awslogs")
                .options(Map.of("awslogs-group", group, "awslogs-region", "us-east-1", "awslogs-stream-prefix", "app"))
                .build();
    }

    private RunTaskResponse run(String definition, String token) {
        return world.ecs.runTask(r -> r.cluster("main")
                .taskDefinition(definition)
                .launchType("FARGATE")
                .clientToken(token.isEmpty() ? null : token)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))));
    }

    private Task describe(String task) {
        List<Task> tasks =
                world.ecs.describeTasks(d -> d.cluster("main").tasks(task)).tasks();
        return tasks.getFirst();
    }
}
