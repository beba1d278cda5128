package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.release.TaskSetRoute;
import dev.penstock.rollout.BatchSize;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.ApprovalPoint;
import dev.penstock.rollout.ReleaseSettings.Baseline;
import dev.penstock.rollout.ReleaseSettings.Step;
import dev.penstock.rollout.ReleaseSettings.WhenItFails;
import dev.penstock.rollout.ReleaseSettings.WhenProven;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.configuration.DeploymentConfiguration;
import dev.penstock.rollout.configuration.NameReading;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.WarmCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReleaseSettingsReaderTest {

    private static SettingsReading read(String release) {
        String text = "deployments:\n  Web:\n    release: " + release + "\n";
        return SettingsReader.read(
                SourceText.of("penstock.yml", text.getBytes(StandardCharsets.UTF_8)), Path.of("/somewhere"));
    }

    private static ReleaseSettings release(String text) {
        return ((SettingsReading.Accepted) read(text))
                .settings()
                .deploymentOf("Web")
                .release()
                .orElseThrow();
    }

    @Test
    void readsEveryMember() {
        ReleaseSettings release = release("{strategy: ramp, steps: [{weight: 2.5 %, bake: 90s},"
                + " {weight: 50, bake: 1h, approve: true}], keep: 2d, capacity: 20 %, test: {path: /health, status: 204,"
                + " attempts: 3}, approve: [start, allTraffic], whenProven: allTraffic, whenItFails: leave,"
                + " minimumHealthy: 50 %, timeout: 3h, options: {colour: blue}, baseline: equalAge}");

        assertThat(release.strategy()).isEqualTo("ramp");
        assertThat(release.steps())
                .containsExactly(
                        new Step(new Share(25), Duration.ofSeconds(90), false),
                        new Step(Share.percent(50), Duration.ofHours(1), true));
        assertThat(release.keep()).contains(Duration.ofDays(2));
        assertThat(release.capacity()).contains(Share.percent(20));
        assertThat(release.test()).contains(new WarmCheck("/health", 204, 3));
        assertThat(release.approvals()).isEqualTo(Set.of(ApprovalPoint.START, ApprovalPoint.ALL_TRAFFIC));
        assertThat(release.whenProven()).isEqualTo(WhenProven.ALL_TRAFFIC);
        assertThat(release.whenItFails()).isEqualTo(WhenItFails.LEAVE);
        assertThat(release.minimumHealthy()).contains(Share.percent(50));
        assertThat(release.timeout()).contains(Duration.ofHours(3));
        assertThat(release.options()).containsEntry("colour", "blue");
        assertThat(release.baseline()).isEqualTo(Baseline.EQUAL_AGE);
    }

    @Test
    void whatComesNearestToAwsNamesForHostsIsWhatCanBeWritten() {
        assertThat(nearest("AllAtOnce").strategy()).isEqualTo("allAtOnce");
        assertThat(nearest("HalfAtATime").batch()).contains(new BatchSize(50, true));
        assertThat(nearest("OneAtATime").batch()).contains(new BatchSize(1, false));
    }

    private static ReleaseSettings nearest(String name) {
        var reading = (NameReading.Known<DeploymentConfiguration>)
                DeploymentConfiguration.read(DeploymentConfiguration.PREFIX + name);
        return release("{"
                + ((DeploymentConfiguration.Hosts) reading.meaning()).minimum().nearest() + "}");
    }

    @Test
    void batchesAreNumbersOrShares() {
        assertThat(release("{strategy: rolling, batch: 2}").batch()).contains(new BatchSize(2, false));
        assertThat(release("{strategy: rolling, batch: 25 %, additionalBatch: true}"))
                .satisfies(release -> {
                    assertThat(release.batch()).contains(new BatchSize(25, true));
                    assertThat(release.additionalBatch()).isTrue();
                });
        assertThat(release("{strategy: rolling}").batch()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {weight: 10}                                    | strategy
                    {strategy: canary, weight: 0}                   | is no share
                    {strategy: canary, weight: 101}                 | is no share
                    {strategy: canary, weight: 0.05}                | is no share
                    {strategy: canary, bake: 5}                     | is no time
                    {strategy: canary, bake: 15d}                   | is no time
                    {strategy: rolling, batch: 101 %}               | is no number of tasks
                    {strategy: rolling, batch: none}                | is no number of tasks
                    {strategy: canary, approve: [begin]}            | is no point of a release
                    {strategy: canary, test: {path: health}}        | is not the path of a page
                    {strategy: canary, test: {path: '/a?token=b'}}  | is not the path of a page
                    {strategy: ramp, steps: [{bake: 5m}]}           | weight
                    {strategy: canary, wieght: 5}                   | wieght
                    {strategy: canary, whenItFails: restore}        | is none of the words
                    """)
    void whatIsWrongIsToldWithItsPlace(String release, String part) {
        List<Problem> problems = ((SettingsReading.Refused) read(release)).problems();

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().message()).contains(part);
        assertThat(problems.getFirst().span().line()).isEqualTo(3);
    }

    private static final String RULE = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/front/"
            + "50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee";
    private static final String GROUP = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/";

    @Test
    void readsHowRequestsComeToTaskSets() {
        SettingsReading reading = read("{strategy: canary}\n    taskSets: {listenerRule: '" + RULE
                + "', targetGroups: ['" + GROUP + "blue/1', '" + GROUP + "green/2']}");

        assertThat(((SettingsReading.Accepted) reading)
                        .settings()
                        .deploymentOf("Web")
                        .taskSets())
                .contains(
                        new TaskSetRoute(ListenerRuleArn.of(RULE).orElseThrow(), GROUP + "blue/1", GROUP + "green/2"));
    }

    @Test
    void readsTheTargetGroupOfABaseline() {
        SettingsReading reading = read("{strategy: canary}\n    taskSets: {listenerRule: '" + RULE
                + "', targetGroups: ['" + GROUP + "blue/1', '" + GROUP + "green/2'], baselineTargetGroup: '" + GROUP
                + "grey/3'}");

        assertThat(((SettingsReading.Accepted) reading)
                        .settings()
                        .deploymentOf("Web")
                        .taskSets()
                        .flatMap(TaskSetRoute::baseline))
                .contains(GROUP + "grey/3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{listenerRule: '" + RULE + "', targetGroups: ['" + GROUP + "blue/1', '" + GROUP
                        + "green/2'], baselineTargetGroup: '" + GROUP
                        + "green/2'}|/deployments/Web/taskSets/baselineTargetGroup",
                "{}|/deployments/Web/taskSets/listenerRule,/deployments/Web/taskSets/targetGroups",
                "{listenerRule: rule, targetGroups: [one]}|/deployments/Web/taskSets/listenerRule,/deployments/Web/taskSets/targetGroups",
                "{listenerRule: '" + RULE + "', targetGroups: ['" + GROUP + "blue/1', '" + GROUP
                        + "blue/1']}|/deployments/Web/taskSets/targetGroups"
            })
    void tellsWhatIsWrongWithTaskSets(String text, String fields) {
        SettingsReading reading = read("{strategy: canary}\n    taskSets: " + text);

        assertThat(((SettingsReading.Refused) reading).problems().stream().map(Problem::field))
                .containsExactlyInAnyOrder(fields.split(",", -1));
    }
}
