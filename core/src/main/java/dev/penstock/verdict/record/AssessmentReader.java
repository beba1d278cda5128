package dev.penstock.verdict.record;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.verdict.Assessment;
import dev.penstock.verdict.argo.AnalysisPhase;
import dev.penstock.verdict.argo.MetricTally;
import dev.penstock.verdict.kayenta.KayentaResult.Label;

/** Reads what {@link AssessmentWriter} wrote. */
final class AssessmentReader {

    private final FieldContext context;
    private final Values values;

    AssessmentReader(FieldContext context) {
        this.context = context;
        this.values = new Values(context);
    }

    Assessment read(Fields fields) {
        Assessment read = fields.has("score") ? scored(fields) : analysed(fields);
        fields.end();
        return read;
    }

    private Assessment scored(Fields fields) {
        return new Assessment.Scored(
                count(fields, "judgement"),
                count(fields, "of"),
                values.number(fields, "score").orElse(0),
                fields.text("reason").orElse(""),
                fields.list("metrics", (node, path) -> labelled(Fields.of(node, path, context))));
    }

    private Assessment.Labelled labelled(Fields fields) {
        var read = new Assessment.Labelled(
                fields.requireText("metric"),
                fields.text("scope").orElse(""),
                values.word(fields, "label", Label.class).orElse(Label.ERROR),
                fields.bool("critical").orElse(false));
        fields.end();
        return read;
    }

    private Assessment analysed(Fields fields) {
        return new Assessment.Analysed(
                phase(fields), fields.list("metrics", (node, path) -> measured(Fields.of(node, path, context))));
    }

    private Assessment.Measured measured(Fields fields) {
        var read = new Assessment.Measured(
                fields.requireText("metric"),
                phase(fields),
                new MetricTally(
                        count(fields, "successful"),
                        count(fields, "failed"),
                        count(fields, "inconclusive"),
                        count(fields, "errors"),
                        count(fields, "consecutiveErrors"),
                        count(fields, "consecutiveSuccesses"),
                        false),
                fields.bool("dryRun").orElse(false));
        fields.end();
        return read;
    }

    private AnalysisPhase phase(Fields fields) {
        fields.requirePresent("phase");
        return values.word(fields, "phase", AnalysisPhase.class).orElse(AnalysisPhase.ERROR);
    }

    private int count(Fields fields, String name) {
        fields.requirePresent(name);
        return Math.toIntExact(values.whole(fields, name).orElse(0));
    }
}
