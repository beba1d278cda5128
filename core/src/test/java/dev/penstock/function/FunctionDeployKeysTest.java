package dev.penstock.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.ConfigurationProblem;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.TargetFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deploy action's keys, and the plans that a function can be released by. */
class FunctionDeployKeysTest {

    private static List<String> problems(Map<String, String> keys, List<String> inputs) {
        ActionConfiguration configuration = ActionConfiguration.declared(FunctionFixture.declaration(keys, inputs));
        FunctionDeployKeys.read(configuration);
        return configuration.problems().stream()
                .map(FunctionDeployKeysTest::words)
                .toList();
    }

    private static String words(ConfigurationProblem problem) {
        return problem.key() + ": " + problem.message() + " " + problem.hint();
    }

    private static FunctionDeployConfiguration read(Map<String, String> keys) {
        return FunctionDeployKeys.read(
                ActionConfiguration.resolved(FunctionFixture.declaration(keys, List.of("code"))));
    }

    @Test
    void readsAllKeys() {
        FunctionDeployConfiguration read = read(Map.of(
                "FunctionName", "arn:aws:lambda:eu-west-1:123456789012:function:orders",
                "FunctionAlias", "live",
                "DeployStrategy", "Canary10Percent5Minutes",
                "Alarms", "errors, slow ,errors"));
        assertThat(read.function().shortName()).isEqualTo("orders");
        assertThat(read.alias()).contains("live");
        assertThat(read.strategy().orElseThrow().name()).isEqualTo("Canary10Percent5Minutes");
        assertThat(read.alarms()).containsExactly("errors", "slow");
    }

    @Test
    void whatIsNotKnownYetIsNotJudged() {
        assertThat(problems(
                        Map.of(
                                "FunctionName", "#{Build.Function}",
                                "FunctionAlias", "#{variables.alias}",
                                "PublishedTargetVersion", "#{variables.lambdaTargetVersion}",
                                "DeployStrategy", "#{variables.strategy}"),
                        List.of()))
                .isEmpty();
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        assertThat(problems(
                        Map.of(
                                "FunctionName", "orders:live",
                                "FunctionAlias", "12",
                                "PublishedTargetVersion", "$LATEST",
                                "DeployStrategy", "Linear10Percent",
                                "Alarms", "1,2,3,4,5,6,7,8,9,10,11"),
                        List.of("code")))
                .satisfiesExactlyInAnyOrder(
                        problem ->
                                assertThat(problem).startsWith("FunctionName: 'orders:live' does not name a function."),
                        problem -> assertThat(problem).startsWith("FunctionAlias: '12' is no alias."),
                        problem -> assertThat(problem).startsWith("PublishedTargetVersion: '$LATEST' is no version"),
                        problem -> assertThat(problem).startsWith("DeployStrategy: 'Linear10Percent' is no way"),
                        problem -> assertThat(problem).startsWith("Alarms: There are 11 alarms."));
    }

    @Test
    void theKeysOfAnAliasNeedOne() {
        assertThat(problems(
                        Map.of("FunctionName", "orders", "PublishedTargetVersion", "2", "DeployStrategy", "AllAtOnce"),
                        List.of("code")))
                .hasSize(2)
                .allMatch(problem -> problem.contains("there is no FunctionAlias"));
    }

    @Test
    void needsCodeOrAVersion() {
        assertThat(problems(Map.of("FunctionName", "orders", "FunctionAlias", "live"), List.of()))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("neither an input artifact nor"));
    }

    private static Optional<Refusal> refusal(Map<String, String> more, ReleaseSettings settings) throws Exception {
        Map<String, String> keys = new java.util.HashMap<>(more);
        keys.put("FunctionName", "orders");
        ReleasePlan plan = Strategies.builtIn().plan(TargetFacts.UNKNOWN, settings);
        return FunctionPlans.refusal(read(keys), plan);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allAtOnce",
                "immutable",
                "blueGreen",
                "canary",
                "linear",
                "CodeDeployDefault.LambdaAllAtOnce",
                "CodeDeployDefault.LambdaLinear10PercentEvery1Minute"
            })
    void canDo(String strategy) throws Exception {
        assertThat(refusal(Map.of("FunctionAlias", "live"), ReleaseSettings.of(strategy)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "inPlace, no hosts",
        "rolling, no hosts",
        "CodeDeployDefault.ECSCanary10Percent5Minutes, is for ECS",
        "CodeDeployDefault.ECSAllAtOnce, is for ECS"
    })
    void cannotDo(String strategy, String why) throws Exception {
        assertThat(refusal(Map.of("FunctionAlias", "live"), ReleaseSettings.of(strategy))
                        .orElseThrow()
                        .message())
                .contains(why);
    }

    @Test
    void withoutAnAliasNoCallsAreDivided() throws Exception {
        assertThat(refusal(Map.of(), ReleaseSettings.of("allAtOnce"))).isEmpty();
        assertThat(refusal(Map.of(), ReleaseSettings.of("canary")).orElseThrow().message())
                .contains("no FunctionAlias");
    }

    @Test
    void theDefinitionAndTheSettingsMaySayTheSame() throws Exception {
        Map<String, String> canary = Map.of("FunctionAlias", "live", "DeployStrategy", "Canary10Percent5Minutes");
        assertThat(refusal(canary, ReleaseSettings.of("canary"))).isEmpty();
        assertThat(refusal(canary, ReleaseSettings.of("CodeDeployDefault.LambdaCanary10Percent5Minutes")))
                .isEmpty();
        for (ReleaseSettings other : List.of(
                ReleaseSettings.of("linear"),
                ReleaseSettings.of("allAtOnce"),
                ReleaseSettingsBuilder.of("canary").weight(new Share(101)).build(),
                ReleaseSettingsBuilder.of("canary").bake(Duration.ofMinutes(6)).build())) {
            assertThat(refusal(canary, other).orElseThrow().message())
                    .contains("DeployStrategy 'Canary10Percent5Minutes'", "'" + other.strategy() + "'");
        }
    }
}
