package dev.penstock.simulator.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.beanstalk.bundle.Zip;
import dev.penstock.simulator.elb.Traffic;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;

/** What becomes of source bundles in environments. */
class SourceBundleDeploymentTest {

    private static final String DOCKERFILE = "FROM nginx\nEXPOSE 80\n";

    private final BeanstalkWorld world = new BeanstalkWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void settingsOfTheBundleCountAndGoWithIt() {
        version("v1", "option_settings: {aws:elasticbeanstalk:application:environment: {STAGE: one, ONLY: one}}");
        world.environment("shop-web", "v1", 1);
        assertThat(property("STAGE")).isEqualTo("one");

        version("v2", "option_settings: {aws:elasticbeanstalk:application:environment: {STAGE: two}}");
        world.deploy("shop-web", "v2");
        world.untilReady("shop-web");

        assertThat(world.describe("shop-web").versionLabel()).isEqualTo("v2");
        assertThat(property("STAGE")).isEqualTo("two");
        assertThat(property("ONLY")).isEqualTo("none");
    }

    @Test
    void aConfigurationFileThatIsNoYamlFailsTheDeploymentBeforeAnyInstanceHearsOfIt() {
        world.version("v1", Zip.of("Dockerfile", DOCKERFILE));
        world.environment("shop-web", "v1", 1);
        version("v2", "option_settings:\n  a b\n  c: d\n");
        world.deploy("shop-web", "v2");
        world.untilReady("shop-web");

        assertThat(world.describe("shop-web").versionLabel()).isEqualTo("v1");
        assertThat(world.messages("shop-web"))
                .anySatisfy(message -> assertThat(message)
                        .startsWith("ERROR The configuration file .ebextensions/x.config in application version v2"
                                + " contains invalid YAML or JSON. YAML exception: Invalid Yaml: "))
                .contains("ERROR Failed to deploy application.")
                .noneMatch(message -> message.contains("Command failed on instance"));
    }

    @Test
    void aBundleWithoutADockerfileIsRefusedByTheInstances() {
        world.version("v1", Zip.of("Dockerfile", DOCKERFILE));
        world.environment("shop-web", "v1", 1);
        world.version("v2", Zip.of("shop/Dockerfile", DOCKERFILE));
        world.deploy("shop-web", "v2");
        world.untilReady("shop-web");

        assertThat(world.describe("shop-web").versionLabel()).isEqualTo("v1");
        assertThat(world.messages("shop-web"))
                .contains(
                        "ERROR Instance deployment: Both 'Dockerfile' and 'Dockerrun.aws.json' are missing in your source"
                                + " bundle. Include at least one of them. The deployment failed.",
                        "ERROR Failed to deploy application.");
    }

    @Test
    void requestsThatFailAreSeenAtTheInstanceWithinTenSeconds() {
        world.version("v1", Zip.of("Dockerfile", DOCKERFILE, ".penstock-simulate", "failing:50@30m, status:502"));
        world.environment("shop-web", "v1", 1);
        String balancer = world.beanstalk
                .describeEnvironmentResources(r -> r.environmentName("shop-web"))
                .environmentResources()
                .loadBalancers()
                .getFirst()
                .name();
        world.aws.traffic().start(balancer, Traffic.Requests.ROOT, 20, 7);
        world.time.advance(Duration.ofMinutes(1));
        SingleInstanceHealth before = world.instances("shop-web").getFirst();
        world.time.advance(Duration.ofMinutes(40));
        SingleInstanceHealth after = world.instances("shop-web").getFirst();

        assertThat(before.applicationMetrics().requestCount()).isEqualTo(20);
        assertThat(before.healthStatus()).isEqualTo("Ok");
        assertThat(after.healthStatus()).isEqualTo("Severe");
        assertThat(after.causes()).anyMatch(cause -> cause.endsWith("of the requests are failing with HTTP 5xx."));
    }

    private void version(String label, String configuration) {
        world.version(label, Zip.of("Dockerfile", DOCKERFILE, ".ebextensions/x.config", configuration));
    }

    private String property(String name) {
        return world
                .beanstalk
                .describeConfigurationSettings(d -> d.applicationName("shop").environmentName("shop-web"))
                .configurationSettings()
                .getFirst()
                .optionSettings()
                .stream()
                .filter(option -> name.equals(option.optionName()))
                .map(ConfigurationOptionSetting::value)
                .findFirst()
                .orElse("none");
    }
}
