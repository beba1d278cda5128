package dev.penstock.simulator.beanstalk;

import static dev.penstock.simulator.beanstalk.BeanstalkWorld.DOCKER;
import static dev.penstock.simulator.beanstalk.BeanstalkWorld.command;
import static dev.penstock.simulator.beanstalk.BeanstalkWorld.option;
import static dev.penstock.simulator.beanstalk.BeanstalkWorld.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.PlatformFilter;
import software.amazon.awssdk.services.elasticbeanstalk.model.PlatformSummary;
import software.amazon.awssdk.services.elasticbeanstalk.model.Tag;

/** Applications, versions, saved configurations, platforms, options and what refuses them, as AWS answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BeanstalkResourcesTest {

    private final BeanstalkWorld world = new BeanstalkWorld();

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void anApplicationExistsOnce() {
        assertThatThrownBy(() -> world.beanstalk.createApplication(a -> a.applicationName("shop")))
                .isInstanceOf(AwsServiceException.class)
                .hasMessageContaining("Application shop already exists.")
                .satisfies(e -> assertThat(
                                ((AwsServiceException) e).awsErrorDetails().errorCode())
                        .isEqualTo("InvalidParameterValue"));
    }

    @Test
    void theAccountsBucketIsNamedByRegionAndAccount() {
        assertThat(world.bucket).isEqualTo("elasticbeanstalk-us-east-1-111122223333");
        assertThat(world.beanstalk.createStorageLocation().s3Bucket()).isEqualTo(world.bucket);
    }

    @Test
    void aVersionNeedsItsBundleAndALabelOfItsOwn() {
        world.version("once");

        assertThatThrownBy(() -> world.version("once"))
                .hasMessageContaining("Application Version once already exists.");
        assertThatThrownBy(() -> world.beanstalk.createApplicationVersion(v -> v.applicationName("shop")
                        .versionLabel("lost")
                        .sourceBundle(s -> s.s3Bucket(world.bucket).s3Key("lost.zip"))))
                .hasMessageContaining("Unable to download from S3 location (Bucket: " + world.bucket
                        + "  Key: lost.zip). Reason: Not Found");
        assertThatThrownBy(() -> world.beanstalk.createApplicationVersion(
                        v -> v.applicationName("nobody").versionLabel("v")))
                .hasMessageContaining("No Application named 'nobody' found.");
    }

    @Test
    void aVersionIsProcessedWhenThatIsAskedFor() {
        world.s3.putObject(
                o -> o.bucket(world.bucket).key("p.zip"),
                software.amazon.awssdk.core.sync.RequestBody.fromString("bundle"));
        assertThat(world.version("plain").applicationVersion().status())
                .isEqualTo(ApplicationVersionStatus.UNPROCESSED);
        assertThat(world.beanstalk
                        .createApplicationVersion(v -> v.applicationName("shop")
                                .versionLabel("processed")
                                .process(true)
                                .sourceBundle(s -> s.s3Bucket(world.bucket).s3Key("plain.zip")))
                        .applicationVersion()
                        .status())
                .isEqualTo(ApplicationVersionStatus.PROCESSING);

        world.time.advance(Duration.ofSeconds(30));

        assertThat(world.beanstalk
                        .describeApplicationVersions(
                                d -> d.applicationName("shop").versionLabels("processed"))
                        .applicationVersions())
                .singleElement()
                .satisfies(version -> assertThat(version.status())
                        .isIn(ApplicationVersionStatus.PROCESSED, ApplicationVersionStatus.FAILED));
        assertThat(world.beanstalk
                        .describeEvents(e -> e.applicationName("shop").versionLabel("processed"))
                        .events()
                        .getFirst()
                        .message())
                .startsWith("Finished processing application version with label: processed. Status: ");
    }

    @Test
    void onlyAsManyVersionsAreKeptAsTheLifecycleSays() {
        world.beanstalk.createApplication(a -> a.applicationName("pruned")
                .resourceLifecycleConfig(c -> c.serviceRole("arn:aws:iam::111122223333:role/any")
                        .versionLifecycleConfig(v ->
                                v.maxCountRule(r -> r.enabled(true).maxCount(2).deleteSourceFromS3(false)))));
        for (String label : List.of("a", "b", "c", "d")) {
            world.beanstalk.createApplicationVersion(
                    v -> v.applicationName("pruned").versionLabel(label));
            world.time.advance(Duration.ofSeconds(1));
        }

        assertThat(world.beanstalk
                        .describeApplicationVersions(d -> d.applicationName("pruned"))
                        .applicationVersions())
                .extracting(version -> version.versionLabel())
                .containsExactly("d", "c");
    }

    @Test
    void optionsAreTheDocumentedOnes() {
        List<ConfigurationOptionDescription> options = world.beanstalk
                .describeConfigurationOptions(d -> d.solutionStackName(DOCKER))
                .options();

        assertThat(options).hasSizeGreaterThan(100);
        assertThat(options)
                .filteredOn(option -> option.namespace().equals("aws:elasticbeanstalk:command")
                        && option.name().equals("DeploymentPolicy"))
                .singleElement()
                .satisfies(option -> {
                    assertThat(option.defaultValue()).isEqualTo("AllAtOnce");
                    assertThat(option.valueOptions())
                            .containsExactly(
                                    "AllAtOnce",
                                    "Rolling",
                                    "RollingWithAdditionalBatch",
                                    "Immutable",
                                    "TrafficSplitting");
                });
        assertThat(options)
                .filteredOn(option -> option.namespace().equals("aws:elasticbeanstalk:trafficsplitting")
                        && option.name().equals("EvaluationTime"))
                .singleElement()
                .satisfies(option -> {
                    assertThat(option.minValue()).isEqualTo(3);
                    assertThat(option.maxValue()).isEqualTo(600);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    aws:autoscaling:updatepolicy:rollingupdate | MaxBatchSize | 0 | Configuration validation exception: Invalid option value: '0' (Namespace: 'aws:autoscaling:updatepolicy:rollingupdate', OptionName: 'MaxBatchSize'): Value is less than minimum allowed value: 1
                    aws:elasticbeanstalk:command | DeploymentPolicy | Slowly | Value is not one of the allowed values: [AllAtOnce, Rolling, RollingWithAdditionalBatch, Immutable, TrafficSplitting]
                    aws:elasticbeanstalk:command | Timeout | 4000 | Value is greater than maximum allowed value: 3600
                    aws:elasticbeanstalk:nonsense | Any | 1 | Invalid option specification (Namespace: 'aws:elasticbeanstalk:nonsense', OptionName: 'Any'): Unknown or duplicate option specification
                    aws:autoscaling:asg | MinSize | 9 | MinSize value (9) must be less than or equal to MaxSize value (4)
                    """)
    void settingsThatNoEnvironmentCanHaveAreRefused(String namespace, String name, String value, String message) {
        assertThatThrownBy(() -> world.beanstalk.createEnvironment(
                        environment("refused", e -> e.optionSettings(options(option(namespace, name, value))))))
                .hasMessageContaining(message);
    }

    private static CreateEnvironmentRequest environment(String name, Consumer<CreateEnvironmentRequest.Builder> more) {
        return CreateEnvironmentRequest.builder()
                .applicationName("shop")
                .environmentName(name)
                .solutionStackName(DOCKER)
                .optionSettings(options())
                .applyMutation(more)
                .build();
    }

    @Test
    void trafficSplittingNeedsAnApplicationLoadBalancer() {
        assertThatThrownBy(() -> world.beanstalk.createEnvironment(environment(
                        "refused",
                        e -> e.optionSettings(options(
                                command("DeploymentPolicy", "TrafficSplitting"),
                                option("aws:elasticbeanstalk:environment", "EnvironmentType", "SingleInstance"))))))
                .hasMessageContaining("requires an Application Load Balancer");
    }

    @Test
    void aRetiredPlatformTakesNoNewEnvironment() {
        assertThatThrownBy(
                        () -> world.beanstalk.createEnvironment(
                                environment(
                                        "refused",
                                        e -> e.solutionStackName(
                                                "64bit Amazon Linux 2018.03 v2.26.4 running Multi-container Docker 20.10.7-ce (Generic)"))))
                .hasMessageContaining("is retired");
        assertThat(world.beanstalk.listAvailableSolutionStacks().solutionStacks())
                .contains(DOCKER)
                .noneMatch(stack -> stack.contains("2018.03"));
        assertThat(world.beanstalk
                        .listPlatformVersions(l -> l.filters(PlatformFilter.builder()
                                .type("PlatformBranchName")
                                .operator("=")
                                .values("Multi-container Docker running on 64bit Amazon Linux")
                                .build()))
                        .platformSummaryList())
                .extracting(PlatformSummary::platformBranchLifecycleState)
                .containsOnly("Retired");
    }

    @Test
    void namesAndPrefixesAreTakenOnce() {
        world.beanstalk.createEnvironment(environment("first-env", e -> e.cnamePrefix("shop-first")));

        assertThatThrownBy(() -> world.beanstalk.createEnvironment(environment("first-env", e -> {})))
                .hasMessageContaining("Environment first-env already exists.");
        assertThatThrownBy(() ->
                        world.beanstalk.createEnvironment(environment("second-env", e -> e.cnamePrefix("shop-first"))))
                .hasMessageContaining("DNS name (shop-first.us-east-1.elasticbeanstalk.com) is not available.");
        assertThat(world.beanstalk
                        .checkDNSAvailability(c -> c.cnamePrefix("shop-first"))
                        .available())
                .isFalse();
        assertThat(world.beanstalk
                        .checkDNSAvailability(c -> c.cnamePrefix("shop-other"))
                        .available())
                .isTrue();
        assertThatThrownBy(() -> world.beanstalk.createEnvironment(environment("abc", e -> {})))
                .hasMessageContaining("Member must have length between 4 and 40");
    }

    @Test
    void anInstanceProfileThatIsNotThereFailsTheLaunch() {
        world.beanstalk.createEnvironment(environment(
                "no-profile",
                e -> e.optionSettings(
                        option("aws:autoscaling:launchconfiguration", "IamInstanceProfile", "not-there"))));

        assertThat(world.untilReady("no-profile").status()).isEqualTo(EnvironmentStatus.TERMINATED);
        assertThat(world.messages("no-profile"))
                .anyMatch(message -> message.contains(
                        "The instance profile not-there associated with the environment does not exist."))
                .contains("ERROR Failed to launch environment.");
    }

    @Test
    void oneUpdateChangesTheVersionOrTheTemplate() {
        world.version("combined");
        world.environment("combined-env", "combined", 1);

        assertThatThrownBy(() -> world.beanstalk.updateEnvironment(u -> u.environmentName("combined-env")
                        .versionLabel("combined")
                        .templateName("any")))
                .satisfies(e -> assertThat(
                                ((AwsServiceException) e).awsErrorDetails().errorCode())
                        .isEqualTo("InvalidParameterCombination"));
    }

    @Test
    void addressesAreSwappedBothWays() {
        world.environment("blue-env", null, 1);
        world.environment("green-env", null, 1);
        String blue = world.describe("blue-env").cname();
        String green = world.describe("green-env").cname();

        world.beanstalk.swapEnvironmentCNAMEs(
                s -> s.sourceEnvironmentName("blue-env").destinationEnvironmentName("green-env"));

        assertThat(world.describe("blue-env").cname()).isEqualTo(green);
        assertThat(world.describe("green-env").cname()).isEqualTo(blue);
        assertThat(world.messages("blue-env"))
                .contains("INFO Completed swapping CNAMEs for environments 'blue-env' and 'green-env'.");
    }

    @Test
    void aTerminatedEnvironmentIsListedForAnHour() {
        world.environment("short-lived", null, 1);

        world.beanstalk.terminateEnvironment(t -> t.environmentName("short-lived"));
        world.untilReady("short-lived");

        assertThat(world.messages("short-lived")).contains("INFO terminateEnvironment completed successfully.");
        assertThat(world.beanstalk
                        .describeEnvironments(
                                d -> d.environmentNames("short-lived").includeDeleted(false))
                        .environments())
                .isEmpty();
        world.time.advance(Duration.ofMinutes(61));
        assertThat(world.beanstalk
                        .describeEnvironments(
                                d -> d.environmentNames("short-lived").includeDeleted(true))
                        .environments())
                .isEmpty();
    }

    @Test
    void logsArePulledIntoTheBucket() {
        world.environment("logging-env", null, 1);

        world.beanstalk.requestEnvironmentInfo(
                r -> r.environmentName("logging-env").infoType("tail"));
        world.time.advance(Duration.ofSeconds(10));

        assertThat(world.messages("logging-env")).contains("INFO Pulled logs for environment instances.");
        assertThat(world.beanstalk
                        .retrieveEnvironmentInfo(
                                r -> r.environmentName("logging-env").infoType("tail"))
                        .environmentInfo())
                .singleElement()
                .satisfies(info -> assertThat(info.message()).contains("/TailLogs-"));
        assertThat(world.s3
                        .listObjectsV2(l -> l.bucket(world.bucket).prefix("resources/environments/logs/tail/"))
                        .contents())
                .isNotEmpty();
    }

    @Test
    void aManagedUpdateGoesToTheNewestVersionOfTheBranch() {
        world.beanstalk.createEnvironment(environment(
                "managed-env",
                e -> e.solutionStackName("64bit Amazon Linux 2023 v4.7.2 running Docker")
                        .optionSettings(options(
                                option("aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled", "true"),
                                option("aws:elasticbeanstalk:managedactions", "PreferredStartTime", "Sun:10:00"),
                                option(
                                        "aws:elasticbeanstalk:managedactions:platformupdate",
                                        "UpdateLevel",
                                        "minor")))));
        world.untilReady("managed-env");
        String id = world.beanstalk
                .describeEnvironmentManagedActions(d -> d.environmentName("managed-env"))
                .managedActions()
                .getFirst()
                .actionId();

        world.beanstalk.applyEnvironmentManagedAction(
                a -> a.environmentName("managed-env").actionId(id));
        world.untilReady("managed-env");

        assertThat(world.describe("managed-env").solutionStackName()).isEqualTo(DOCKER);
        assertThat(world.beanstalk
                        .describeEnvironmentManagedActionHistory(d -> d.environmentName("managed-env"))
                        .managedActionHistoryItems())
                .singleElement()
                .satisfies(item -> assertThat(item.statusAsString()).isEqualTo("Completed"));
    }

    @Test
    void tagsAreListedWithThoseOfElasticBeanstalkItself() {
        world.environment("tagged-env", null, 1);
        String arn = world.describe("tagged-env").environmentArn();

        world.beanstalk.updateTagsForResource(u -> u.resourceArn(arn)
                .tagsToAdd(Tag.builder().key("team").value("web").build()));
        world.untilReady("tagged-env");

        assertThat(world.beanstalk.listTagsForResource(l -> l.resourceArn(arn)).resourceTags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .contains("team=web", "Name=tagged-env", "elasticbeanstalk:environment-name=tagged-env");
        assertThat(world.messages("tagged-env")).contains("INFO Environment tag update completed successfully.");
    }

    @Test
    void savedConfigurationsCarrySettingsOver() {
        world.beanstalk.createConfigurationTemplate(t -> t.applicationName("shop")
                .templateName("rolling")
                .solutionStackName(DOCKER)
                .optionSettings(options(command("DeploymentPolicy", "Rolling"))));

        world.beanstalk.createEnvironment(e -> e.applicationName("shop")
                .environmentName("from-saved")
                .templateName("rolling")
                .optionSettings(command("BatchSize", "30")));

        assertThat(world.beanstalk
                        .describeConfigurationSettings(
                                d -> d.applicationName("shop").environmentName("from-saved"))
                        .configurationSettings()
                        .getFirst()
                        .optionSettings())
                .contains(command("DeploymentPolicy", "Rolling"), command("BatchSize", "30"))
                .contains(command("Timeout", "600"));
        assertThat(world.s3
                        .getObjectAsBytes(g -> g.bucket(world.bucket).key("resources/templates/shop/rolling"))
                        .asUtf8String())
                .contains("  aws:elasticbeanstalk:command:\n    DeploymentPolicy: 'Rolling'\n");
        assertThatThrownBy(() -> world.beanstalk.createConfigurationTemplate(
                        t -> t.applicationName("shop").templateName("rolling").solutionStackName(DOCKER)))
                .hasMessageContaining("Configuration Template rolling already exists.");
    }

    @Test
    void aVersionInUseIsNotDeleted() {
        world.version("used");
        world.environment("using-env", "used", 1);

        assertThatThrownBy(() -> world.beanstalk.deleteApplicationVersion(
                        d -> d.applicationName("shop").versionLabel("used")))
                .satisfies(e -> assertThat(
                                ((AwsServiceException) e).awsErrorDetails().errorCode())
                        .isEqualTo("SourceBundleDeletionFailure"));
    }

    @Test
    void eventsComeInPagesTheNewestFirst() {
        world.environment("paged-env", null, 1);
        var first = world.beanstalk.describeEvents(
                d -> d.environmentName("paged-env").maxRecords(2));
        var second = world.beanstalk.describeEvents(
                d -> d.environmentName("paged-env").maxRecords(2).nextToken(first.nextToken()));

        assertThat(first.events()).hasSize(2);
        assertThat(second.events().getFirst().eventDate())
                .isBeforeOrEqualTo(first.events().getLast().eventDate());
        assertThat(world.beanstalk
                        .describeEvents(d -> d.environmentName("paged-env").severity("ERROR"))
                        .events())
                .isEmpty();
    }
}
