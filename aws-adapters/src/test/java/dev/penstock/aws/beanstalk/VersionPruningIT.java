package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.beanstalk.ApplicationVersion;
import dev.penstock.beanstalk.BundleLocation;
import dev.penstock.beanstalk.DeploymentOptionsBuilder;
import dev.penstock.beanstalk.NewVersion;
import dev.penstock.beanstalk.VersionRetention;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Old versions go with their bundles in the simulated AWS, and nothing goes that anybody has. */
@Timeout(120)
class VersionPruningIT {

    private static final VersionRetention ONE = new VersionRetention(OptionalInt.of(1), Optional.empty());
    private static final VersionRetention A_MONTH =
            new VersionRetention(OptionalInt.of(1), Optional.of(Duration.ofDays(30)));

    @TempDir
    Path folder;

    private final SimulatedAccount account = new SimulatedAccount();
    private final BeanstalkEnvironments environments = new BeanstalkEnvironments(account.clients);
    private BeanstalkRunner runner;

    @BeforeEach
    void prepare() {
        runner = new BeanstalkRunner(account, folder);
        SimulatedBeanstalk.prepare(account);
        SimulatedBeanstalk.application(account, AwsScope.OWN, "shop", "old");
        SimulatedBeanstalk.environment(account, AwsScope.OWN, "shop", "shop-web", "old", SimulatedBeanstalk.OPTIONS);
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void whatIsBeyondTheNumberGoesAndWhatAnEnvironmentHasStays() throws Exception {
        SimulatedBeanstalk.environment(account, AwsScope.OWN, "shop", "shop-test", "old", SimulatedBeanstalk.OPTIONS);
        String tested = deploy("one", "shop-test", VersionRetention.ALL);
        String two = deploy("two", "shop-web", ONE);
        BundleLocation bundleOfTwo = bundle(two);
        String three = deploy("three", "shop-web", ONE);
        assertThat(labels()).as("the one before is kept").contains(two, three);

        String four = deploy("four", "shop-web", ONE);

        assertThat(labels()).containsExactlyInAnyOrder(four, three, tested, "old");
        assertThat(isThere(bundleOfTwo)).isFalse();
        assertThat(isThere(bundle(tested))).isTrue();
        assertThat(runner.log()).contains("Deleted version " + two + ", which nothing runs.");
    }

    @Test
    void whatIsYoungEnoughStaysWhateverTheNumber() throws Exception {
        String one = deploy("one", "shop-web", A_MONTH);
        String two = deploy("two", "shop-web", A_MONTH);
        account.aws.time().advance(Duration.ofDays(29));
        String three = deploy("three", "shop-web", A_MONTH);
        assertThat(labels()).contains(one, two, three);
        account.aws.time().advance(Duration.ofDays(2));
        String four = deploy("four", "shop-web", A_MONTH);
        assertThat(labels()).containsExactlyInAnyOrder(four, three, "old");
    }

    @Test
    void aBundleThatAVersionOfAnotherApplicationHasStays() throws Exception {
        String one = deploy("one", "shop-web", ONE);
        BundleLocation shared = bundle(one);
        environments.createApplication(AwsScope.OWN, "staging", Map.of());
        environments.createVersion(AwsScope.OWN, new NewVersion("staging", "same", "", shared, Map.of()));
        deploy("two", "shop-web", ONE);
        deploy("three", "shop-web", ONE);
        assertThat(labels()).doesNotContain(one);
        assertThat(isThere(shared)).isTrue();
    }

    private String deploy(String content, String environment, VersionRetention retention) throws Exception {
        ExecutionState end = runner.deploy(
                BeanstalkRunner.pipeline(SimulatedBeanstalk.files(content), "shop", environment),
                new DeploymentOptionsBuilder().keeping(retention).build());
        assertThat(end.outcome()).as(String.join("\n", runner.log())).contains(Outcome.SUCCEEDED);
        return environments.find(AwsScope.OWN, environment).orElseThrow().versionLabel();
    }

    private List<String> labels() {
        return environments.versions(AwsScope.OWN, "shop").stream()
                .map(ApplicationVersion::label)
                .toList();
    }

    private BundleLocation bundle(String label) {
        return environments
                .version(AwsScope.OWN, "shop", label)
                .flatMap(ApplicationVersion::bundle)
                .orElseThrow();
    }

    private boolean isThere(BundleLocation bundle) {
        return account.clients
                        .s3(AwsScope.OWN, Use.READ)
                        .listObjectsV2(list -> list.bucket(bundle.bucket()).prefix(bundle.key()))
                        .keyCount()
                > 0;
    }
}
