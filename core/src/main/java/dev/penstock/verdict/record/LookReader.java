package dev.penstock.verdict.record;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.BatchTally;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.GateReading;
import dev.penstock.verdict.InconclusivePolicy;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricStanding;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.TrafficReading;
import dev.penstock.verdict.Window;
import dev.penstock.verdict.argo.AnalysisPhase;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@link LookWriter} wrote. What cannot be, such as more bad requests than requests, ends in an {@link
 * IllegalArgumentException} of the record that refuses it.
 */
final class LookReader {

    private final FieldContext context;
    private final Values values;

    LookReader(FieldContext context) {
        this.context = context;
        this.values = new Values(context);
    }

    Look look(Fields fields) {
        return new Look(
                values.instant(fields, "at"),
                fields.list("batches", (node, path) -> batch(Fields.of(node, path, context))),
                fields.list("traffic", (node, path) -> traffic(Fields.of(node, path, context))),
                fields.list("gates", (node, path) -> gate(Fields.of(node, path, context))));
    }

    private MetricBatch batch(Fields fields) {
        String metric = fields.requireText("metric");
        String scope = fields.text("scope").orElse("");
        Window window = window(fields);
        Optional<String> missing = fields.text("missing");
        MetricBatch batch = missing.isPresent()
                ? new MetricBatch.Missing(metric, scope, window, missing.get())
                : new MetricBatch.Counted(metric, scope, window, counts(fields, "canary"), counts(fields, "baseline"));
        fields.end();
        return batch;
    }

    private TrafficReading traffic(Fields fields) {
        fields.requirePresent("configuredShare");
        var reading = new TrafficReading(
                fields.text("scope").orElse(""),
                window(fields),
                values.number(fields, "configuredShare").orElse(0),
                whole(fields, "canaryRequests"),
                whole(fields, "baselineRequests"));
        fields.end();
        return reading;
    }

    private GateReading gate(Fields fields) {
        String gate = fields.requireText("gate");
        GateReading reading = fields.has("restarts")
                ? new GateReading.Restarts(gate, Math.toIntExact(whole(fields, "restarts")))
                : fields.has("healthy")
                        ? new GateReading.Targets(
                                gate,
                                Math.toIntExact(whole(fields, "healthy")),
                                Math.toIntExact(whole(fields, "wanted")))
                        : fields.has("used")
                                ? new GateReading.Used(
                                        gate, values.number(fields, "used").orElse(0))
                                : fields.has("inAlarm")
                                        ? new GateReading.AlarmStates(
                                                gate, fields.texts("inAlarm"), fields.texts("withoutData"))
                                        : new GateReading.Missing(gate, fields.requireText("missing"));
        fields.end();
        return reading;
    }

    Optional<Standing> standing(Fields fields) {
        Decision decision = fields.mapping("decision")
                .map(this::decision)
                .orElseThrow(() -> new IllegalArgumentException("a standing needs a decision"));
        List<MetricStanding> metrics = fields.list("metrics", (node, path) -> metric(Fields.of(node, path, context)));
        var standing = new Standing(
                values.instant(fields, "at"),
                decision,
                number(fields, "worse"),
                metrics,
                number(fields, "trafficMismatch"),
                fields.mapping("assessment").map(new AssessmentReader(context)::read));
        fields.end();
        return Optional.of(standing);
    }

    private MetricStanding metric(Fields fields) {
        var metric = new MetricStanding(
                fields.requireText("metric"),
                counts(fields, "canary"),
                counts(fields, "baseline"),
                number(fields, "worse"),
                number(fields, "acceptable"),
                tally(fields));
        fields.end();
        return metric;
    }

    private BatchTally tally(Fields fields) {
        Fields tally = required(fields, "batches");
        var read = new BatchTally(
                Math.toIntExact(whole(tally, "counted")),
                Math.toIntExact(whole(tally, "missing")),
                Math.toIntExact(whole(tally, "warmUp")),
                Math.toIntExact(whole(tally, "late")),
                Math.toIntExact(whole(tally, "idle")));
        tally.end();
        return read;
    }

    private Decision decision(Fields fields) {
        Decision decision;
        if (fields.has("continue")) {
            decision = new Decision.Continue(values.instant(fields, "continue"));
        } else if (fields.bool("promote").orElse(false)) {
            decision = new Decision.Promote();
        } else if (fields.has("rollBack")) {
            decision = new Decision.RollBack(cause(fields));
        } else {
            fields.requirePresent("inconclusive");
            decision = new Decision.Inconclusive(
                    values.word(fields, "inconclusive", Decision.Reason.class).orElse(Decision.Reason.NO_DATA),
                    values.word(fields, "action", InconclusivePolicy.Action.class)
                            .orElse(InconclusivePolicy.Action.ASK));
        }
        fields.end();
        return decision;
    }

    private Decision.Cause cause(Fields fields) {
        String cause = fields.requireText("rollBack");
        return switch (cause) {
            case "gate" -> new Decision.Cause.ClosedGate(fields.requireText("gate"), fields.requireText("reason"));
            case "score" ->
                new Decision.Cause.Score(
                        number(fields, "score"),
                        number(fields, "needed"),
                        fields.bool("atEnd").orElse(false));
            case "analysis" ->
                new Decision.Cause.Analysis(
                        fields.requireText("metric"),
                        values.word(fields, "phase", AnalysisPhase.class).orElse(AnalysisPhase.FAILED));
            case "evidence" -> new Decision.Cause.Evidence(fields.requireText("metric"));
            default -> throw new IllegalArgumentException("nothing is rolled back because of '" + cause + "'");
        };
    }

    private Window window(Fields fields) {
        return new Window(values.instant(fields, "start"), values.instant(fields, "end"));
    }

    private ArmCounts counts(Fields fields, String name) {
        Fields counts = required(fields, name);
        var read = new ArmCounts(whole(counts, "requests"), whole(counts, "bad"));
        counts.end();
        return read;
    }

    private Fields required(Fields fields, String name) {
        return fields.mapping(name).orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing"));
    }

    private long whole(Fields fields, String name) {
        fields.requirePresent(name);
        return values.whole(fields, name).orElse(0);
    }

    private double number(Fields fields, String name) {
        fields.requirePresent(name);
        return values.number(fields, name).orElse(0);
    }
}
