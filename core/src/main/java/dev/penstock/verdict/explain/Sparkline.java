package dev.penstock.verdict.explain;

import dev.penstock.verdict.ArgoSettings;
import dev.penstock.verdict.Assessment;
import dev.penstock.verdict.JudgeSettings;
import dev.penstock.verdict.KayentaSettings;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.record.VerdictRecord;
import java.util.List;

/** How evidence grew, on one line of a terminal. */
public final class Sparkline {

    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String PLAIN = ".:-=+*#%";

    private Sparkline() {}

    /**
     * What speaks against the canary, look by look: empty is nothing, full is what a rollback needs. That is the evidence that it is
     * worse; or what its score lacks; or how many of the measurements that may fail have failed.
     *
     * @param width how many characters at most, at least 1; several looks share one if there are more, and the strongest counts
     * @param unicode whether the terminal can show block elements
     */
    public static String worse(VerdictRecord record, int width, boolean unicode) {
        return worse(
                record.settings(),
                record.looks().stream()
                        .map(VerdictRecord.RecordedLook::standing)
                        .toList(),
                width,
                unicode);
    }

    /** The same of a verdict that is still going on, by how it stood after its looks. */
    public static String worse(VerdictSettings settings, List<Standing> standings, int width, boolean unicode) {
        return draw(
                standings.stream().map(standing -> worse(settings, standing)).toList(), width, unicode);
    }

    private static double worse(VerdictSettings settings, Standing standing) {
        return switch (settings.judge()) {
            case JudgeSettings.Sequential sequential ->
                standing.worse() / -Math.log(settings.budget().falseRollback());
            case KayentaSettings kayenta ->
                standing.assessment().orElse(null) instanceof Assessment.Scored scored
                        ? (100 - scored.score()) / Math.max(1, 100 - kayenta.marginal())
                        : 0;
            case ArgoSettings argo ->
                standing.assessment().orElse(null) instanceof Assessment.Analysed analysed ? failed(argo, analysed) : 0;
        };
    }

    /** The largest part of its limit that a metric has used up. */
    static double failed(ArgoSettings argo, Assessment.Analysed analysed) {
        double most = 0;
        for (Assessment.Measured metric : analysed.metrics()) {
            ArgoSettings.Measurement measurement = argo.metrics().get(metric.metric());
            int limit = measurement == null ? -1 : measurement.analysis().failureLimit();
            if (!metric.dryRun() && limit >= 0) {
                most = Math.max(most, metric.tally().failed() / (limit + 1.0));
            }
        }
        return most;
    }

    /** Values from 0 to 1. */
    static String draw(List<Double> values, int width, boolean unicode) {
        String marks = unicode ? BLOCKS : PLAIN;
        int cells = Math.min(width, values.size());
        StringBuilder line = new StringBuilder();
        for (int cell = 0; cell < cells; cell++) {
            int from = (int) ((long) cell * values.size() / cells);
            int to = (int) ((long) (cell + 1) * values.size() / cells);
            double most = values.subList(from, to).stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
            int height = (int) Math.floor(Math.clamp(most, 0, 1) * (marks.length() - 1));
            line.append(marks.charAt(height));
        }
        return line.toString();
    }
}
