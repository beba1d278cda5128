package dev.penstock.simulator.beanstalk.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.beanstalk.instance.InstanceCommand.Kind;
import dev.penstock.simulator.containers.ContainerExit;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.containers.ContainerSpec;
import dev.penstock.simulator.containers.FakeContainers;
import dev.penstock.simulator.network.Backend;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What instances ask of an engine. */
class ContainerInstanceTest {

    private static final String SINGLE = "{\"AWSEBDockerrunVersion\": \"1\", \"Image\": {\"Name\": \"nginx:1\"},"
            + " \"Ports\": [{\"ContainerPort\": 8080}]}";
    private static final String TASK = """
            {"AWSEBDockerrunVersion": 2,
             "volumes": [{"name": "conf", "host": {"sourcePath": "/var/app/current/conf"}},
                         {"name": "one", "host": {"sourcePath": "/var/app/current/conf/one.conf"}}],
             "containerDefinitions": [
              {"name": "proxy", "image": "nginx", "memory": 64, "links": ["api:backend"],
               "portMappings": [{"hostPort": 80, "containerPort": 8080}],
               "mountPoints": [{"sourceVolume": "conf", "containerPath": "/etc/conf", "readOnly": true},
                               {"sourceVolume": "one", "containerPath": "/etc/one.conf"}]},
              {"name": "api", "image": "me/api", "memory": 32, "essential": false}]}
            """;

    private final FakeContainers engine = new FakeContainers();
    private final InstanceWorld world = new InstanceWorld(Optional.of(engine));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aSingleContainerTakesThePlaceOfTheOneBeforeOnceItRuns() {
        deploy("v1", Kind.LAUNCH, Map.of("STAGE", "test"));
        Optional<Backend> first = backend();
        deploy("v2", Kind.DEPLOY, Map.of());

        assertThat(world.news).containsExactly("i-1 succeeded", "i-1 succeeded");
        assertThat(first).isPresent();
        assertThat(backend()).isPresent().isNotEqualTo(first);
        assertThat(engine.calls())
                .containsSubsequence(
                        "pull nginx:1",
                        "bridge",
                        "create current-app",
                        "start current-app",
                        "bridge",
                        "create current-app",
                        "start current-app",
                        "terminate current-app",
                        "remove current-app",
                        "remove bridge");
    }

    @Test
    void imagesThatADockerfileBeginsWithArePulledWithTheLoginThatTheyNeed() {
        String base = "111122223333.dkr.ecr.us-east-1.amazonaws.com/base:1";
        world.bases.put(
                base,
                new PulledImage(
                        "127.0.0.1:4566/111122223333.dkr.ecr.us-east-1.amazonaws.com/base:1",
                        Optional.of(new ContainerRuntime.Login("AWS", "secret")),
                        Optional.empty()));
        Bundle bundle = world.bundle("v1", "Dockerfile", "FROM " + base + " AS made\nRUN true\nFROM made\nEXPOSE 80\n");

        world.deploy("i-1", Kind.LAUNCH, bundle, InstanceWorld.DOCKER, Map.of());

        assertThat(world.news).containsExactly("i-1 succeeded");
        assertThat(engine.calls()).containsSubsequence("pull base:1 as AWS", "build Dockerfile");
    }

    @Test
    void anImageThatCannotBeHadLeavesWhatRuns() {
        deploy("v1", Kind.LAUNCH, Map.of());
        Optional<Backend> first = backend();
        engine.lacks("nginx:1");
        deploy("v2", Kind.DEPLOY, Map.of());

        assertThat(world.news)
                .containsExactly(
                        "i-1 succeeded",
                        "i-1 ERROR Instance deployment failed to download the Docker image. The deployment failed.",
                        "i-1 failed at Docker Specific Build Application");
        assertThat(backend()).isEqualTo(first);
        assertThat(world.log("i-1", "/var/log/eb-engine.log")).contains("manifest for nginx:1 not found");
    }

    @Test
    void aContainerThatEndsAtOnceFailsTheCommandAndLeavesWhatItPrinted() {
        engine.prints("current-app", "cannot reach the database").endsAtOnce("current-app", 3);
        deploy("v1", Kind.LAUNCH, Map.of());

        assertThat(world.news)
                .containsExactly(
                        "i-1 ERROR Instance deployment: The Docker container unexpectedly ended after it was started.",
                        "i-1 failed at Run Docker Container");
        assertThat(backend()).isEmpty();
        assertThat(world.log("i-1", "/var/log/eb-docker/containers/eb-current-app/unexpected-quit.log"))
                .isEqualTo("cannot reach the database\n");
    }

    @Test
    void theContainersOfATaskAreInOneNetworkWithTheirNamesMemoryAndFiles() {
        Bundle bundle = world.bundle("v1", "Dockerrun.aws.json", TASK, "conf/one.conf", "x", "conf/two.conf", "y");
        world.deploy("i-1", Kind.LAUNCH, bundle, InstanceWorld.ECS, Map.of());

        assertThat(world.news).containsExactly("i-1 succeeded");
        ContainerSpec api = engine.spec("api");
        assertThat(((ContainerSpec.Network.Bridge) api.network()).aliases())
                .containsExactlyInAnyOrder("api", "backend");
        assertThat(api.limits().memoryBytes()).hasValue(32L * 1024 * 1024);
        assertThat(engine.spec("proxy").mounts())
                .extracting(ContainerSpec.Mount::path)
                .containsExactly("/etc/conf");
        assertThat(engine.calls())
                .containsSubsequence("create api", "start api", "create proxy", "copy into proxy", "start proxy")
                .anyMatch(call -> call.startsWith("fill "));
        assertThat(backend()).isPresent();
    }

    @Test
    void aTaskWhoseEssentialContainerEndsIsToldInTheWordsOfEcs() {
        engine.endsAtOnce("proxy", 1);
        Bundle bundle = world.bundle("v1", "Dockerrun.aws.json", TASK, "conf/one.conf", "x");
        world.deploy("i-1", Kind.LAUNCH, bundle, InstanceWorld.ECS, Map.of());

        assertThat(world.news)
                .containsExactly(
                        "i-1 ERROR ECS task stopped due to: Essential container in task exited. (proxy: api: )",
                        "i-1 failed at Start ECS task");
    }

    @Test
    void aComposeProjectWaitsForWhatItsServicesDependOn() {
        Bundle bundle = world.bundle("v1", "docker-compose.yml", """
                services:
                  web: {build: ., ports: ["80:80"], depends_on: {db: {condition: service_healthy}}}
                  db: {image: postgres, healthcheck: {test: pg_isready}}
                """, "Dockerfile", "FROM nginx\n");
        world.deploy("i-1", Kind.LAUNCH, bundle, InstanceWorld.DOCKER, Map.of());

        assertThat(world.news).containsExactly("i-1 succeeded");
        assertThat(engine.calls())
                .containsSubsequence(
                        "build Dockerfile",
                        "start db",
                        "run [/bin/sh, -c, pg_isready] in db",
                        "create web",
                        "start web");
    }

    @Test
    void aBuildThatFailsIsToldWithWhatItPrinted() {
        engine.lacks("Dockerfile");
        Bundle bundle = world.bundle("v1", "Dockerfile", "FROM nginx\nRUN false\nEXPOSE 80\n");
        world.deploy("i-1", Kind.LAUNCH, bundle, InstanceWorld.DOCKER, Map.of());

        assertThat(world.news)
                .containsExactly(
                        "i-1 ERROR Instance deployment failed to build the Docker image. The deployment failed.",
                        "i-1 failed at Docker Specific Build Application");
        assertThat(world.log("i-1", "/var/log/eb-engine.log")).contains("Step 1/1");
    }

    @Test
    void aContainerThatEndsLaterIsNoticed() {
        deploy("v1", Kind.LAUNCH, Map.of());
        engine.end("current-app", new ContainerExit(137, true));
        world.settle();
        world.await(() -> world.news.contains("i-1 changed"));

        world.inTransaction(() -> {
            world.instances.terminate(InstanceWorld.instance("i-1"));
            return world;
        });
        world.settle();
        assertThat(engine.calls()).contains("remove current-app", "remove bridge");
    }

    private void deploy(String label, Kind kind, Map<String, String> properties) {
        Bundle bundle = world.bundle(label, "Dockerrun.aws.json", SINGLE);
        world.deploy("i-1", kind, bundle, InstanceWorld.DOCKER, properties);
    }

    private Optional<Backend> backend() {
        return world.inTransaction(() -> world.instances.backend(InstanceWorld.instance("i-1"), 80));
    }
}
