package dev.penstock.rollout.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.rollout.configuration.DeploymentConfiguration.Hosts;
import dev.penstock.rollout.configuration.DeploymentConfiguration.Traffic;
import dev.penstock.rollout.configuration.TrafficRouting.TimeBasedCanary;
import dev.penstock.rollout.configuration.TrafficRouting.TimeBasedLinear;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** AWS's own deployment configurations are known by their names. */
class DeploymentConfigurationTest {

    private static DeploymentConfiguration known(String name) {
        return ((NameReading.Known<DeploymentConfiguration>) DeploymentConfiguration.read(name)).meaning();
    }

    @Test
    void knowsAllThatAwsHasMade() {
        assertThat(DeploymentConfiguration.names(ComputePlatform.ECS))
                .containsExactlyInAnyOrder(
                        "CodeDeployDefault.ECSAllAtOnce",
                        "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
                        "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
                        "CodeDeployDefault.ECSCanary10Percent5Minutes",
                        "CodeDeployDefault.ECSCanary10Percent15Minutes");
        assertThat(DeploymentConfiguration.names(ComputePlatform.LAMBDA))
                .containsExactlyInAnyOrder(
                        "CodeDeployDefault.LambdaAllAtOnce",
                        "CodeDeployDefault.LambdaLinear10PercentEvery1Minute",
                        "CodeDeployDefault.LambdaLinear10PercentEvery2Minutes",
                        "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes",
                        "CodeDeployDefault.LambdaLinear10PercentEvery10Minutes",
                        "CodeDeployDefault.LambdaCanary10Percent5Minutes",
                        "CodeDeployDefault.LambdaCanary10Percent10Minutes",
                        "CodeDeployDefault.LambdaCanary10Percent15Minutes",
                        "CodeDeployDefault.LambdaCanary10Percent30Minutes");
        assertThat(DeploymentConfiguration.names(ComputePlatform.SERVER))
                .containsExactlyInAnyOrder(
                        "CodeDeployDefault.AllAtOnce", "CodeDeployDefault.HalfAtATime", "CodeDeployDefault.OneAtATime");
    }

    @Test
    void aNameMeansWhatItSays() {
        assertThat(known("CodeDeployDefault.LambdaCanary10Percent30Minutes"))
                .isEqualTo(new Traffic(
                        "CodeDeployDefault.LambdaCanary10Percent30Minutes",
                        ComputePlatform.LAMBDA,
                        new TimeBasedCanary(10, Duration.ofMinutes(30))));
        assertThat(known("CodeDeployDefault.ECSLinear10PercentEvery3Minutes"))
                .isEqualTo(new Traffic(
                        "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
                        ComputePlatform.ECS,
                        new TimeBasedLinear(10, Duration.ofMinutes(3))));
        assertThat(known("CodeDeployDefault.HalfAtATime").platform()).isEqualTo(ComputePlatform.SERVER);
        assertThat(((Hosts) known("CodeDeployDefault.OneAtATime")).minimum())
                .isEqualTo(new MinimumHealthyHosts.MostConcurrency(1));
    }

    @Test
    void suggestsTheNearestName() {
        // The platforms spell one minute differently.
        assertThat(hint("CodeDeployDefault.LambdaLinear10PercentEvery1Minutes"))
                .contains("'CodeDeployDefault.LambdaLinear10PercentEvery1Minute'");
        assertThat(hint("ECSCanary10Percent5Minutes")).contains("'CodeDeployDefault.ECSCanary10Percent5Minutes'");
        assertThat(hint("nothing of the kind")).contains("CodeDeployDefault.HalfAtATime");
    }

    private static String hint(String name) {
        return ((NameReading.Refused<DeploymentConfiguration>) DeploymentConfiguration.read(name)).hint();
    }

    @Test
    void refusesAnotherPlatformsName() {
        String name = "CodeDeployDefault.ECSCanary10Percent5Minutes";
        assertThat(DeploymentConfiguration.read(name, ComputePlatform.ECS)).isInstanceOf(NameReading.Known.class);
        assertThat(DeploymentConfiguration.read(name, ComputePlatform.LAMBDA))
                .isInstanceOfSatisfying(NameReading.Refused.class, refused -> {
                    assertThat(refused.message()).contains("is for ECS").contains("deploys to Lambda");
                    assertThat(refused.hint()).contains("CodeDeployDefault.LambdaCanary10Percent5Minutes");
                });
    }
}
