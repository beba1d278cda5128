package dev.penstock.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.rollout.configuration.ComputePlatform;
import dev.penstock.rollout.configuration.DeploymentConfiguration;
import dev.penstock.rollout.configuration.NameReading;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** AWS's names of deployment configurations are strategies like others. */
class AwsConfigurationTest {

    private static final Strategies STRATEGIES = Strategies.builtIn();

    private static ReleasePlan plan(ReleaseSettings settings) throws ReleaseSettingsException {
        return STRATEGIES.plan(TargetFacts.UNKNOWN, settings);
    }

    @Test
    void aCanaryHasItsShareAndItsTime() throws Exception {
        ReleasePlan plan = plan(ReleaseSettings.of("CodeDeployDefault.ECSCanary10Percent15Minutes"));

        assertThat(plan.strategy()).isEqualTo("CodeDeployDefault.ECSCanary10Percent15Minutes");
        assertThat(plan.shares()).containsExactly(Share.percent(10), Share.ALL);
        // The usual ten minutes, in which the old task set is kept, come with it.
        assertThat(plan.baking()).isEqualTo(Duration.ofMinutes(25));
    }

    @Test
    void aLinearOneRisesInEqualSteps() throws Exception {
        ReleasePlan plan = plan(ReleaseSettings.of("CodeDeployDefault.LambdaLinear10PercentEvery2Minutes"));

        assertThat(plan.shares()).hasSize(10).startsWith(Share.percent(10), Share.percent(20));
        assertThat(plan.baking()).isEqualTo(Duration.ofMinutes(18));
    }

    @Test
    void allAtOnceOfEcsHasTwoSetsAndThatOfLambdaReplaces() throws Exception {
        assertThat(plan(ReleaseSettings.of("CodeDeployDefault.ECSAllAtOnce")).shares())
                .containsExactly(Share.ALL);
        assertThat(plan(ReleaseSettings.of("CodeDeployDefault.LambdaAllAtOnce")).replacement())
                .contains(new Replacement.AllAtOnce());
    }

    @Test
    void everyNameThatMovesTrafficMakesAPlan() throws Exception {
        for (ComputePlatform platform : new ComputePlatform[] {ComputePlatform.ECS, ComputePlatform.LAMBDA}) {
            for (String name : DeploymentConfiguration.names(platform)) {
                ReleasePlan plan = plan(ReleaseSettings.of(name));
                var traffic = (DeploymentConfiguration.Traffic)
                        ((NameReading.Known<DeploymentConfiguration>) DeploymentConfiguration.read(name)).meaning();
                assertThat(plan.steps().stream()
                                .filter(ReleaseStep.Shift.class::isInstance)
                                .count())
                        .as(name)
                        .isEqualTo(
                                plan.replacement().isPresent()
                                        ? 0
                                        : traffic.routing().shifts().size());
            }
        }
    }

    private static void refused(ReleaseSettings settings, String member, String message) {
        assertThatExceptionOfType(ReleaseSettingsException.class)
                .isThrownBy(() -> plan(settings))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.field()).isEqualTo(member));
    }

    @Test
    void whatTheNameSaysIsNotSaidAgain() {
        refused(
                ReleaseSettingsBuilder.of("CodeDeployDefault.ECSCanary10Percent15Minutes")
                        .weight(Share.percent(20))
                        .build(),
                "weight",
                "says by its name what 'weight' says");
    }

    @Test
    void namesThatMeanNothingHereAreRefused() {
        refused(ReleaseSettings.of("CodeDeployDefault.HalfAtATime"), "strategy", "is for instances");
        refused(ReleaseSettings.of("CodeDeployDefault.ECSCanary"), "strategy", "is none of CodeDeploy's own");
    }

    @Test
    void theNearestToANameIsThatOfItsMeaning() {
        Optional<String> nearest = STRATEGIES.nearest(
                TargetFacts.UNKNOWN,
                ReleaseSettings.of("CodeDeployDefault.ECSCanary10Percent15Minutes"),
                plan -> plan.shares().size() > 1 ? Optional.of(new Refusal("No.", "")) : Optional.empty());

        assertThat(nearest).contains("blueGreen");
    }
}
