package dev.penstock.simulator.beanstalk.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.beanstalk.instance.InstanceCommand.Kind;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.ResponseScript;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Instances without an engine. */
class ScriptedInstanceTest {

    private static final String FILE = "{\"AWSEBDockerrunVersion\": \"1\", \"Image\": {\"Name\": \"nginx\"}, \"Ports\":"
            + " [{\"ContainerPort\": 80}]}";

    private final InstanceWorld world = new InstanceWorld(Optional.empty());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aBundleThatThePlatformTakesRunsAndItsLogSaysSo() {
        world.deploy("i-1", Kind.LAUNCH, good("v1"), InstanceWorld.DOCKER, Map.of());

        assertThat(world.news).containsExactly("i-1 succeeded");
        assertThat(answers("i-1", 80)).contains(ResponseScript.OK);
        assertThat(answers("i-1", 8080)).isEmpty();
        assertThat(world.observe("i-1").status()).isEqualTo(InstanceStatus.OK);
        assertThat(world.log("i-1", "/var/log/eb-engine.log"))
                .contains("[INFO] Engine received EB command app-deploy\n")
                .contains("[INFO] Executing instruction: StageApplication\n")
                .contains("\"msg\":\"Instance deployment completed successfully.\"");
    }

    @Test
    void whatThePlatformRefusesFailsTheCommandAndWhatRanBeforeStays() {
        world.deploy("i-1", Kind.LAUNCH, good("v1"), InstanceWorld.DOCKER, Map.of());
        world.deploy("i-1", Kind.DEPLOY, world.bundle("v2", "readme", "none"), InstanceWorld.DOCKER, Map.of());

        assertThat(world.news)
                .containsExactly(
                        "i-1 succeeded",
                        "i-1 ERROR Instance deployment: Both 'Dockerfile' and 'Dockerrun.aws.json' are missing in your"
                                + " source bundle. Include at least one of them. The deployment failed.",
                        "i-1 failed at Docker Specific Build Application");
        assertThat(answers("i-1", 80)).contains(ResponseScript.OK);
        assertThat(world.log("i-1", "/var/log/eb-engine.log"))
                .contains("[ERROR] An error occurred during execution of command [app-deploy] - [Docker Specific Build"
                        + " Application]. Stop running the command. Error: Dockerfile and Dockerrun.aws.json are both")
                .contains("\"status\":\"FAILURE\"");
    }

    @Test
    void aFileInTheBundleMakesOneVersionBadAndAnotherNot() {
        Bundle bad = world.bundle("v2", "Dockerrun.aws.json", FILE, ".penstock-simulate", "unhealthy");
        world.deploy("i-1", Kind.LAUNCH, good("v1"), InstanceWorld.DOCKER, Map.of());
        world.deploy("i-2", Kind.LAUNCH, bad, InstanceWorld.DOCKER, Map.of());

        assertThat(answers("i-1", 80)).contains(ResponseScript.OK);
        assertThat(answers("i-2", 80)).contains(new ResponseScript(1, 503, Duration.ZERO));
        assertThat(world.observe("i-2").status()).isEqualTo(InstanceStatus.SEVERE);
        assertThat(world.observe("i-2").causes()).containsExactly("100.0 % of the requests are failing with HTTP 5xx.");
    }

    @Test
    void aWordWithALabelCountsForThatVersionAlone() {
        Map<String, String> told = Map.of("PENSTOCK_SIMULATE", "v2/command-fails, failing:30, status:502");
        world.deploy("i-1", Kind.LAUNCH, good("v1"), InstanceWorld.DOCKER, told);
        world.deploy("i-1", Kind.DEPLOY, good("v2"), InstanceWorld.DOCKER, told);

        assertThat(world.news).containsExactly("i-1 succeeded", "i-1 failed at PostBuildEbExtension");
        assertThat(answers("i-1", 80)).contains(new ResponseScript(0.3, 502, Duration.ZERO));
    }

    @Test
    void theFirstInstancesCanBeSpared() {
        Map<String, String> told = Map.of("PENSTOCK_SIMULATE", "predeploy-fails spares:1");
        world.begin("i-1", Kind.DEPLOY, good("v1"), InstanceWorld.DOCKER, told);
        world.begin("i-2", Kind.DEPLOY, good("v1"), InstanceWorld.DOCKER, told);
        world.settle();

        assertThat(world.news).containsExactlyInAnyOrder("i-1 succeeded", "i-2 failed at RunAppDeployPreDeployHooks");
        assertThat(world.log("i-2", "/var/log/eb-engine.log"))
                .contains("Command .platform/hooks/predeploy/01_scripted.sh failed with error exit status 1.");
    }

    @Test
    void anApplicationThatEndsIsNoticedAndOneThatEndsAtOnceFailsTheCommand() {
        world.deploy("i-1", Kind.LAUNCH, good("v1"), InstanceWorld.DOCKER, Map.of("PENSTOCK_SIMULATE", "exit:1@2m"));
        assertThat(world.observe("i-1").status()).isEqualTo(InstanceStatus.OK);
        world.time.advance(Duration.ofMinutes(3));

        assertThat(world.news).containsExactly("i-1 succeeded", "i-1 changed");
        assertThat(answers("i-1", 80)).isEmpty();
        assertThat(world.observe("i-1").causes()).containsExactly("Following services are not running: eb-docker.");

        world.deploy("i-2", Kind.LAUNCH, good("v1"), InstanceWorld.DOCKER, Map.of("PENSTOCK_SIMULATE", "exit:1@1s"));
        assertThat(world.news)
                .contains(
                        "i-2 ERROR Instance deployment: The Docker container unexpectedly ended after it was started.",
                        "i-2 failed at Run Docker Container");
    }

    @Test
    void aCommandThatHangsDoesNotEndAndAnotherTakesItsPlace() {
        world.deploy(
                "i-1", Kind.DEPLOY, good("v1"), InstanceWorld.DOCKER, Map.of("PENSTOCK_SIMULATE", "command-hangs"));
        assertThat(world.news).isEmpty();

        world.deploy("i-1", Kind.DEPLOY, good("v2"), InstanceWorld.DOCKER, Map.of());
        assertThat(world.news).containsExactly("i-1 succeeded");
    }

    @Test
    void aWordThatIsNotUnderstoodIsTold() {
        world.deploy("i-1", Kind.DEPLOY, good("v1"), InstanceWorld.DOCKER, Map.of("PENSTOCK_SIMULATE", "explode"));

        assertThat(world.news).containsExactly("i-1 failed at StageApplication");
        assertThat(world.log("i-1", "/var/log/eb-engine.log"))
                .contains("\"explode\" is not understood; use words like");
    }

    @Test
    void theAgentCountsWhatRequestsCameTo() {
        world.deploy("i-1", Kind.LAUNCH, good("v1"), InstanceWorld.DOCKER, Map.of());
        world.requests.put(200, Map.of(0.01, 80L, 0.2, 10L));
        world.requests.put(503, Map.of(0.5, 10L));

        InstanceObservation seen = world.observe("i-1");

        assertThat(seen.status()).isEqualTo(InstanceStatus.DEGRADED);
        assertThat(seen.causes()).containsExactly("10.0 % of the requests are failing with HTTP 5xx.");
        assertThat(seen.requests()).isEqualTo(100);
        assertThat(seen.statusCodes()).isEqualTo(Map.of(2, 90L, 5, 10L));
        assertThat(seen.latencies())
                .containsEntry(50, 0.01)
                .containsEntry(85, 0.2)
                .containsEntry(99, 0.5);
    }

    @Test
    void platformsOfLanguagesRunTheirProcessesOrSayWhatIsMissing() {
        world.deploy("i-1", Kind.LAUNCH, world.bundle("v1", "package.json", "{}"), InstanceWorld.NODE, Map.of());
        world.deploy("i-2", Kind.LAUNCH, world.bundle("v2", "index.html", ""), InstanceWorld.NODE, Map.of());
        world.deploy("i-3", Kind.LAUNCH, Bundle.SAMPLE_APPLICATION, InstanceWorld.NODE, Map.of());

        assertThat(world.news)
                .containsExactly(
                        "i-1 succeeded",
                        "i-2 ERROR Instance deployment failed to generate a 'Procfile' for Node.js. Provide one of these"
                                + " files: 'package.json', 'server.js', or 'app.js'. The deployment failed.",
                        "i-2 failed at CreateProcfile",
                        "i-3 succeeded");
        assertThat(answers("i-3", 80)).contains(ResponseScript.OK);
    }

    private Bundle good(String label) {
        return world.bundle(label, "Dockerrun.aws.json", FILE);
    }

    private Optional<ResponseScript> answers(String id, int port) {
        return world.inTransaction(() -> world.instances.backend(InstanceWorld.instance(id), port))
                .map(backend -> ((Backend.Scripted) backend).script());
    }
}
