package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.containers.Docker;
import dev.penstock.simulator.containers.DockerContainers;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.Volume;

/** Tasks in containers of a Docker engine. */
@Tag("container")
class RealContainerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String BUSYBOX = "busybox:1";

    private static final int LOOKS = 100;

    @TempDir
    private Path directory;

    private Docker docker;
    private DockerContainers engine;
    private SimulatedAws aws;
    private EcsWorld world;
    private TaskRuns runs;

    @BeforeEach
    void start() throws IOException {
        Docker.required();
        docker = new Docker(directory);
        engine = DockerContainers.connect();
        aws = SimulatedAws.builder()
                .time(SimulatedTime.scaled(Instant.parse("2026-01-01T00:00:00Z"), 20))
                .containers(engine)
                .start();
        world = new EcsWorld(aws);
        runs = new TaskRuns(world, PATIENCE, () -> "");
    }

    @AfterEach
    void close() throws IOException {
        if (aws != null) {
            aws.close();
            // The engine goes on listing for a moment what it is removing; each look takes some time of its own.
            for (int look = 0; look < LOOKS && !ours().isEmpty(); look++) {
                Thread.onSpinWait();
            }
            assertThat(ours()).isEmpty();
        }
    }

    @Test
    void thePageOfThePushedImageIsServedAndItsLinesAreLogged() throws Exception {
        String image = docker.push(
                aws,
                world.clients,
                "page",
                "1",
                Map.of(
                        "Dockerfile", "FROM nginx:1.27-alpine\nCOPY index.html /usr/share/nginx/html/index.html\n",
                        "index.html", "version one\n"));

        Task task = runs.run(runs.definition(TaskRuns.container(
                "web",
                image,
                c -> c.portMappings(PortMapping.builder().containerPort(80).build())
                        .logConfiguration(l -> l.logDriver("awslogs")
                                .options(Map.of(
                                        "awslogs-group", "/ecs/page",
                                        "awslogs-region", "us-east-1",
                                        "awslogs-create-group", "true",
                                        "awslogs-stream-prefix", "page"))))));

        assertThat(get(task, "web", 80, "/")).isEqualTo("version one\n");
        world.ecs.stopTask(s -> s.cluster("main").task(task.taskArn()));
        Task stopped = runs.await(task, t -> t.lastStatus().equals("STOPPED"));
        assertThat(stopped.containers().getFirst().exitCode()).isZero();
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        List<String> lines = world
                .clients
                .logs()
                .getLogEvents(g -> g.logGroupName("/ecs/page")
                        .logStreamName("page/web/" + id)
                        .startFromHead(true))
                .events()
                .stream()
                .map(OutputLogEvent::message)
                .toList();
        assertThat(lines).anyMatch(line -> line.contains("\"GET / HTTP/1.1\" 200"));
    }

    @Test
    void containersOfATaskReachEachOtherOnLocalhostInTheOrderOfTheirDependencies() {
        Task task = runs.run(runs.definition(
                TaskRuns.container(
                        "server",
                        BUSYBOX,
                        c -> c.command(
                                        "sh",
                                        "-c",
                                        "mkdir /w; echo from server > /w/x;" + " exec httpd -f -p 8081 -h /w")
                                .healthCheck(h -> h.command("CMD-SHELL", "wget -qO- localhost:8081/x")
                                        .interval(5))),
                TaskRuns.container(
                        "client",
                        BUSYBOX,
                        c -> c.essential(false)
                                .command("sh", "-c", "wget -qO- localhost:8081/x | grep server")
                                .dependsOn(ContainerDependency.builder()
                                        .containerName("server")
                                        .condition("HEALTHY")
                                        .build()))));

        Task ended = runs.await(task, t -> t.containers().stream().anyMatch(c -> c.exitCode() != null));

        assertThat(ended.lastStatus()).isEqualTo("RUNNING");
        assertThat(ended.containers().stream()
                        .filter(c -> c.name().equals("client"))
                        .findFirst()
                        .orElseThrow()
                        .exitCode())
                .isZero();
        assertThat(runs.await(task, t -> "HEALTHY".equals(t.healthStatusAsString()))
                        .lastStatus())
                .isEqualTo("RUNNING");
    }

    @Test
    void anExitCodeAndAKillForMemoryAreTheTasks() {
        Task exits = runs.begin(
                runs.definition(TaskRuns.container("web", BUSYBOX, c -> c.command("sh", "-c", "sleep 0.3; exit 7"))));
        Task eats = runs.begin(runs.definition(
                TaskRuns.container("web", BUSYBOX, c -> c.memory(16).command("sh", "-c", "tail /dev/zero"))));

        Task exited = runs.await(exits, t -> t.lastStatus().equals("STOPPED"));
        Task killed = runs.await(eats, t -> t.lastStatus().equals("STOPPED"));

        assertThat(exited.stopCodeAsString()).isEqualTo("EssentialContainerExited");
        assertThat(exited.containers().getFirst().exitCode()).isEqualTo(7);
        assertThat(killed.containers().getFirst().exitCode()).isEqualTo(137);
        assertThat(killed.containers().getFirst().reason())
                .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    void whatCannotBePulledOrStartedSaysWhyInTheEnginesWords() {
        Task pull = runs.begin(runs.definition(TaskRuns.container("web", "127.0.0.1:1/none:1", c -> {})));
        Task start =
                runs.begin(runs.definition(TaskRuns.container("web", BUSYBOX, c -> c.entryPoint("/no/such/program"))));

        assertThat(runs.await(pull, t -> t.lastStatus().equals("STOPPED")).stoppedReason())
                .startsWith("CannotPullContainerError: Error response from daemon: ");
        assertThat(runs.await(start, t -> t.lastStatus().equals("STOPPED")).stoppedReason())
                .startsWith("CannotStartContainerError: Error response from daemon: ")
                .contains("/no/such/program");
    }

    @Test
    void aContainerThatIgnoresTheStopIsKilledAtItsTimeout() {
        Task task = runs.run(runs.definition(TaskRuns.container(
                "web", BUSYBOX, c -> c.stopTimeout(1).command("sh", "-c", "trap '' TERM; while :; do sleep 1; done"))));

        world.ecs.stopTask(s -> s.cluster("main").task(task.taskArn()));

        assertThat(runs.await(task, t -> t.lastStatus().equals("STOPPED"))
                        .containers()
                        .getFirst()
                        .exitCode())
                .isEqualTo(137);
    }

    @Test
    void containersOnAnInstanceKnowTheirLinksAndShareTheTasksVolumes() {
        world.ecs.registerContainerInstance(
                r -> r.cluster("main").totalResources(resource("CPU", 2048), resource("MEMORY", 4096)));
        String arn = world.ecs
                .registerTaskDefinition(r -> r.family("linked")
                        .networkMode("bridge")
                        .volumes(Volume.builder().name("data").build())
                        .containerDefinitions(
                                TaskRuns.container(
                                        "db",
                                        BUSYBOX,
                                        c -> c.memory(64)
                                                .command(
                                                        "sh",
                                                        "-c",
                                                        "echo row > /data/x; exec httpd -f -p 8081 -h /data")
                                                .portMappings(PortMapping.builder()
                                                        .containerPort(8081)
                                                        .build())
                                                .mountPoints(mount("/data"))),
                                TaskRuns.container(
                                        "web",
                                        BUSYBOX,
                                        c -> c.memory(64)
                                                .essential(false)
                                                .links("db:database")
                                                .mountPoints(mount("/seen"))
                                                .command(
                                                        "sh",
                                                        "-c",
                                                        "until wget -qO- http://database:8081/x; do sleep 0.1; done"
                                                                + " && grep -q row /seen/x"))))
                .taskDefinition()
                .taskDefinitionArn();
        Task begun = world.ecs
                .runTask(r -> r.cluster("main").taskDefinition(arn).launchType("EC2"))
                .tasks()
                .getFirst();

        Task ended = runs.await(begun, t -> t.containers().stream().anyMatch(c -> c.exitCode() != null));

        assertThat(ended.containers().get(1).exitCode()).isZero();
        assertThat(aws.containerAddress(begun.taskArn(), "db", 8081)).isPresent();
    }

    @Test
    void whatAKilledProcessOfThisMachineLeftIsRemovedAndOthersThingsStay() throws IOException {
        String here = docker.run(
                        "",
                        "inspect",
                        "--format",
                        "{{index .Config.Labels \"dev.penstock.simulator.owner\"}}",
                        runs.run(runs.definition(TaskRuns.container("web", BUSYBOX, c -> c.command("sleep", "60"))))
                                .containers()
                                .getFirst()
                                .runtimeId())
                .split("/", -1)[0];
        String gone = left(here + "/999999999/1");
        String elsewhere = left("another-machine/999999999/1");
        try {
            DockerContainers.connect().close();

            List<String> ids = docker.run("", "ps", "--all", "--quiet", "--no-trunc")
                    .lines()
                    .toList();
            assertThat(ids).doesNotContain(gone).contains(elsewhere);
            assertThat(docker.run("", "ps", "--quiet", "--filter", "label=" + engine.label()))
                    .isNotEmpty();
        } finally {
            docker.run("", "rm", "--force", elsewhere);
        }
    }

    @Test
    void simulatorsOfOneSeedShareAnEngine() {
        Task here = runs.run(runs.definition(TaskRuns.container("web", BUSYBOX, c -> c.command("sleep", "60"))));
        try (SimulatedAws other = SimulatedAws.builder()
                .time(SimulatedTime.scaled(Instant.parse("2026-01-01T00:00:00Z"), 20))
                .containers(DockerContainers.connect())
                .start()) {
            TaskRuns others = new TaskRuns(new EcsWorld(other), PATIENCE, () -> "");
            Task there =
                    others.run(others.definition(TaskRuns.container("web", BUSYBOX, c -> c.command("sleep", "60"))));

            assertThat(there.taskArn()).isEqualTo(here.taskArn());
        }
        assertThat(runs.await(here, t -> true).lastStatus()).isEqualTo("RUNNING");
    }

    private String left(String owner) throws IOException {
        return docker.run("", "create", "--label", "dev.penstock.simulator.owner=" + owner, BUSYBOX, "sleep", "60");
    }

    private static Resource resource(String name, int value) {
        return Resource.builder().name(name).type("INTEGER").integerValue(value).build();
    }

    private static MountPoint mount(String path) {
        return MountPoint.builder().sourceVolume("data").containerPath(path).build();
    }

    /** A container that runs may listen a moment later: it is asked until it answers. */
    private String get(Task task, String container, int port, String path) throws IOException, InterruptedException {
        var address = aws.containerAddress(task.taskArn(), container, port).orElseThrow();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        IOException silence = new IOException("nobody was asked");
        for (int attempt = 0; attempt < 1_000; attempt++) {
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
            } catch (IOException e) {
                silence = e;
            }
        }
        throw silence;
    }

    private String ours() throws IOException {
        return docker.run("", "ps", "--all", "--quiet", "--filter", "label=" + engine.label());
    }
}
