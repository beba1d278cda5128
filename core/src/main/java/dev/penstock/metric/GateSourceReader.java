package dev.penstock.metric;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;

/** Reads where a gate is read. Only one of saturation says it; the others can be read in one place each. */
final class GateSourceReader {

    private static final double MOST = 1e12;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final FieldContext context;
    private final SourceValues values;

    GateSourceReader(FieldContext context, SourceValues values) {
        this.context = context;
        this.values = values;
    }

    /** The source of a gate; empty when there is a problem. */
    Optional<GateSource> read(Fields gate) {
        if (gate.has("limit")) {
            return saturation(gate);
        }
        if (gate.has("source")) {
            gate.ignore("source");
            report(
                    gate,
                    "Only a gate with 'limit' says where it is read; the others can be read in one place each.",
                    "Remove 'source'.");
            return Optional.empty();
        }
        if (gate.has("restarts")) {
            return Optional.of(new GateSource.Restarts());
        }
        return Optional.of(gate.has("alarms") ? new GateSource.Alarms() : new GateSource.TargetHealth());
    }

    private Optional<GateSource> saturation(Fields gate) {
        int before = context.problems().errorCount();
        gate.requirePresent("source");
        Optional<Fields> source = gate.mapping("source");
        Optional<Fields> metric = source.flatMap(fields -> {
            fields.requirePresent("cloudWatch");
            Optional<Fields> inner = fields.mapping("cloudWatch");
            fields.end();
            return inner;
        });
        Optional<GateSource> read = metric.map(fields -> {
            Duration period = values.duration(fields, "period", Duration.ofMinutes(1), Duration.ofSeconds(1), LONGEST);
            if (!MetricSourceReader.isPeriod(period)) {
                values.wrong(
                        fields,
                        "period",
                        "CloudWatch has no periods of that length.",
                        "It is 1, 5, 10, 20 or 30 seconds, or whole minutes.");
            }
            GateSource one = new GateSource.Saturation(
                    values.metric(fields, "Average"),
                    values.number(fields, "full", 0, MOST).orElse(100),
                    period,
                    values.duration(
                            fields,
                            "lag",
                            MetricSourceReader.CLOUD_WATCH_LAG,
                            Duration.ZERO,
                            MetricSourceReader.LONGEST_LAG));
            fields.end();
            return one;
        });
        return context.problems().errorCount() > before ? Optional.empty() : read;
    }

    private void report(Fields gate, String message, String hint) {
        context.problems()
                .report(
                        ProblemType.VERDICT_SOURCE,
                        gate.span("source"),
                        Fields.child(gate.path(), "source"),
                        message,
                        hint);
    }
}
