package dev.penstock.verdict.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.verdict.ArgoSettings;
import dev.penstock.verdict.Gate;
import dev.penstock.verdict.Judge;
import dev.penstock.verdict.KayentaSettings;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.ScriptedLooks;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.argo.AnalysisMetric;
import dev.penstock.verdict.record.VerdictRecord;
import dev.penstock.verdict.record.VerdictRecord.RecordedLook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of each decision of the other judges: two sentences, a sparkline and a picture. */
class OtherJudgesTest {

    private static final VerdictSettings COMMON =
            VerdictSettings.of(Duration.ofMinutes(20), MetricSettings.of("errors"), MetricSettings.of("slow"));

    private static VerdictSettings kayenta(double marginal) {
        return COMMON.by(new KayentaSettings(
                75,
                marginal,
                Optional.of(Duration.ofMinutes(10)),
                Duration.ofMinutes(10),
                Duration.ZERO,
                Duration.ofMinutes(1),
                Map.of(),
                Map.of()));
    }

    private static VerdictSettings argo(int failures) {
        return COMMON.by(new ArgoSettings(Map.of("errors", measured("errors", failures), "slow", measured("slow", 3))));
    }

    private static ArgoSettings.Measurement measured(String name, int failures) {
        return new ArgoSettings.Measurement(
                AnalysisMetric.of(name)
                        .repeated(0)
                        .withLimits(failures, 0, 0)
                        .withConditions("result <= 0.05", "result >= 0.2"),
                ArgoSettings.Result.BAD_RATE,
                Optional.of(Duration.ofMinutes(1)),
                Duration.ZERO);
    }

    /** One letter for each minute: a good one, a bad one of 'errors', one between, or one without data. */
    private static VerdictRecord record(VerdictSettings settings, String minutes) {
        Judge judge = Judge.of(settings);
        List<RecordedLook> looks = new ArrayList<>();
        Look first = ScriptedLooks.look(0);
        looks.add(new RecordedLook(first, judge.look(first)));
        for (int minute = 1; minute <= minutes.length(); minute++) {
            int noise = minute % 3;
            MetricBatch errors = switch (minutes.charAt(minute - 1)) {
                case 'B' -> ScriptedLooks.counts("errors", minute, 30 + noise, 9 + 9 * noise);
                case 'I' -> ScriptedLooks.counts("errors", minute, 10, 9);
                case '-' -> ScriptedLooks.missing("errors", minute);
                default -> ScriptedLooks.counts("errors", minute, 1 + noise, 9 + 9 * noise);
            };
            Look look =
                    ScriptedLooks.look(minute, errors, ScriptedLooks.counts("slow", minute, 1 + noise, 9 + 9 * noise));
            looks.add(new RecordedLook(look, judge.look(look)));
        }
        return new VerdictRecord(settings, looks, "sha256:" + "0".repeat(64));
    }

    private static void says(VerdictRecord record, String outcome, String evidence) {
        assertThat(Explanation.of(record)).isEqualTo(new Explanation(outcome, evidence));
        assertThat(EvidencePicture.svg(record)).contains("<title>" + outcome);
    }

    @Test
    void eachDecisionOfKayentasJudgeIsExplained() {
        says(
                record(kayenta(50), "GGG"),
                "Nothing is decided after 3 min: Kayenta's judge has not judged yet.",
                "Kayenta's judge has not judged yet.");
        says(
                record(kayenta(50), "G".repeat(12)),
                "Nothing is decided after 12 min: the score of Kayenta's judge is 100 in judgement 1 of 2, and has to be above 50,"
                        + " and at least 75 at the end.",
                "2 of 2 metrics passed.");
        says(
                record(kayenta(50), "B".repeat(10)),
                "Rolled back after 10 min: the score of Kayenta's judge is 50 in judgement 1 of 2, and has to be above 50.",
                "1 of 2 metrics passed; 'errors' is higher than in the baseline.");
        says(
                record(kayenta(40), "B".repeat(20)),
                "Rolled back after 20 min: the score of Kayenta's judge is 50 in judgement 2 of 2, and has to be at least 75.",
                "1 of 2 metrics passed; 'errors' is higher than in the baseline.");
        says(
                record(kayenta(50), "G".repeat(20)),
                "Promoted after 20 min: the score of Kayenta's judge is 100 in judgement 2 of 2, and has to be at least 75.",
                "2 of 2 metrics passed.");
        says(
                record(kayenta(50).with(new Gate.Health("health", 0.5, 1)), "G".repeat(20)),
                "It could not be told after 20 min, as a gate has no reading: the score of Kayenta's judge is 100 in judgement 2"
                        + " of 2, and has to be at least 75.",
                "2 of 2 metrics passed.");
    }

    @Test
    void eachDecisionOfAnAnalysisIsExplained() {
        says(
                record(argo(1), "GB"),
                "Nothing is decided after 2 min: the analysis of 'errors' is under way.",
                "Of its measurements 1 succeeded, 1 failed, 0 came to no conclusion, and 0 could not be made; 1 may fail.");
        says(
                record(argo(1), "GBB"),
                "Rolled back after 3 min: the analysis of 'errors' failed.",
                "Of its measurements 1 succeeded, 2 failed, 0 came to no conclusion, and 0 could not be made; 1 may fail.");
        says(
                record(argo(1), "-----"),
                "Rolled back after 5 min: the analysis of 'errors' could not be made.",
                "Of its measurements 0 succeeded, 0 failed, 0 came to no conclusion, and 5 could not be made; 4 in a row may be"
                        + " impossible.");
        says(
                record(argo(1), "GI"),
                "It could not be told after 2 min, as the analysis came to no conclusion: the analysis of 'errors' is"
                        + " inconclusive.",
                "Of its measurements 1 succeeded, 0 failed, 1 came to no conclusion, and 0 could not be made; 0 may come to none.");
        says(
                record(argo(1), "G".repeat(20)),
                "Promoted after 20 min: the analysis of 'errors' is successful.",
                "Of its measurements 20 succeeded, 0 failed, 0 came to no conclusion, and 0 could not be made; 1 may fail.");
    }

    @Test
    void sparklinesAndPicturesShowWhatSpokeAgainstIt() {
        VerdictRecord scored = record(kayenta(40), "G".repeat(10) + "B".repeat(10));
        assertThat(Sparkline.worse(scored, 30, true)).isEqualTo("▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▆");
        assertThat(EvidencePicture.svg(scored))
                .contains("Score of Kayenta's judge", "roll back at 40 or less", "rolled back after 20 min");
        VerdictRecord analysed = record(argo(3), "GBGBBB");
        assertThat(Sparkline.worse(analysed, 30, true)).isEqualTo("▁▁▂▂▄▆█");
        assertThat(EvidencePicture.svg(analysed)).contains("Failed measurements", "rolled back after 6 min");
    }
}
