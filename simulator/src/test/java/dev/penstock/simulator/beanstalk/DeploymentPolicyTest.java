package dev.penstock.simulator.beanstalk;

import static dev.penstock.simulator.beanstalk.BeanstalkWorld.command;
import static dev.penstock.simulator.beanstalk.BeanstalkWorld.option;
import static dev.penstock.simulator.beanstalk.BeanstalkWorld.property;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;

/** A version goes over an environment's instances as its policy says, and what a failure leaves is what AWS leaves. */
class DeploymentPolicyTest {

    private final BeanstalkWorld world = new BeanstalkWorld();

    @BeforeEach
    void versions() {
        world.version("v1");
        world.version("v2");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AllAtOnce", "Rolling", "RollingWithAdditionalBatch", "Immutable", "TrafficSplitting"})
    void everyPolicyEndsWithTheNewVersionOnEveryInstance(String policy) {
        world.environment("web-prod", "v1", 4, command("DeploymentPolicy", policy), command("BatchSize", "50"));
        Instant before = world.time.now();

        world.deploy("web-prod", "v2");
        assertThat(world.describe("web-prod").status()).isEqualTo(EnvironmentStatus.UPDATING);
        EnvironmentDescription after = world.untilReady("web-prod");

        assertThat(after.versionLabel()).isEqualTo("v2");
        assertThat(world.deployed("web-prod"))
                .as(world.messages("web-prod").toString())
                .isEqualTo(Map.of("v2 Deployed #2", 4L));
        assertThat(world.messages("web-prod"))
                .contains(
                        "INFO Environment update is starting.",
                        "INFO New application version was deployed to running EC2 instances.",
                        "INFO Environment update completed successfully.");
        assertThat(Duration.between(before, world.time.now())).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(40));
    }

    @Test
    void aFailingCommandAllAtOnceLeavesTheOldVersionWantedAndEveryInstanceFailed() {
        world.environment("web-prod", "v1", 2, property("PENSTOCK_SIMULATE", "v2/command-fails"));

        world.deploy("web-prod", "v2");
        EnvironmentDescription after = world.untilReady("web-prod");

        assertThat(after.versionLabel()).isEqualTo("v1");
        assertThat(world.deployed("web-prod")).isEqualTo(Map.of("v2 Failed #2", 2L));
        assertThat(world.messages("web-prod"))
                .containsSubsequence(
                        "INFO Deploying new version to instance(s).",
                        "ERROR Instance deployment failed. For details, see 'eb-engine.log'.",
                        "INFO Command execution completed on all instances. Summary: [Successful: 0, Failed: 2].",
                        "ERROR Failed to deploy application.",
                        "ERROR During an aborted deployment, some instances may have deployed the new application"
                                + " version. To ensure all instances are running the same version, re-deploy the"
                                + " appropriate application version.");
        assertThat(world.beanstalk
                        .describeEnvironmentHealth(
                                h -> h.environmentName("web-prod").attributeNamesWithStrings("All"))
                        .causes())
                .contains("Command failed on all instances.")
                .anyMatch(cause -> cause.equals("Incorrect application version found on all instances. Expected version"
                        + " \"v1\" (deployment 1)."));
    }

    @Test
    void aRollingDeploymentThatFailsItsHealthCheckLeavesMixedVersions() {
        world.environment(
                "web-prod",
                "v1",
                4,
                command("DeploymentPolicy", "Rolling"),
                command("BatchSizeType", "Fixed"),
                command("BatchSize", "2"),
                property("PENSTOCK_SIMULATE", "v2/unhealthy"));

        world.deploy("web-prod", "v2");
        EnvironmentDescription after = world.untilReady("web-prod");

        assertThat(after.versionLabel()).isEqualTo("v1");
        assertThat(world.deployed("web-prod")).isEqualTo(Map.of("v1 Deployed #1", 2L, "v2 Deployed #2", 2L));
        assertThat(world.messages("web-prod"))
                .anyMatch(message ->
                        message.endsWith("did not pass health check after command execution. Aborting the operation."))
                .anyMatch(message ->
                        message.startsWith("INFO Batch 1: Starting application deployment on instance(s) [i-"))
                .noneMatch(message -> message.contains("Batch 2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Immutable", "TrafficSplitting"})
    void newInstancesThatFailAreTerminatedAndTheOldFleetIsUntouched(String policy) {
        world.environment(
                "web-prod",
                "v1",
                3,
                command("DeploymentPolicy", policy),
                property("PENSTOCK_SIMULATE", "v2/unhealthy"));
        List<String> fleet = ids();

        world.deploy("web-prod", "v2");
        EnvironmentDescription after = world.untilReady("web-prod");

        assertThat(after.versionLabel()).isEqualTo("v1");
        assertThat(ids()).isEqualTo(fleet);
        assertThat(world.deployed("web-prod")).isEqualTo(Map.of("v1 Deployed #1", 3L));
        assertThat(world.messages("web-prod")).contains("ERROR Failed to deploy application.");
        world.time.advance(Duration.ofMinutes(3));
        assertThat(world.describe("web-prod").healthAsString()).isEqualTo("Green");
    }

    private List<String> ids() {
        return world.instances("web-prod").stream()
                .map(SingleInstanceHealth::instanceId)
                .sorted()
                .toList();
    }

    @Test
    void anUnhealthyVersionPassesWhenHealthChecksAreIgnored() {
        world.environment(
                "web-prod",
                "v1",
                2,
                command("IgnoreHealthCheck", "true"),
                command("Timeout", "300"),
                property("PENSTOCK_SIMULATE", "v2/unhealthy"));

        world.deploy("web-prod", "v2");

        assertThat(world.untilReady("web-prod").versionLabel()).isEqualTo("v2");
        assertThat(world.describe("web-prod").healthAsString()).isEqualTo("Red");
    }

    @Test
    void aCommandThatDoesNotEndIsGivenUpAtTheTimeoutAndFourMinutes() {
        world.environment(
                "web-prod", "v1", 1, command("Timeout", "300"), property("PENSTOCK_SIMULATE", "v2/command-hangs"));
        Instant before = world.time.now();

        world.deploy("web-prod", "v2");
        world.untilReady("web-prod");

        assertThat(Duration.between(before, world.time.now()))
                .isBetween(Duration.ofSeconds(540), Duration.ofSeconds(570));
        assertThat(world.messages("web-prod"))
                .anyMatch(message -> message.startsWith(
                        "WARN The following instances have not responded in the allowed" + " command timeout time"));
    }

    @Test
    void aBusyEnvironmentRefusesAnotherUpdateAndAnAbortGoesBack() {
        world.environment("web-prod", "v1", 2, property("PENSTOCK_SIMULATE", "v2/command-hangs"));
        world.deploy("web-prod", "v2");
        world.time.advance(Duration.ofSeconds(30));

        assertThat(world.describe("web-prod").abortableOperationInProgress()).isTrue();
        assertThatThrownBy(() -> world.deploy("web-prod", "v1"))
                .hasMessageContaining(
                        "Environment named web-prod is in an invalid state for this operation. Must be Ready.");

        world.beanstalk.abortEnvironmentUpdate(a -> a.environmentName("web-prod"));
        assertThat(world.describe("web-prod").status()).isEqualTo(EnvironmentStatus.ABORTING);
        assertThat(world.untilReady("web-prod").versionLabel()).isEqualTo("v1");
        assertThat(world.deployed("web-prod")).isEqualTo(Map.of("v1 Deployed #1", 2L));
    }

    @Test
    void everyEventOfAnUpdateHasTheIdOfItsRequest() {
        world.environment("web-prod", "v1", 1);

        String id = world.beanstalk
                .updateEnvironment(u -> u.environmentName("web-prod").versionLabel("v2"))
                .responseMetadata()
                .requestId();
        world.untilReady("web-prod");

        assertThat(world.beanstalk.describeEvents(d -> d.requestId(id)).events().stream()
                        .map(e -> e.message())
                        .toList())
                .contains("Environment update is starting.", "Environment update completed successfully.");
    }

    @Test
    void settingsThatNeedNewInstancesReplaceThemBatchByBatch() {
        world.environment(
                "web-prod",
                "v1",
                3,
                option("aws:autoscaling:updatepolicy:rollingupdate", "RollingUpdateEnabled", "true"),
                option("aws:autoscaling:updatepolicy:rollingupdate", "RollingUpdateType", "Health"),
                option("aws:autoscaling:updatepolicy:rollingupdate", "MaxBatchSize", "1"));
        List<String> before = ids();

        world.beanstalk.updateEnvironment(u -> u.environmentName("web-prod")
                .optionSettings(option("aws:autoscaling:launchconfiguration", "InstanceType", "t3.large")));
        world.untilReady("web-prod");

        assertThat(world.instances("web-prod"))
                .hasSize(3)
                .allMatch(one -> one.instanceType().equals("t3.large"))
                .noneMatch(one -> before.contains(one.instanceId()));
        assertThat(world.deployed("web-prod")).isEqualTo(Map.of("v1 Deployed #2", 3L));
    }

    @Test
    void anEnvironmentPropertyIsSetWithoutNewInstances() {
        world.environment("web-prod", "v1", 2);
        List<String> before = ids();

        world.beanstalk.updateEnvironment(
                u -> u.environmentName("web-prod").optionSettings(property("COLOUR", "blue")));
        world.untilReady("web-prod");

        assertThat(ids()).isEqualTo(before);
        assertThat(world.deployed("web-prod")).isEqualTo(Map.of("v1 Deployed #2", 2L));
        assertThat(world.messages("web-prod")).contains("INFO Successfully deployed new configuration to environment.");
    }
}
