package dev.penstock.simulator.beanstalk;

import static dev.penstock.simulator.beanstalk.BeanstalkWorld.command;
import static dev.penstock.simulator.beanstalk.BeanstalkWorld.option;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.beanstalk.bundle.Zip;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/** What environments do that are told little: defaults, manifests, windows. */
class EnvironmentDefaultsTest {

    private static final String DOCKERFILE = "FROM nginx\nEXPOSE 80\n";
    private static final String MANAGED = "aws:elasticbeanstalk:managedactions";

    private final BeanstalkWorld world = new BeanstalkWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aBatchSizeWithoutAPolicyRollsAsTheEbCliExpects() {
        world.version("v1");
        world.version("v2");
        world.environment("web-prod", "v1", 4, command("BatchSize", "50"), command("BatchSizeType", "Percentage"));

        world.deploy("web-prod", "v2");
        world.untilReady("web-prod");

        assertThat(world.messages("web-prod"))
                .anyMatch(message -> message.startsWith("INFO Batch 1: Starting application deployment"))
                .anyMatch(message -> message.startsWith("INFO Batch 2: Starting application deployment"));
        assertThat(world.deployed("web-prod")).isEqualTo(Map.of("v2 Deployed #2", 4L));
    }

    @Test
    void withoutAnyCommandOptionAllInstancesAreDeployedAtOnce() {
        world.version("v1");
        world.version("v2");
        world.environment("web-prod", "v1", 2);

        world.deploy("web-prod", "v2");
        world.untilReady("web-prod");

        assertThat(world.messages("web-prod")).noneMatch(message -> message.contains("Batch 1"));
    }

    @Test
    void whatIsNoArchiveIsRefusedByTheInstances() {
        world.version("v1");
        world.environment("web-prod", "v1", 1);
        world.version("v2", new byte[] {1, 2, 3});

        world.deploy("web-prod", "v2");
        world.untilReady("web-prod");

        assertThat(world.describe("web-prod").versionLabel()).isEqualTo("v1");
        assertThat(world.messages("web-prod")).contains("ERROR Failed to deploy application.");
    }

    @Test
    void aManagedUpdateWaitsForItsWindowAndIsAppliedThenByItself() {
        ConfigurationOptionSetting[] managed = {
            option(MANAGED, "ManagedActionsEnabled", "true"),
            option(MANAGED, "PreferredStartTime", "Sun:10:00"),
            option(MANAGED + ":platformupdate", "UpdateLevel", "minor")
        };
        world.beanstalk.createEnvironment(e -> e.applicationName("shop")
                .environmentName("managed-env")
                .solutionStackName("64bit Amazon Linux 2023 v4.7.2 running Docker")
                .optionSettings(BeanstalkWorld.options(managed)));
        world.untilReady("managed-env");
        Instant window = Instant.parse("2026-05-10T10:00:00Z");
        assertThat(world.beanstalk
                        .describeEnvironmentManagedActions(d -> d.environmentName("managed-env"))
                        .managedActions())
                .singleElement()
                .satisfies(action -> assertThat(action.windowStartTime()).isEqualTo(window));

        world.time.advance(Duration.between(world.time.now(), window).minus(Duration.ofMinutes(1)));
        assertThat(world.describe("managed-env").status()).isEqualTo(EnvironmentStatus.READY);
        world.time.advance(Duration.ofMinutes(2));
        assertThat(world.describe("managed-env").status()).isEqualTo(EnvironmentStatus.UPDATING);
        world.untilReady("managed-env");

        assertThat(world.describe("managed-env").solutionStackName()).isEqualTo(BeanstalkWorld.DOCKER);
    }

    @Test
    void composedEnvironmentsAreNamedByTheirGroupAndWaitForThoseTheyAreLinkedTo() {
        world.version("front-v1", bundle("EnvironmentName: front+\nEnvironmentLinks: {WORKERQUEUE: worker+}\n"));
        world.version(
                "worker-v1", bundle("EnvironmentName: worker+\nEnvironmentTier: {Name: Worker, Type: SQS/HTTP}\n"));

        assertThat(world.beanstalk
                        .composeEnvironments(
                                c -> c.applicationName("shop").groupName("dev").versionLabels("front-v1", "worker-v1"))
                        .environments())
                .extracting(EnvironmentDescription::environmentName)
                .containsExactly("front-dev", "worker-dev");

        world.untilReady("worker-dev");
        assertThat(world.describe("front-dev").status()).isEqualTo(EnvironmentStatus.LAUNCHING);
        world.untilReady("front-dev");
        assertThat(setting("front-dev", "WORKERQUEUE")).startsWith("http").contains("AWSEBWorkerQueue");
        assertThat(world.describe("front-dev").environmentLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.environmentName()).isEqualTo("worker-dev"));

        world.version("front-v2", bundle("EnvironmentName: front+\n"));
        world.beanstalk.composeEnvironments(
                c -> c.applicationName("shop").groupName("dev").versionLabels("front-v2"));
        world.untilReady("front-dev");
        assertThat(world.describe("front-dev").versionLabel()).isEqualTo("front-v2");
    }

    @Test
    void aBundleWithoutAManifestCannotBeComposed() {
        world.version("plain");

        assertThatThrownBy(() -> world.beanstalk.composeEnvironments(
                        c -> c.applicationName("shop").versionLabels("plain")))
                .hasMessageContaining("env.yaml");
    }

    private String setting(String environment, String name) {
        return world
                .beanstalk
                .describeConfigurationSettings(d -> d.applicationName("shop").environmentName(environment))
                .configurationSettings()
                .getFirst()
                .optionSettings()
                .stream()
                .filter(option -> option.optionName().equals(name))
                .map(ConfigurationOptionSetting::value)
                .findFirst()
                .orElse("");
    }

    private static byte[] bundle(String manifest) {
        String options = """
                OptionSettings:
                  aws:autoscaling:launchconfiguration: {IamInstanceProfile: aws-elasticbeanstalk-ec2-role}
                  aws:elasticbeanstalk:environment: {LoadBalancerType: application}
                """;
        return Zip.of(
                "Dockerfile",
                DOCKERFILE,
                "env.yaml",
                "AWSConfigurationTemplateVersion: 1.1.0.0\nSolutionStack: " + BeanstalkWorld.DOCKER + "\n" + options
                        + manifest);
    }
}
