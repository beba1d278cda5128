package dev.penstock.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.verdict.argo.AnalysisMetric;
import dev.penstock.verdict.argo.AnalysisPhase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules by which Argo Rollouts assesses an analysis, and what its rollouts make of the phase. */
class ArgoVerdictJudgeTest {

    private static VerdictSettings settings(ArgoSettings.Measurement... measurements) {
        Map<String, ArgoSettings.Measurement> metrics = new java.util.LinkedHashMap<>();
        for (ArgoSettings.Measurement measurement : measurements) {
            metrics.put(measurement.analysis().name(), measurement);
        }
        return VerdictSettings.of(
                        Duration.ofMinutes(10),
                        metrics.keySet().stream().map(MetricSettings::of).toArray(MetricSettings[]::new))
                .by(new ArgoSettings(metrics));
    }

    private static ArgoSettings.Measurement measured(
            String name, int count, int failures, int inconclusive, int errors, int successes, boolean dryRun) {
        return new ArgoSettings.Measurement(
                new AnalysisMetric(
                        name,
                        Optional.of(dev.penstock.verdict.argo.Condition.parse("result <= 0.02")),
                        Optional.of(dev.penstock.verdict.argo.Condition.parse("result >= 0.2")),
                        true,
                        count == 0 ? OptionalInt.empty() : OptionalInt.of(count),
                        failures,
                        inconclusive,
                        errors,
                        successes,
                        dryRun),
                ArgoSettings.Result.BAD_RATE,
                Optional.of(Duration.ofMinutes(1)),
                Duration.ZERO);
    }

    /** Success, failure, an inconclusive measurement, an error. */
    private static MetricBatch batch(String metric, int minute, char measurement) {
        return switch (measurement) {
            case 'S' -> ScriptedLooks.counts(metric, minute, 1, 9);
            case 'F' -> ScriptedLooks.counts(metric, minute, 50, 9);
            case 'I' -> ScriptedLooks.counts(metric, minute, 10, 9);
            default -> ScriptedLooks.missing(metric, minute);
        };
    }

    private static Decision run(VerdictSettings settings, List<String> measurements) {
        Judge judge = Judge.of(settings);
        List<String> names =
                settings.metrics().stream().map(MetricSettings::name).toList();
        Decision decision = judge.look(ScriptedLooks.look(0)).decision();
        for (int minute = 1; minute <= measurements.getFirst().length(); minute++) {
            if (!(decision instanceof Decision.Continue)) {
                throw new IllegalStateException("it ended before minute " + minute + ": " + decision);
            }
            MetricBatch[] batches = new MetricBatch[names.size()];
            for (int i = 0; i < batches.length; i++) {
                batches[i] = batch(names.get(i), minute, measurements.get(i).charAt(minute - 1));
            }
            decision = judge.look(ScriptedLooks.look(minute, batches)).decision();
        }
        return decision;
    }

    /** Count, limits of failures, inconclusive measurements, errors in a row and successes in a row; measurements; the end. */
    @ParameterizedTest
    @CsvSource({
        "5, 0, 0, 4, 0, SSSS, continue",
        "5, 0, 0, 4, 0, SSSSS, promote",
        // More failures than the limit, not as many.
        "0, 0, 0, 4, 0, F, FAILED",
        "0, 2, 0, 4, 0, FSFSS, continue",
        "0, 2, 0, 4, 0, FSFSF, FAILED",
        // Neither condition holds.
        "0, 0, 0, 4, 0, I, inconclusive",
        "0, 0, 1, 4, 0, IS, continue",
        "0, 0, 1, 4, 0, ISI, inconclusive",
        // Errors count in a row only, and not as measurements.
        "0, 0, 0, 4, 0, EEEE, continue",
        "0, 0, 0, 4, 0, EEEEE, ERROR",
        "0, 0, 0, 1, 0, ESESES, continue",
        "3, 0, 0, 4, 0, SESS, promote",
        // So many successes in a row are enough.
        "0, -1, 0, 4, 3, SFSS, continue",
        "0, -1, 0, 4, 3, SFSSS, promote",
        // The count is reached without them.
        "4, -1, 0, 4, 3, SSFS, FAILED",
        "6, 3, 6, 4, 3, SSISSI, inconclusive",
        // The end of the bake time ends the analysis.
        "0, 3, 0, 4, 0, SSSSSSSSSS, promote",
        "0, 3, 0, 4, 0, SSSFSSSSFF, promote",
    })
    void followsArgosRules(
            int count, int failures, int inconclusive, int errors, int successes, String measurements, String end) {
        Decision decision = run(
                settings(measured("errors", count, failures, inconclusive, errors, successes, false)),
                List.of(measurements));
        assertThat(decision).satisfies(given -> expect(given, end));
    }

    private static void expect(Decision decision, String end) {
        switch (end) {
            case "continue" -> assertThat(decision).isInstanceOf(Decision.Continue.class);
            case "promote" -> assertThat(decision).isInstanceOf(Decision.Promote.class);
            case "inconclusive" ->
                assertThat(decision)
                        .isEqualTo(new Decision.Inconclusive(Decision.Reason.ANALYSIS, InconclusivePolicy.Action.ASK));
            default ->
                assertThat(decision)
                        .isEqualTo(new Decision.RollBack(
                                new Decision.Cause.Analysis("errors", AnalysisPhase.valueOf(end))));
        }
    }

    @Test
    void theWorstMetricCountsAndADryRunDoesNot() {
        ArgoSettings.Measurement strict = measured("errors", 3, 0, 0, 4, 0, false);
        ArgoSettings.Measurement mild = measured("slow", 3, 3, 0, 4, 0, false);
        ArgoSettings.Measurement dry = measured("slow", 3, 0, 0, 4, 0, true);
        expect(run(settings(strict, mild), List.of("SSF", "SSS")), "FAILED");
        expect(run(settings(strict, mild), List.of("SSS", "SFS")), "promote");
        expect(run(settings(strict, dry), List.of("SSS", "FFF")), "promote");
    }

    @Test
    void whatWasNeverMeasuredDoesNotSucceed() {
        Judge judge = Judge.of(settings(measured("errors", 0, 0, 0, 100, 0, false)));
        judge.look(ScriptedLooks.look(0));
        assertThat(judge.look(ScriptedLooks.look(10)).decision())
                .isEqualTo(new Decision.Inconclusive(Decision.Reason.NO_DATA, InconclusivePolicy.Action.ASK));
    }

    /** A condition may hold of a rate that is no number, and failures may be allowed for: without a request it is no success. */
    @ParameterizedTest
    @CsvSource({"isNaN(result) || result < 0.1, 0, 3", "result < 0.1, 20, 0"})
    void whatHadNoRequestDoesNotSucceed(String condition, int failures, int count) {
        AnalysisMetric metric = AnalysisMetric.of("errors").repeated(0).withConditions(condition, "");
        var measurement = new ArgoSettings.Measurement(
                count == 0
                        ? metric.withLimits(failures, 0, 0)
                        : metric.withLimits(failures, 0, 0).repeated(count),
                ArgoSettings.Result.BAD_RATE,
                Optional.of(Duration.ofMinutes(1)),
                Duration.ZERO);
        Judge judge = Judge.of(settings(measurement));
        Decision decision = judge.look(ScriptedLooks.look(0)).decision();
        for (int minute = 1; decision instanceof Decision.Continue; minute++) {
            MetricBatch idle = new MetricBatch.Counted(
                    "errors", "", ScriptedLooks.window(minute), ArmCounts.NONE, new ArmCounts(900, 3));
            decision = judge.look(ScriptedLooks.look(minute, idle)).decision();
        }
        assertThat(decision)
                .isEqualTo(new Decision.Inconclusive(Decision.Reason.NO_DATA, InconclusivePolicy.Action.ASK));
    }

    @Test
    void aMeasurementIsTakenEachIntervalOfAllThatWasCountedSince() {
        var measurement = new ArgoSettings.Measurement(
                AnalysisMetric.of("errors")
                        .repeated(0)
                        .withConditions("result.canary.bad < 12 * result.baseline.rate * 100", ""),
                ArgoSettings.Result.BOTH,
                Optional.of(Duration.ofMinutes(3)),
                Duration.ofMinutes(2));
        Judge judge = Judge.of(settings(measurement));
        judge.look(ScriptedLooks.look(0));
        int[] measured = new int[8];
        for (int minute = 1; minute < measured.length; minute++) {
            Standing standing = judge.look(
                    ScriptedLooks.look(minute, ScriptedLooks.counts("errors", minute, minute < 6 ? 1 : 100, 9)));
            var analysed = (Assessment.Analysed) standing.assessment().orElseThrow();
            measured[minute] = analysed.metrics().getFirst().tally().successful();
        }
        // After the initial delay of 2 min, then each 3; the failures of minutes 6 and 7 are judged in minute 8.
        assertThat(measured).containsExactly(0, 0, 1, 1, 1, 2, 2, 2);
        assertThat(judge.look(ScriptedLooks.look(8, ScriptedLooks.counts("errors", 8, 1, 9)))
                        .decision())
                .isInstanceOf(Decision.RollBack.class);
    }

    /** Argo Rollouts measures again after 10 s, so that the limit of errors is reached long before so many intervals are over. */
    @Test
    void afterAnErrorItIsMeasuredAgainAtOnce() {
        var measurement = new ArgoSettings.Measurement(
                AnalysisMetric.of("errors").repeated(0).withConditions("result <= 0.02", ""),
                ArgoSettings.Result.BAD_RATE,
                Optional.of(Duration.ofMinutes(3)),
                Duration.ZERO);
        Judge judge = Judge.of(settings(measurement));
        judge.look(ScriptedLooks.look(0));
        for (int minute = 1; minute <= 4; minute++) {
            assertThat(judge.look(ScriptedLooks.look(minute, ScriptedLooks.missing("errors", minute)))
                            .decision())
                    .isInstanceOf(Decision.Continue.class);
        }
        assertThat(judge.look(ScriptedLooks.look(5, ScriptedLooks.missing("errors", 5)))
                        .decision())
                .isEqualTo(new Decision.RollBack(new Decision.Cause.Analysis("errors", AnalysisPhase.ERROR)));
    }

    @Test
    void aMetricWithoutAConditionIsRefused() {
        VerdictSettings both =
                VerdictSettings.of(Duration.ofMinutes(10), MetricSettings.of("errors"), MetricSettings.of("slow"));
        var one = new ArgoSettings(Map.of("errors", measured("errors", 0, 0, 0, 4, 0, false)));
        assertThatThrownBy(() -> both.by(one)).hasMessageStartingWith("The metric 'slow' has no condition.");
    }
}
