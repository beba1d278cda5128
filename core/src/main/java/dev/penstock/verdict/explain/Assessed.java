package dev.penstock.verdict.explain;

import dev.penstock.verdict.ArgoSettings;
import dev.penstock.verdict.Assessment;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.JudgeSettings;
import dev.penstock.verdict.KayentaSettings;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.Texts;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.argo.AnalysisMetric;
import dev.penstock.verdict.argo.AnalysisPhase;
import dev.penstock.verdict.argo.MetricTally;
import dev.penstock.verdict.kayenta.KayentaResult.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What other judges than the sequential one say, in words. */
final class Assessed {

    private Assessed() {}

    /** The first sentence's facts; empty for the sequential judge. */
    static Optional<String> facts(VerdictSettings settings, Standing last) {
        return switch (settings.judge()) {
            case JudgeSettings.Sequential sequential -> Optional.empty();
            case KayentaSettings kayenta -> Optional.of(score(kayenta, last));
            case ArgoSettings argo -> Optional.of(analysis(last));
        };
    }

    /** The second sentence; empty for the sequential judge. */
    static Optional<String> details(VerdictSettings settings, Standing last) {
        return switch (settings.judge()) {
            case JudgeSettings.Sequential sequential -> Optional.empty();
            case KayentaSettings kayenta ->
                Optional.of(
                        last.assessment().orElse(null) instanceof Assessment.Scored scored
                                ? labels(scored)
                                : "Kayenta's judge has not judged yet.");
            case ArgoSettings argo ->
                Optional.of(
                        last.assessment().orElse(null) instanceof Assessment.Analysed analysed
                                ? measurements(argo, notable(analysed))
                                : "Nothing was measured yet.");
        };
    }

    private static String score(KayentaSettings kayenta, Standing last) {
        if (!(last.assessment().orElse(null) instanceof Assessment.Scored scored)) {
            return "Kayenta's judge has not judged yet";
        }
        String words = "the score of Kayenta's judge is " + Texts.significant(scored.score(), 4) + " in judgement "
                + scored.judgement() + " of " + scored.of() + ", and has to be ";
        String above = "above " + Texts.significant(kayenta.marginal(), 4);
        String atLeast = "at least " + Texts.significant(kayenta.pass(), 4);
        boolean marginal = last.decision() instanceof Decision.RollBack(Decision.Cause.Score ignored)
                && scored.score() <= kayenta.marginal();
        boolean atEnd = scored.judgement() == scored.of() && !marginal;
        return words + (atEnd ? atLeast : marginal ? above : above + ", and " + atLeast + " at the end");
    }

    private static String labels(Assessment.Scored scored) {
        List<String> others = new ArrayList<>();
        int passed = 0;
        for (Assessment.Labelled metric : scored.metrics()) {
            if (metric.label() == Label.PASS) {
                passed++;
            } else {
                String place = metric.scope().isEmpty() ? "" : " in " + metric.scope();
                String critical = metric.critical() ? ", which is critical" : "";
                others.add("'" + metric.metric() + "'" + place + " " + words(metric.label()) + critical);
            }
        }
        String of = passed + " of " + Texts.count(scored.metrics().size(), "metric", "metrics") + " passed";
        return (others.isEmpty() ? of : of + "; " + String.join("; ", others)) + ".";
    }

    private static String words(Label label) {
        return switch (label) {
            case PASS -> "passed";
            case HIGH -> "is higher than in the baseline";
            case LOW -> "is lower than in the baseline";
            case NO_DATA -> "has no data and does not count";
            case NO_DATA_FAIL -> "has no data and must have some";
            case ERROR -> "could not be compared and does not count";
        };
    }

    private static String analysis(Standing last) {
        if (!(last.assessment().orElse(null) instanceof Assessment.Analysed analysed)) {
            return "nothing was measured yet";
        }
        Assessment.Measured metric = notable(analysed);
        return "the analysis of '" + metric.metric() + "' "
                + switch (metric.phase()) {
                    case SUCCESSFUL -> "is successful";
                    case RUNNING -> "is under way";
                    case PENDING -> "has not begun";
                    case INCONCLUSIVE -> "is inconclusive";
                    case ERROR -> "could not be made";
                    case FAILED -> "failed";
                };
    }

    /** The worst metric of those that count. */
    private static Assessment.Measured notable(Assessment.Analysed analysed) {
        Assessment.Measured worst = analysed.metrics().getFirst();
        for (Assessment.Measured metric : analysed.metrics()) {
            boolean worse = metric.phase().compareTo(worst.phase()) > 0;
            if (!metric.dryRun() && (worst.dryRun() || worse)) {
                worst = metric;
            }
        }
        return worst;
    }

    private static String measurements(ArgoSettings argo, Assessment.Measured metric) {
        AnalysisMetric limits =
                Objects.requireNonNull(argo.metrics().get(metric.metric())).analysis();
        MetricTally tally = metric.tally();
        String text = "Of its measurements " + tally.successful() + " succeeded, " + tally.failed() + " failed, "
                + tally.inconclusive() + " came to no conclusion, and " + tally.errors() + " could not be made; ";
        return text
                + switch (metric.phase()) {
                    case INCONCLUSIVE -> limits.inconclusiveLimit() + " may come to none.";
                    case ERROR -> limits.consecutiveErrorLimit() + " in a row may be impossible.";
                    case SUCCESSFUL, RUNNING, PENDING, FAILED -> failures(limits, metric.phase());
                };
    }

    private static String failures(AnalysisMetric limits, AnalysisPhase phase) {
        return limits.failureLimit() < 0
                ? "any number may fail" + (phase == AnalysisPhase.FAILED ? ", but too few succeeded in a row." : ".")
                : limits.failureLimit() + " may fail.";
    }
}
