package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.containers.ContainerExit;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.containers.ContainerSpec;
import dev.penstock.simulator.containers.FakeContainers;
import dev.penstock.simulator.ecr.Pusher;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.Volume;

/** Tasks whose containers an engine runs, here one without containers. */
class ContainerTaskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SimulatedTime time = SimulatedTime.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakeContainers engine = new FakeContainers();
    private final SimulatedAws aws =
            SimulatedAws.builder().time(time).containers(engine).start();
    private final EcsWorld world = new EcsWorld(aws);
    private final TaskRuns runs = runs(world);

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void theImageThatWasPushedRunsByItsDigestAsTheDefinitionSays() throws IOException {
        String uri = world.clients
                .ecr()
                .createRepository(r -> r.repositoryName("web"))
                .repository()
                .repositoryUri();
        String digest = new Pusher(aws, world.clients, "web").push("1", "{}");

        Task task = runs.run(runs.definition(TaskRuns.container(
                "web",
                uri + ":1",
                c -> c.command("serve", "--fast")
                        .entryPoint("/bin/app")
                        .workingDirectory("/srv")
                        .user("1000")
                        .memory(128)
                        .portMappings(PortMapping.builder().containerPort(8080).build())
                        .environment(KeyValuePair.builder()
                                .name("COLOUR")
                                .value("blue")
                                .build()))));

        assertThat(task.lastStatus()).isEqualTo("RUNNING");
        assertThat(task.containers().getFirst().imageDigest()).isEqualTo(digest);
        assertThat(engine.calls())
                .containsExactly("pull web@" + digest + " as AWS", "network [8080]", "create web", "start web");
        ContainerSpec spec = engine.spec("web");
        assertThat(spec.image()).isEqualTo(aws.registryReference(uri + "@" + digest));
        assertThat(spec.process().command()).containsExactly("serve", "--fast");
        assertThat(spec.process().entryPoint()).containsExactly("/bin/app");
        assertThat(spec.process().workingDirectory()).contains("/srv");
        assertThat(spec.process().user()).contains("1000");
        assertThat(spec.process().environment())
                .containsEntry("COLOUR", "blue")
                .containsEntry("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE");
        assertThat(spec.limits().memoryBytes()).hasValue(128L * 1024 * 1024);
        assertThat(spec.rights()).isEqualTo(ContainerSpec.Rights.DEFAULT);
        assertThat(spec.network()).isInstanceOf(ContainerSpec.Network.Shared.class);
        assertThat(spec.labels()).containsEntry("com.amazonaws.ecs.task-arn", task.taskArn());
    }

    @Test
    void anEssentialContainerThatEndsStopsTheTaskWithItsExitCode() {
        Task task = runs.run(runs.definition(
                TaskRuns.container("web", "web:1", c -> {}), TaskRuns.container("side", "side:1", c -> {})));

        engine.end("web", new ContainerExit(3, false));

        Task stopped = runs.await(task, t -> t.lastStatus().equals("STOPPED"));
        assertThat(stopped.stopCodeAsString()).isEqualTo("EssentialContainerExited");
        assertThat(stopped.stoppedReason()).isEqualTo("Essential container in task exited");
        assertThat(stopped.containers())
                .extracting(c -> c.name() + " " + c.exitCode())
                .containsExactly("web 3", "side 0");
        aws.time().awaitStill(PATIENCE);
        assertThat(engine.calls()).contains("terminate side", "remove web", "remove side", "remove network");
    }

    @Test
    void aContainerThatTheKernelKilledSaysSo() {
        Task task = runs.run(runs.definition(TaskRuns.container("web", "web:1", c -> {})));

        engine.end("web", new ContainerExit(137, true));

        Task stopped = runs.await(task, t -> t.lastStatus().equals("STOPPED"));
        assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(137);
        assertThat(stopped.containers().getFirst().reason())
                .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    void containersStartInTheOrderOfTheirDependenciesAndStopInTheReverseOne() {
        engine.endsAtOnce("migrate", 0);
        Task task = runs.run(runs.definition(
                TaskRuns.container(
                        "web", "web:1", c -> c.dependsOn(needs("migrate", "SUCCESS"), needs("db", "HEALTHY"))),
                TaskRuns.container("migrate", "m:1", c -> c.essential(false).dependsOn(needs("db", "START"))),
                TaskRuns.container(
                        "db",
                        "db:1",
                        c -> c.healthCheck(h -> h.command("CMD-SHELL", "ready").interval(10)))));

        assertThat(engine.calls().stream().filter(c -> c.startsWith("start")))
                .containsExactly("start db", "start migrate", "start web");
        assertThat(engine.calls()).contains("run [/bin/sh, -c, ready] in db");

        world.ecs.stopTask(s -> s.cluster("main").task(task.taskArn()));

        Task stopped = runs.await(task, t -> t.lastStatus().equals("STOPPED"));
        assertThat(engine.calls().stream().filter(c -> c.startsWith("terminate")))
                .containsExactly("terminate web", "terminate db");
        assertThat(stopped.stopCodeAsString()).isEqualTo("UserInitiated");
    }

    @Test
    void aDependencyThatFailsStopsTheTaskBeforeItsDependantStarts() {
        engine.endsAtOnce("migrate", 2);

        Task stopped = runs.await(
                runs.begin(runs.definition(
                        TaskRuns.container("web", "web:1", c -> c.dependsOn(needs("migrate", "SUCCESS"))),
                        TaskRuns.container("migrate", "m:1", c -> c.essential(false)))),
                t -> t.lastStatus().equals("STOPPED"));

        assertThat(stopped.stopCodeAsString()).isEqualTo("TaskFailedToStart");
        assertThat(stopped.stoppedReason()).contains("migrate").contains("SUCCESS");
        assertThat(engine.calls()).doesNotContain("start web");
    }

    @Test
    void anImageThatTheEngineCannotPullIsTheTasksReason() {
        engine.lacks("web:1");

        Task stopped = runs.await(
                runs.begin(runs.definition(TaskRuns.container("web", "web:1", c -> {}))),
                t -> t.lastStatus().equals("STOPPED"));

        assertThat(stopped.stopCodeAsString()).isEqualTo("TaskFailedToStart");
        assertThat(stopped.stoppedReason())
                .isEqualTo("CannotPullContainerError: Error response from daemon: manifest for web:1 not found");
    }

    @Test
    void aContainerThatIgnoresTheStopIsKilledAtItsTimeout() {
        engine.ignoresStop("web");
        Task task = runs.run(runs.definition(TaskRuns.container("web", "web:1", c -> c.stopTimeout(1))));

        world.ecs.stopTask(s -> s.cluster("main").task(task.taskArn()));

        Task stopped = runs.await(task, t -> t.lastStatus().equals("STOPPED"));
        assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(137);
    }

    @Test
    void aTaskIsNotStoppedBeforeItsContainersAre() {
        engine.ignoresStop("web");
        Task task = runs.run(runs.definition(TaskRuns.container("web", "web:1", c -> c.stopTimeout(120))));

        world.ecs.stopTask(s -> s.cluster("main").task(task.taskArn()));
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(world.tasks("STOPPED").getFirst().lastStatus()).isEqualTo("STOPPING");
        engine.end("web", new ContainerExit(9, false));
        assertThat(runs.await(task, t -> t.lastStatus().equals("STOPPED"))
                        .containers()
                        .getFirst()
                        .exitCode())
                .isEqualTo(9);
    }

    @Test
    void healthIsWhatTheCheckInTheContainerSays() {
        Task task = runs.run(runs.definition(TaskRuns.container(
                "web",
                "web:1",
                c -> c.healthCheck(
                        h -> h.command("CMD", "curl", "localhost").interval(5).retries(2)))));

        Task healthy = runs.await(task, t -> "HEALTHY".equals(t.healthStatusAsString()));
        engine.checks("web", 1);
        Task unhealthy = runs.await(task, t -> "UNHEALTHY".equals(t.healthStatusAsString()));

        assertThat(engine.calls()).contains("run [curl, localhost] in web");
        assertThat(healthy.lastStatus()).isEqualTo("RUNNING");
        assertThat(unhealthy.lastStatus()).isEqualTo("RUNNING");
    }

    @Test
    void whatContainersPrintIsInTheirLogStream() {
        engine.prints("web", "one", "two");
        Task task = runs.run(runs.definition(TaskRuns.container(
                "web",
                "web:1",
                c -> c.logConfiguration(l -> l.logDriver("awslogs")
                        .options(Map.of(
                                "awslogs-group", "/ecs/web",
                                "awslogs-region", "us-east-1",
                                "awslogs-create-group", "true",
                                "awslogs-stream-prefix", "web"))))));

        engine.end("web", new ContainerExit(0, false));
        runs.await(task, t -> t.lastStatus().equals("STOPPED"));

        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        assertThat(world.clients
                        .logs()
                        .getLogEvents(g -> g.logGroupName("/ecs/web")
                                .logStreamName("web/web/" + id)
                                .startFromHead(true))
                        .events())
                .extracting(OutputLogEvent::message)
                .containsExactly("one", "two");
    }

    @Test
    void whatWasNotAllowedDoesNotStart() {
        Task privileged = runs.await(
                runs.begin(runs.definition(TaskRuns.container("web", "web:1", c -> c.privileged(true)))),
                t -> t.lastStatus().equals("STOPPED"));
        Task folder = runs.await(
                runs.begin(runs.definition(
                        r -> r.volumes(Volume.builder()
                                .name("etc")
                                .host(h -> h.sourcePath("/etc"))
                                .build()),
                        TaskRuns.container(
                                "web",
                                "web:1",
                                c -> c.mountPoints(MountPoint.builder()
                                        .sourceVolume("etc")
                                        .containerPath("/host")
                                        .build())))),
                t -> t.lastStatus().equals("STOPPED"));

        assertThat(privileged.stoppedReason()).contains("privileged").contains("not allowed");
        assertThat(folder.stoppedReason()).contains("folder of the host").contains("not allowed");
        assertThat(engine.calls()).isEmpty();
    }

    @Test
    void aResetRemovesContainersAndTheEngineIsUsedOn() {
        runs.run(runs.definition(TaskRuns.container("web", "web:1", c -> {})));

        aws.reset();

        assertThat(engine.calls()).contains("remove web", "remove network");
        assertThat(engine.isClosed()).isFalse();
        EcsWorld anew = new EcsWorld(aws);
        runs(anew).begin(runs(anew).definition(TaskRuns.container("next", "next:1", c -> {})));
        assertThat(aws.time().awaitStill(PATIENCE)).isTrue();
        assertThat(anew.tasks("RUNNING").getFirst().lastStatus()).isEqualTo("RUNNING");
        assertThat(engine.calls()).contains("start next");
    }

    @Test
    void containersOfAKilledProcessAreLostAndTheTaskEnds(@TempDir Path directory) {
        String arn;
        FakeContainers first = new FakeContainers();
        try (SimulatedAws before =
                SimulatedAws.builder().directory(directory).containers(first).start()) {
            EcsWorld there = new EcsWorld(before);
            arn = runs(there)
                    .begin(runs(there).definition(TaskRuns.container("web", "web:1", c -> {})))
                    .taskArn();
            before.time().awaitStill(PATIENCE);
            assertThat(there.tasks("RUNNING").getFirst().lastStatus()).isEqualTo("RUNNING");
        }
        assertThat(first.isClosed()).isTrue();

        try (SimulatedAws after = SimulatedAws.builder()
                .directory(directory)
                .containers(new FakeContainers(ContainerRuntime.Permissions.NONE))
                .start()) {
            after.time().awaitStill(PATIENCE);
            Task lost = Clients.of(after)
                    .ecs()
                    .describeTasks(d -> d.cluster("main").tasks(arn))
                    .tasks()
                    .getFirst();
            assertThat(lost.lastStatus()).isEqualTo("STOPPED");
            assertThat(lost.containers().getFirst().exitCode()).isEqualTo(137);
        }
    }

    private static ContainerDependency needs(String container, String condition) {
        return ContainerDependency.builder()
                .containerName(container)
                .condition(condition)
                .build();
    }

    private TaskRuns runs(EcsWorld there) {
        return new TaskRuns(there, PATIENCE, () -> engine.calls().toString());
    }
}
