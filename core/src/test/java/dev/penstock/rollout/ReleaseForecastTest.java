package dev.penstock.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.settings.DeploymentSetting;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ReleaseForecastTest {

    private static ReleaseForecast of(String release, String verdict) throws ReleaseSettingsException {
        String text = "deployments:\n  Web:\n    release: " + release + "\n" + verdict;
        DeploymentSetting setting = ((SettingsReading.Accepted) SettingsReader.read(
                        SourceText.of("penstock.yml", text.getBytes(StandardCharsets.UTF_8)), Path.of("/nowhere")))
                .settings()
                .deploymentOf("Web");
        ReleasePlan plan =
                Strategies.builtIn().plan(TargetFacts.UNKNOWN, setting.release().orElseThrow());
        return ReleaseForecast.of("Deploy", "Web", plan, setting.verdict());
    }

    private static final String ERRORS = "metrics: {errors: {source: {lambda: {}}}}}\n";

    @Test
    void theLongestBakeIsNamedWithTheSettingThatItComesFrom() throws Exception {
        ReleaseForecast forecast = of("{strategy: canary, bake: 5m, keep: 20m}", "");

        assertThat(forecast.baking()).isEqualTo(Duration.ofMinutes(25));
        assertThat(forecast.remarks())
                .containsExactly(
                        "Most of the 25 min that it bakes is step 6, 20 min with 100 % of requests: 'keep' says so.");
    }

    @Test
    void whatEachStepFindsIsSaidForTheTrafficToExpect() throws Exception {
        ReleaseForecast forecast = of(
                "{strategy: canary, weight: 10 %, bake: 1h}",
                "    verdict: {expect: {requestsPerMinute: 6000, bad: 0.5 %}, " + ERRORS);

        assertThat(forecast.remarks())
                .anySatisfy(remark -> assertThat(remark)
                        .contains("At 6000 requests a minute a 10 % canary finds", "as many errors in about"))
                .anySatisfy(remark -> assertThat(remark).contains("is proven in about"));
    }

    /** Fewer requests of the old version count, so that the same is found later. */
    @Test
    void besideABaselineOfItsOwnAgeACanaryFindsLess() throws Exception {
        String verdict = "    verdict: {expect: {requestsPerMinute: 600, bad: 0.5 %}, " + ERRORS;
        List<String> running =
                of("{strategy: canary, weight: 10 %, bake: 2h}", verdict).remarks();
        List<String> equalAge = of("{strategy: canary, weight: 10 %, bake: 2h, baseline: equalAge}", verdict)
                .remarks();

        assertThat(smallest(equalAge)).isGreaterThan(smallest(running));
    }

    /** Below which ratio a canary finds nothing, by what is said of it. */
    private static double smallest(List<String> remarks) {
        Matcher below = Pattern.compile("below × ([0-9.]+)").matcher(String.join(" ", remarks));
        assertThat(below.find()).as(remarks.toString()).isTrue();
        return Double.parseDouble(below.group(1));
    }

    @Test
    void whoDoesNotSayWhatToExpectIsToldHow() throws Exception {
        assertThat(of("{strategy: canary}", "    verdict: {" + ERRORS).remarks())
                .anySatisfy(remark -> assertThat(remark).contains("expect: {requestsPerMinute"));
    }

    @Test
    void aReplacementIsToldToHaveNothingToCompareWith() throws Exception {
        assertThat(of("{strategy: rolling, bake: 20m}", "    verdict: {" + ERRORS)
                        .remarks())
                .anySatisfy(remark -> assertThat(remark)
                        .contains("nobody has it any more", "inconclusive", "'whenInconclusive'", "gates", "'canary'"));
    }
}
