package dev.penstock.verdict;

import dev.penstock.verdict.argo.AnalysisPhase;
import dev.penstock.verdict.argo.MetricTally;
import dev.penstock.verdict.kayenta.KayentaResult.Label;
import java.util.List;

/** What another judge than the sequential one makes of what it has seen. */
public sealed interface Assessment {

    /**
     * The last judgement of Kayenta's judge.
     *
     * @param judgement its number, from 1
     * @param of how many there are
     * @param score 0 to 100
     * @param reason why the score is 0 whatever the metrics' share; empty otherwise
     * @param metrics each metric in each place
     */
    record Scored(int judgement, int of, double score, String reason, List<Labelled> metrics) implements Assessment {

        public Scored {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * A metric in one place.
     *
     * @param metric its name
     * @param scope where; empty when there is one place only
     * @param label what Kayenta's judge says of it
     * @param critical whether it fails the whole canary unless it passes
     */
    record Labelled(String metric, String scope, Label label, boolean critical) {}

    /**
     * An analysis in the manner of Argo Rollouts.
     *
     * @param phase how it stands
     * @param metrics each metric
     */
    record Analysed(AnalysisPhase phase, List<Measured> metrics) implements Assessment {

        public Analysed {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * A metric of it.
     *
     * @param metric its name
     * @param phase how it stands
     * @param tally its measurements so far
     * @param dryRun whether it counts for nothing
     */
    record Measured(String metric, AnalysisPhase phase, MetricTally tally, boolean dryRun) {}
}
