package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.beanstalk.BundleLocation;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptionsBuilder;
import dev.penstock.beanstalk.EnvironmentUpdate;
import dev.penstock.beanstalk.NewVersion;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.simulator.service.Effect;
import dev.penstock.simulator.service.FaultPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the way of a deployment has an outcome of its own, and leaves what was there as it was. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BeanstalkRefusalsIT {

    private static final AwsScope IRELAND = new AwsScope(Optional.of("eu-west-1"), List.of());
    private static final Set<String> OURS = Set.of("elasticbeanstalk", "s3");
    private static final OptionName IGNORE = new OptionName("aws:elasticbeanstalk:command", "IgnoreHealthCheck");

    @TempDir
    static Path folder;

    private final SimulatedAccount account = new SimulatedAccount();
    private final BeanstalkEnvironments environments = new BeanstalkEnvironments(account.clients);
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private BeanstalkRunner runner;

    @BeforeAll
    void prepare() {
        SimulatedBeanstalk.prepare(account);
        runner = new BeanstalkRunner(account, folder);
        account.aws.faults().add((moment, call) -> {
            if (moment == FaultPlan.Moment.BEFORE) {
                calls.add(call.service() + ":" + call.operation());
            }
            return Optional.empty();
        });
        SimulatedBeanstalk.application(account, AwsScope.OWN, "shop", "old");
        SimulatedBeanstalk.environment(account, AwsScope.OWN, "shop", "shop-web", "old", SimulatedBeanstalk.OPTIONS);
    }

    @AfterAll
    void close() {
        account.close();
    }

    @Test
    void anEnvironmentThatWasTerminatedIsToldAsThat() throws Exception {
        SimulatedBeanstalk.environment(account, AwsScope.OWN, "shop", "shop-gone", "old", SimulatedBeanstalk.OPTIONS);
        environments.terminate(AwsScope.OWN, id("shop-gone"));
        ActionFailure ending = refused("shop", "shop-gone", "gone", new DeploymentOptionsBuilder());
        assertThat(ending.code()).isEqualTo("PEN-BEANSTALK-010");
        SimulatedBeanstalk.settle(account);
        ActionFailure gone = refused("shop", "shop-gone", "gone", new DeploymentOptionsBuilder());
        assertThat(gone.code()).isEqualTo("PEN-BEANSTALK-010");
        assertThat(gone.message()).contains("'shop-gone' of application 'shop' was terminated at");
    }

    @Test
    void anEnvironmentThatIsInAnotherRegionIsToldWithTheRegion() throws Exception {
        SimulatedBeanstalk.application(account, IRELAND, "shop", "old");
        SimulatedBeanstalk.environment(account, IRELAND, "shop", "shop-irish", "old", SimulatedBeanstalk.OPTIONS);
        ActionFailure failure = refused("shop", "shop-irish", "irish", new DeploymentOptionsBuilder());
        assertThat(failure.code()).isEqualTo("PEN-BEANSTALK-022");
        assertThat(failure.message()).contains("eu-west-1");
    }

    @Test
    void anEnvironmentThatIsNowhereIsToldWithThoseThatThereAre() throws Exception {
        ActionFailure failure = refused("shop", "shop-wbe", "nowhere", new DeploymentOptionsBuilder());
        assertThat(failure.code()).isEqualTo("PEN-BEANSTALK-008");
        assertThat(failure.message()).contains("'shop-web'");
        assertThat(refused("sohp", "sohp-web", "nowhere", new DeploymentOptionsBuilder())
                        .message())
                .contains("there is no such application");
    }

    @Test
    void anEnvironmentOfAnotherApplicationIsToldWithIt() throws Exception {
        ActionFailure failure = refused("other", "shop-web", "other", new DeploymentOptionsBuilder());
        assertThat(failure.code()).isEqualTo("PEN-BEANSTALK-009");
        assertThat(failure.message()).contains("'shop'", "'other'");
    }

    @Test
    void anEnvironmentInAForeignUpdateIsLeftAloneWhenPatienceEnds() throws Exception {
        SimulatedBeanstalk.environment(account, AwsScope.OWN, "shop", "shop-busy", "old", SimulatedBeanstalk.OPTIONS);
        Runnable foreign = () -> environments.update(
                AwsScope.OWN,
                new EnvironmentUpdate(
                        id("shop-busy"),
                        Optional.empty(),
                        Map.of(new OptionName("aws:autoscaling:launchconfiguration", "InstanceType"), "t3.large"),
                        Optional.empty()));
        ExecutionState end = runner.deployAfter(
                foreign,
                BeanstalkRunner.pipeline(SimulatedBeanstalk.files("busy"), "shop", "shop-busy"),
                new DeploymentOptionsBuilder().patience(Duration.ZERO).build());
        assertThat(BeanstalkRunner.failure(end).code()).isEqualTo("PEN-BEANSTALK-012");
        SimulatedBeanstalk.settle(account);
        assertThat(version("shop-busy")).isEqualTo("old");
    }

    @Test
    void aLabelOfAnotherBundleIsNeverOverwritten() throws Exception {
        BundleLocation other = SimulatedBeanstalk.bundle(account, AwsScope.OWN, "something-else");
        environments.createVersion(AwsScope.OWN, new NewVersion("shop", label("taken"), "", other, Map.of()));
        ActionFailure failure = refused("shop", "shop-web", "taken", new DeploymentOptionsBuilder());
        assertThat(failure.code()).isEqualTo("PEN-BEANSTALK-005");
        assertThat(failure.message()).contains(other.key());
        assertThat(environments
                        .version(AwsScope.OWN, "shop", label("taken"))
                        .orElseThrow()
                        .bundle())
                .contains(other);
    }

    @Test
    void aBucketOfAnotherOwnerGetsNothing() throws Exception {
        try (AwsClients stranger =
                new AwsClients(AwsSettings.of(new Realm.Simulated(account.aws.endpoint(), "999988887777")))) {
            stranger.s3(AwsScope.OWN, Use.CHANGE).createBucket(create -> create.bucket("elasticbeanstalk-guessed"));
        }
        ActionFailure failure = refused(
                "shop", "shop-web", "squatted", new DeploymentOptionsBuilder().bucket("elasticbeanstalk-guessed"));
        assertThat(failure.code()).isEqualTo("PEN-BEANSTALK-007");
        assertThat(failure.message()).contains("another account");
    }

    @Test
    void healthThatIsGreyIsNoSuccess() throws Exception {
        Map<OptionName, String> lenient = new HashMap<>(SimulatedBeanstalk.OPTIONS);
        lenient.put(IGNORE, "true");
        SimulatedBeanstalk.environment(account, AwsScope.OWN, "shop", "shop-grey", "old", lenient);
        Map<String, String> files = new HashMap<>(SimulatedBeanstalk.files("grey"));
        files.put(".penstock-simulate", "no-data");
        ExecutionState end = runner.deploy(
                BeanstalkRunner.pipeline(files, "shop", "shop-grey"), new DeploymentOptionsBuilder().build());
        assertThat(end.outcome()).contains(Outcome.INCONCLUSIVE);
        assertThat(BeanstalkRunner.failure(end).code()).isEqualTo("PEN-BEANSTALK-016");
        assertThat(BeanstalkRunner.failure(end).message()).contains("No Data");
    }

    @Test
    void aRetiredPlatformMakesNoEnvironment() throws Exception {
        ActionFailure failure = refused(
                "shop",
                "shop-retired",
                "retired",
                new DeploymentOptionsBuilder().creating("Multi-container Docker running on 64bit Amazon Linux"));
        assertThat(failure.code()).isEqualTo("PEN-BEANSTALK-018");
        assertThat(failure.message()).contains("is retired");
        assertThat(environments.find(AwsScope.OWN, "shop-retired")).isEmpty();
    }

    @Test
    void nothingToDoIsSaidInThreeCalls() throws Exception {
        DeploymentOptions options = new DeploymentOptionsBuilder()
                .options(Map.of(new OptionName("aws:autoscaling:asg", "MinSize"), "2"))
                .build();
        var pipeline = BeanstalkRunner.pipeline(SimulatedBeanstalk.files("same"), "shop", "shop-web");
        assertThat(runner.deploy(pipeline, options).outcome()).contains(Outcome.SUCCEEDED);
        int effects = account.aws.effects().all().size();
        calls.clear();

        ExecutionState again = runner.deploy(pipeline, options);

        assertThat(again.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(calls).hasSizeLessThanOrEqualTo(3).allMatch(call -> call.startsWith("elasticbeanstalk:Describe"));
        assertThat(account.aws.effects().all()).hasSize(effects);
    }

    @Test
    void aVersionThatCannotBeProcessedIsToldWithItsFileAndNothingIsDeployed() throws Exception {
        Map<String, String> files = new HashMap<>(SimulatedBeanstalk.files("spoilt"));
        files.put(".ebextensions/web.config", "option_settings: [unfinished");
        String before = version("shop-web");
        ExecutionState end = runner.deploy(
                BeanstalkRunner.pipeline(files, "shop", "shop-web"), new DeploymentOptionsBuilder().build());
        assertThat(BeanstalkRunner.failure(end).code()).isEqualTo("PEN-BEANSTALK-006");
        assertThat(BeanstalkRunner.failure(end).details()).anyMatch(line -> line.contains(".ebextensions/web.config"));
        assertThat(version("shop-web")).isEqualTo(before);
    }

    @Test
    void anInstanceProfileThatIsMissingIsToldAsTheCause() throws Exception {
        Map<OptionName, String> unknown = new HashMap<>(SimulatedBeanstalk.OPTIONS);
        unknown.put(new OptionName("aws:autoscaling:launchconfiguration", "IamInstanceProfile"), "nobody");
        ExecutionState end = runner.deploy(
                BeanstalkRunner.pipeline(SimulatedBeanstalk.files("profile"), "shop", "shop-profile"),
                new DeploymentOptionsBuilder()
                        .creating("64bit Amazon Linux 2023 * running Docker")
                        .options(unknown)
                        .build());
        ActionFailure failure = BeanstalkRunner.failure(end);
        assertThat(failure.code()).isEqualTo("PEN-BEANSTALK-021");
        assertThat(failure.message()).contains("The instance profile nobody");
        assertThat(environments.find(AwsScope.OWN, "shop-profile")).isEmpty();
    }

    /** A deployment that changes nothing at all. */
    private ActionFailure refused(
            String application, String environment, String content, DeploymentOptionsBuilder options) throws Exception {
        List<Effect> before = account.aws.effects().all();
        ExecutionState end = runner.deploy(
                BeanstalkRunner.pipeline(SimulatedBeanstalk.files(content), application, environment), options.build());
        List<Effect> after = account.aws.effects().all();
        ActionFailure failure = BeanstalkRunner.failure(end);
        assertThat(end.outcome()).contains(Outcome.FAILED);
        assertThat(after.subList(before.size(), after.size()))
                .filteredOn(effect -> OURS.contains(effect.service()))
                .isEmpty();
        return failure;
    }

    private String id(String environment) {
        return environments.find(AwsScope.OWN, environment).orElseThrow().id();
    }

    private String version(String environment) {
        return environments.find(AwsScope.OWN, environment).orElseThrow().versionLabel();
    }

    private String label(String content) throws Exception {
        Path zip = folder.resolve("label-" + content + ".zip");
        BundleWriter writer = new BundleWriter();
        for (Map.Entry<String, String> file : SimulatedBeanstalk.files(content).entrySet()) {
            writer.file(file.getKey(), file.getValue());
        }
        writer.write(zip);
        return "shop-" + Digest.of(Files.readAllBytes(zip)).abbreviated();
    }
}
