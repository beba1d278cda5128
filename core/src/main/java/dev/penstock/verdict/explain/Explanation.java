package dev.penstock.verdict.explain;

import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.JudgeSettings;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.MetricStanding;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.Texts;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.record.VerdictRecord;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a verdict is what it is.
 *
 * @param outcome what was decided, after what time, and the counts that it rests on: one full sentence
 * @param evidence how strong the evidence is, beside what was needed: one full sentence
 */
public record Explanation(String outcome, String evidence) {

    /** Explains how a record stands after its last look. */
    public static Explanation of(VerdictRecord record) {
        if (record.looks().isEmpty()) {
            return new Explanation("Nothing was looked at yet.", "There is no evidence.");
        }
        Standing last = record.looks().getLast().standing();
        return of(
                record.settings(),
                last,
                Duration.between(record.looks().getFirst().standing().at(), last.at()));
    }

    /**
     * Explains how a verdict stands.
     *
     * @param after how long after its first look
     */
    public static Explanation of(VerdictSettings settings, Standing standing, Duration after) {
        return new Explanation(
                outcome(settings, standing, after.isZero() ? "at once" : "after " + Texts.duration(after)),
                evidence(settings, standing));
    }

    private static String outcome(VerdictSettings settings, Standing last, String after) {
        String facts = Assessed.facts(settings, last).orElseGet(() -> counts(weakest(settings, last)));
        boolean sequential = settings.judge() instanceof JudgeSettings.Sequential;
        return switch (last.decision()) {
            case Decision.Continue ignored ->
                "Nothing is " + (sequential ? "proven " : "decided ") + after + ": " + facts + ".";
            case Decision.Promote ignored -> "Promoted " + after + ": " + facts + ".";
            case Decision.RollBack back ->
                switch (back.cause()) {
                    case Decision.Cause.Evidence evidence ->
                        "Rolled back " + after + ": " + counts(metric(last, evidence.metric())) + ".";
                    case Decision.Cause.Score score -> "Rolled back " + after + ": " + facts + ".";
                    case Decision.Cause.Analysis analysis -> "Rolled back " + after + ": " + facts + ".";
                    case Decision.Cause.ClosedGate gate ->
                        "Rolled back " + after + " by the gate '" + gate.gate() + "': " + lowerFirst(gate.reason());
                };
            case Decision.Inconclusive open ->
                "It could not be told " + after + ", as " + words(open.reason()) + ": " + facts + ".";
        };
    }

    private static String evidence(VerdictSettings settings, Standing last) {
        return Assessed.details(settings, last).orElseGet(() -> sequential(settings, last));
    }

    private static String sequential(VerdictSettings settings, Standing last) {
        ErrorBudget budget = settings.budget();
        String worse = Texts.odds(last.worse());
        String needed = Texts.odds(-Math.log(budget.falseRollback()) + 1e-9);
        MetricStanding weakest = weakest(settings, last);
        double limit = settings.metrics().stream()
                .filter(metric -> metric.name().equals(weakest.metric()))
                .mapToDouble(MetricSettings::unacceptableRatio)
                .findFirst()
                .orElseThrow();
        String acceptable = Texts.odds(weakest.acceptable());
        String enough = Texts.odds(-Math.log(budget.falsePromotion()) + 1e-9);
        String times = Texts.significant(limit, 3) + " times as often as in the baseline";
        return switch (last.decision()) {
            case Decision.RollBack(Decision.Cause.Evidence ignored) ->
                "The evidence that the canary is worse is " + worse + "; " + needed
                        + " were needed, which a canary that is no worse reaches in at most "
                        + Texts.percent(budget.falseRollback()) + " of all releases.";
            case Decision.RollBack(Decision.Cause.Score ignored) ->
                standing(worse, needed, weakest, acceptable, enough);
            case Decision.RollBack(Decision.Cause.Analysis ignored) ->
                standing(worse, needed, weakest, acceptable, enough);
            case Decision.RollBack(Decision.Cause.ClosedGate ignored) ->
                "A gate needs no statistics; the evidence that the canary is worse was " + worse + ".";
            case Decision.Promote ignored ->
                "The evidence that '" + weakest.metric() + "' comes less than " + times + " is " + acceptable + "; "
                        + enough + " were needed, for each metric.";
            case Decision.Continue ignored -> standing(worse, needed, weakest, acceptable, enough);
            case Decision.Inconclusive ignored -> standing(worse, needed, weakest, acceptable, enough);
        };
    }

    private static String standing(
            String worse, String needed, MetricStanding weakest, String acceptable, String enough) {
        return "The evidence that the canary is worse is " + worse + " of " + needed + ", that '" + weakest.metric()
                + "' is acceptable " + acceptable + " of " + enough + ".";
    }

    private static String words(Decision.Reason reason) {
        return switch (reason) {
            case NO_DATA -> "there is not enough data";
            case TRAFFIC -> "traffic does not go where it was sent";
            case GATE_UNKNOWN -> "a gate has no reading";
            case TIME_OVER -> "the bake time is over";
            case FUTILE -> "the rest of the bake time would not be enough";
            case ANALYSIS -> "the analysis came to no conclusion";
        };
    }

    /** The metric that is furthest from being proven. */
    private static MetricStanding weakest(VerdictSettings settings, Standing last) {
        return last.metrics().stream()
                .min(Comparator.comparingDouble(MetricStanding::acceptable))
                .orElseThrow(() -> new IllegalStateException(settings + " has no metric"));
    }

    private static MetricStanding metric(Standing last, String name) {
        Optional<MetricStanding> found = last.metrics().stream()
                .filter(metric -> metric.metric().equals(name))
                .findFirst();
        return found.orElse(last.metrics().getFirst());
    }

    private static String counts(MetricStanding metric) {
        return counts(metric.canary()) + " to the canary were bad by '" + metric.metric() + "'" + share(metric.canary())
                + ", " + counts(metric.baseline()) + " to the baseline" + share(metric.baseline());
    }

    private static String counts(ArmCounts counts) {
        return Texts.number(counts.bad()) + " of " + Texts.count(counts.requests(), "request", "requests");
    }

    private static String share(ArmCounts counts) {
        return counts.requests() == 0 ? "" : " (" + Texts.percent(counts.rate()) + ")";
    }

    private static String lowerFirst(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }
}
